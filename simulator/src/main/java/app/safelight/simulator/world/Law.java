package app.safelight.simulator.world;

import app.safelight.core.ledger.AssetState;
import app.safelight.core.ledger.ItemState;
import app.safelight.core.ledger.Ledger;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.PlaceId;
import app.safelight.core.policy.Judge;
import app.safelight.core.policy.Proof;
import app.safelight.core.policy.ProtectionPolicy;
import app.safelight.core.policy.Reason;
import app.safelight.core.policy.ReasonCode;
import app.safelight.core.policy.ReasonCode.Actor;
import app.safelight.core.policy.Verdict;
import app.safelight.core.source.Item;
import app.safelight.core.source.SourceFault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The one law and its twin, checked from outside against the media themselves. Both answer with every breach
/// found; none is the good answer.
public final class Law {
    private final ProtectionPolicy policy;
    private final Judge judge;

    public Law(ProtectionPolicy policy) {
        this.policy = policy;
        this.judge = new Judge(policy);
    }

    /// *Never call a photo safe unless enough media really hold its bytes, also after a power cut.*
    ///
    /// Judges every asset the ledger knows and looks at the media for each that is called safe.
    public List<String> breaches(Ledger ledger, Instant now, Truth truth) throws LedgerException {
        Map<PlaceId, Set<ContentId>> held = new HashMap<>();
        List<String> breaches = new ArrayList<>();
        for (AssetState asset : assets(ledger)) {
            if (judge.judge(asset, now) instanceof Verdict.Safe(var proof)) {
                for (Proof.Part part : proof.parts()) {
                    long copies = part.receipts().stream()
                            .map(receipt -> receipt.place())
                            .distinct()
                            .filter(place -> held.computeIfAbsent(place, truth::contentsAt)
                                    .contains(part.content()))
                            .count();
                    if (copies < policy.copies()) {
                        breaches.add(part.key() + " is called safe, but of " + policy.copies() + " copies " + copies
                                + " are on a medium: " + part.receipts());
                    }
                }
                requireAllParts(asset, proof, breaches);
            }
        }
        return breaches;
    }

    private static void requireAllParts(AssetState asset, Proof proof, List<String> breaches) {
        Set<ItemKey> proven = new HashSet<>();
        proof.parts().forEach(part -> proven.add(part.key()));
        for (AssetState.Part part : asset.parts()) {
            ItemState item = part.item();
            boolean leftOut = !item.exclusion().isEmpty()
                    || item.blocked().filter(SourceFault::losesNothing).isPresent();
            if (!leftOut && !proven.contains(item.key())) {
                breaches.add(asset.id() + " is called safe without its part " + item.key());
            }
        }
    }

    /// *Never alter an original*: what the ledger holds for an item's content are the item's bytes, as long as
    /// the source shows the file that the ledger saw.
    public List<String> alterations(Ledger ledger, FakeSource source) throws LedgerException {
        List<String> breaches = new ArrayList<>();
        for (Item.Available item : source.readable()) {
            Optional<ItemState> state = ledger.item(item.key());
            Optional<ContentId> known = state.filter(seen -> seen.sizeBytes() == item.sizeBytes()
                            && seen.modifiedAt().equals(item.modifiedAt()))
                    .flatMap(ItemState::content);
            Optional<ContentId> real = source.contentOf(item.key().path());
            if (known.isPresent() && !known.equals(real)) {
                breaches.add(item.key() + " is " + real + ", but the ledger says " + known);
            }
        }
        return breaches;
    }

    /// *When faults stop, every photo becomes safe or has a reason.*
    ///
    /// To be asked after a run without faults: every item that the source has is then part of an asset, and an
    /// asset that is not safe has a reason that only a person can remove, or nobody. One that "the next run
    /// removes" is a breach, for that run has just been.
    ///
    /// @param items what the sources list now
    public List<String> unreasoned(Ledger ledger, Instant now, Collection<Item> items) throws LedgerException {
        List<String> breaches = new ArrayList<>();
        for (Item item : items) {
            if (ledger.assetOf(item.key()).isEmpty()) {
                breaches.add(item.key() + " is in the source, but in no asset of the ledger");
            }
            Optional<ItemState> state = ledger.item(item.key());
            if (item instanceof Item.Available listed && state.isPresent() && !isCurrent(state.get(), listed)) {
                breaches.add(item.key() + " was judged as it was before it changed: " + state.get());
            }
        }
        for (AssetState asset : assets(ledger)) {
            if (judge.judge(asset, now) instanceof Verdict.Unsafe(var reasons)) {
                for (Reason reason : reasons) {
                    if (ReasonCode.of(reason).actor() == Actor.SAFELIGHT) {
                        breaches.add(asset.id() + " is still unsafe after a run without faults: " + reason);
                    }
                }
            }
        }
        return breaches;
    }

    private static boolean isCurrent(ItemState state, Item.Available listed) {
        return state.presence() == ItemState.Presence.PRESENT
                && state.sizeBytes() == listed.sizeBytes()
                && state.modifiedAt().equals(listed.modifiedAt());
    }

    private static List<AssetState> assets(Ledger ledger) throws LedgerException {
        List<AssetState> assets = new ArrayList<>();
        for (var source : ledger.sources().keySet()) {
            ledger.assets(source, assets::add);
        }
        return assets;
    }
}
