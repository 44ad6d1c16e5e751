package app.safelight.core.policy;

import app.safelight.core.ledger.AssetState;
import app.safelight.core.ledger.CopyState;
import app.safelight.core.ledger.ItemState;
import app.safelight.core.ledger.ItemState.Presence;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.ItemKey;
import app.safelight.core.place.Receipt;
import app.safelight.core.source.SourceFault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Says of an asset whether it is safe. The only maker of proofs: safe means that every part has enough
/// receipts, strong and young enough, from different places, and that nothing contrary was seen since. A part
/// that a person's rule leaves out is not judged; an asset whose main part is left out is excluded as a whole.
public final class Judge {
    /// A receipt from the future by more than this is no evidence: the clock was wrong when it was made, or is
    /// now.
    private static final Duration CLOCK_TOLERANCE = Duration.ofDays(1);

    private final ProtectionPolicy policy;

    public Judge(ProtectionPolicy policy) {
        this.policy = policy;
    }

    public Verdict judge(AssetState asset, Instant now) {
        List<Reason> reasons = new ArrayList<>();
        List<Proof.Part> proven = new ArrayList<>();
        String exclusion = exclusion(asset.parts().getFirst().item());
        if (!exclusion.isEmpty()) {
            return new Verdict.Excluded(exclusion);
        }
        for (AssetState.Part part : asset.parts()) {
            if (exclusion(part.item()).isEmpty()) {
                judge(part, now, proven, reasons);
            }
        }
        if (!reasons.isEmpty()) {
            return new Verdict.Unsafe(reasons);
        }
        return new Verdict.Safe(new Proof(asset.id(), proven, validUntil(proven)));
    }

    /// The rule that leaves an item out: a person's own, or that it holds nothing to lose.
    private static String exclusion(ItemState item) {
        return item.exclusion().isEmpty()
                ? item.blocked()
                        .filter(SourceFault::losesNothing)
                        .map(fault -> ReasonCode.of(fault).name())
                        .orElse("")
                : item.exclusion();
    }

    private void judge(AssetState.Part part, Instant now, List<Proof.Part> proven, List<Reason> reasons) {
        ItemState item = part.item();
        ItemKey key = item.key();
        if (item.presence() == Presence.PRESENT && item.blocked().isPresent()) {
            reasons.add(new Reason.NotReadable(key, item.blocked().get()));
            return;
        }
        if (item.content().isEmpty()) {
            if (item.presence() == Presence.PRESENT) {
                addRefusals(part, reasons);
                if (item.refusals().isEmpty()) {
                    reasons.add(new Reason.NotCopiedYet(key));
                }
            } else {
                reasons.add(new Reason.GoneBeforeCopied(key));
            }
            return;
        }
        ContentId content = item.content().get();
        List<Receipt> receipts = new ArrayList<>();
        List<Reason> doubts = new ArrayList<>();
        for (CopyState copy : part.copies()) {
            weigh(key, content, copy, now, receipts, doubts);
        }
        if (receipts.size() >= policy.copies()) {
            proven.add(new Proof.Part(key, content, receipts));
            return;
        }
        int before = reasons.size();
        reasons.addAll(doubts);
        addRefusals(part, reasons);
        int explained = receipts.size() + reasons.size() - before;
        if (part.copies().isEmpty() && item.refusals().isEmpty()) {
            reasons.add(
                    item.presence() == Presence.PRESENT
                            ? new Reason.NotCopiedYet(key)
                            : new Reason.GoneBeforeCopied(key));
        } else if (explained < policy.copies()) {
            // Even if every place with a reason of its own were well again there would be too few.
            reasons.add(new Reason.TooFewCopies(key, receipts.size(), policy.copies()));
        }
    }

    private void weigh(
            ItemKey key, ContentId content, CopyState copy, Instant now, List<Receipt> receipts, List<Reason> doubts) {
        switch (copy) {
            case CopyState.Lost(var place, var fault, var seenAt) ->
                doubts.add(new Reason.CopyLost(key, place, fault, seenAt));
            case CopyState.Held(var place, var evidence, var readAt) -> {
                if (!evidence.isAtLeast(policy.evidence())) {
                    doubts.add(new Reason.EvidenceTooWeak(key, place, evidence, policy.evidence()));
                } else if (!isYoungEnough(readAt, now)) {
                    doubts.add(new Reason.EvidenceTooOld(key, place, readAt, policy.maxAge()));
                } else {
                    receipts.add(new Receipt(place, content, evidence, readAt));
                }
            }
        }
    }

    private boolean isYoungEnough(Instant readAt, Instant now) {
        return !readAt.isAfter(now.plus(CLOCK_TOLERANCE))
                && !readAt.plus(policy.maxAge()).isBefore(now);
    }

    /// A refusal no longer counts once the place holds the content after all.
    private static void addRefusals(AssetState.Part part, List<Reason> reasons) {
        part.item().refusals().entrySet().stream()
                .filter(refusal -> part.copies().stream()
                        .noneMatch(copy ->
                                copy instanceof CopyState.Held && copy.place().equals(refusal.getKey())))
                .sorted(Map.Entry.comparingByKey())
                .forEach(refusal ->
                        reasons.add(new Reason.PlaceRefused(part.item().key(), refusal.getKey(), refusal.getValue())));
    }

    private Instant validUntil(List<Proof.Part> parts) {
        Instant earliest = Instant.MAX;
        for (Proof.Part part : parts) {
            Instant until = part.receipts().stream()
                    .map(Receipt::readAt)
                    .sorted(Comparator.reverseOrder())
                    .skip(policy.copies() - 1L)
                    .findFirst()
                    .orElseThrow()
                    .plus(policy.maxAge());
            earliest = until.isBefore(earliest) ? until : earliest;
        }
        return earliest;
    }
}
