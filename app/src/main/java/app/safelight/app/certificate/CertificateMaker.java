package app.safelight.app.certificate;

import app.safelight.app.text.Words;
import app.safelight.core.ledger.AssetState;
import app.safelight.core.ledger.Ledger;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.Sha256;
import app.safelight.core.model.SourceId;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.Receipt;
import app.safelight.core.policy.Judge;
import app.safelight.core.policy.Proof;
import app.safelight.core.policy.ProtectionPolicy;
import app.safelight.core.policy.ReasonCode;
import app.safelight.core.policy.Verdict;
import app.safelight.core.source.SourceLabel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Makes a certificate from the ledger and a look at the places that are connected. Only what the judge calls safe goes
/// in; all else is an exception by
/// name.
public final class CertificateMaker {
    private final Ledger ledger;
    private final ProtectionPolicy policy;
    private final Judge judge;
    private final Words words;
    private final PlaceLook look;
    private final Instant now;

    private final TreeSet<Sha256> contents = new TreeSet<>();
    private final Set<ContentId> counted = new HashSet<>();
    private final Map<PlaceId, Long> contentsByPlace = new TreeMap<>();
    private final List<Certificate.Unproven> exceptions = new ArrayList<>();
    private Instant oldestProof = Instant.MAX;
    private Instant validUntil = Instant.MAX;
    private long safe;
    private long safeBytes;
    private long excluded;

    /// @param look what the places that are connected still hold
    public CertificateMaker(Ledger ledger, ProtectionPolicy policy, Words words, PlaceLook look, Instant now) {
        this.ledger = ledger;
        this.policy = policy;
        this.judge = new Judge(policy);
        this.words = words;
        this.look = look;
        this.now = now;
    }

    /// For one source; use a new maker for each.
    public Certificate make(SourceId source, SourceLabel label) throws LedgerException, PlaceException {
        List<PlaceException> failed = new ArrayList<>();
        ledger.assets(source, asset -> {
            try {
                add(look.seen(asset));
            } catch (PlaceException unreadable) {
                failed.add(unreadable);
            }
        });
        for (PlaceException unreadable : failed) {
            throw unreadable;
        }
        Map<PlaceId, String> locations = new HashMap<>(ledger.places());
        List<Certificate.PlaceName> places = new ArrayList<>();
        contentsByPlace.forEach((id, count) -> places.add(
                new Certificate.PlaceName(id.value(), locations.getOrDefault(id, id.value()), count, look.saw(id))));
        return new Certificate(
                now,
                new Certificate.SourceName(source.value(), label.kind(), label.location()),
                ledger.lastCensus(source).orElse(Instant.EPOCH),
                safe,
                safeBytes,
                excluded,
                policy.copies(),
                policy.evidence().name(),
                policy.maxAge().toDays(),
                places,
                oldestProof.equals(Instant.MAX) ? now : oldestProof,
                validUntil.equals(Instant.MAX) ? now : validUntil,
                List.copyOf(contents),
                HashRoot.of(contents),
                exceptions);
    }

    private void add(AssetState asset) {
        switch (judge.judge(asset, now)) {
            case Verdict.Safe(var proof) -> add(proof);
            case Verdict.Excluded _ -> excluded++;
            case Verdict.Unsafe(var reasons) ->
                exceptions.add(new Certificate.Unproven(
                        asset.id().primary().path(),
                        reasons.stream()
                                .map(reason -> ReasonCode.of(reason).name())
                                .toList(),
                        reasons.stream().map(words::reason).toList()));
        }
    }

    private void add(Proof proof) {
        safe++;
        validUntil = proof.validUntil().isBefore(validUntil) ? proof.validUntil() : validUntil;
        for (Proof.Part part : proof.parts()) {
            safeBytes += part.content().sizeBytes();
            contents.add(part.content().sha256());
            if (counted.add(part.content())) {
                for (Receipt receipt : part.receipts()) {
                    contentsByPlace.merge(receipt.place(), 1L, Long::sum);
                    oldestProof = receipt.readAt().isBefore(oldestProof) ? receipt.readAt() : oldestProof;
                }
            }
        }
    }
}
