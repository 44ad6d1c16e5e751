package app.safelight.core.reclaim;

import app.safelight.core.backup.ReadBack;
import app.safelight.core.ledger.AssetState;
import app.safelight.core.ledger.ItemState;
import app.safelight.core.ledger.ItemState.Presence;
import app.safelight.core.ledger.Ledger;
import app.safelight.core.ledger.LedgerEvent;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.PlaceId;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.place.Receipt;
import app.safelight.core.policy.Judge;
import app.safelight.core.policy.Proof;
import app.safelight.core.policy.Reason;
import app.safelight.core.policy.Verdict;
import app.safelight.core.source.Item;
import app.safelight.core.source.Source;
import app.safelight.core.source.SourceException;
import app.safelight.core.source.SourceFault;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Frees space at a source, of assets that are proven safe and of nothing else. Before anything of an asset is
/// deleted its source bytes are hashed again, and its copies are read back again from places that are here now:
/// a proof on paper is not enough to delete the last original.
public final class Reclaim {
    private final Source source;
    private final Reclaimer reclaimer;
    private final Map<PlaceId, Place> places = new HashMap<>();
    private final Ledger ledger;
    private final Judge judge;
    private final int copies;
    private final InstantSource clock;
    private final ReadBack readBack;

    /// What became of one asset.
    public sealed interface Result {
        AssetState asset();

        record Freed(AssetState asset, long sizeBytes) implements Result {}

        /// Not proven safe.
        record NotSafe(AssetState asset, List<Reason> reasons) implements Result {
            public NotSafe {
                reasons = List.copyOf(reasons);
            }
        }

        /// Proven on paper, but fewer copies than the policy asks for could be read again just now.
        ///
        /// @param lost copies at places that are here, and that turned out to be missing or damaged
        record NotConfirmed(AssetState asset, int confirmed, Map<PlaceId, PlaceFault> lost) implements Result {
            public NotConfirmed {
                lost = Map.copyOf(lost);
            }
        }

        /// The source no longer holds what was copied, or would not delete it.
        record SourceRefused(AssetState asset, SourceFault fault) implements Result {}
    }

    /// @param places here now, to read copies back from
    /// @param copies how many of them must prove every part again
    public Reclaim(
            Source source,
            Reclaimer reclaimer,
            List<? extends Place> places,
            Ledger ledger,
            Judge judge,
            int copies,
            InstantSource clock) {
        this.source = source;
        this.reclaimer = reclaimer;
        places.forEach(place -> this.places.put(place.id(), place));
        this.ledger = ledger;
        this.judge = judge;
        this.copies = copies;
        this.clock = clock;
        this.readBack = new ReadBack(clock);
    }

    /// The assets that could be freed, as far as the ledger knows. Deletes nothing.
    public List<AssetState> candidates(Predicate<? super AssetState> wanted) throws LedgerException {
        List<AssetState> found = new ArrayList<>();
        ledger.assets(source.id(), asset -> {
            boolean present = asset.parts().getFirst().item().presence() == Presence.PRESENT;
            if (present && wanted.test(asset) && judge.judge(asset, clock.instant()) instanceof Verdict.Safe) {
                found.add(asset);
            }
        });
        return found;
    }

    public Result free(AssetState asset) throws LedgerException {
        return switch (judge.judge(asset, clock.instant())) {
            case Verdict.Unsafe(var reasons) -> new Result.NotSafe(asset, reasons);
            case Verdict.Excluded _ -> new Result.NotSafe(asset, List.of());
            case Verdict.Safe(var proof) -> free(asset, proof);
        };
    }

    private Result free(AssetState asset, Proof proof) throws LedgerException {
        for (Proof.Part part : proof.parts()) {
            Map<PlaceId, PlaceFault> lost = new HashMap<>();
            int confirmed = confirm(part, lost);
            if (confirmed < copies) {
                return new Result.NotConfirmed(asset, confirmed, lost);
            }
        }
        List<Item.Available> items = new ArrayList<>();
        for (Proof.Part part : proof.parts()) {
            ItemState item = item(asset, part);
            if (item.presence() == Presence.PRESENT) {
                Item.Available available = new Item.Available(item.key(), item.sizeBytes(), item.modifiedAt());
                Optional<SourceFault> fault = differs(available, part.content());
                if (fault.isPresent()) {
                    return new Result.SourceRefused(asset, fault.get());
                }
                items.add(available);
            }
        }
        return delete(asset, proof, items);
    }

    private Result delete(AssetState asset, Proof proof, List<Item.Available> items) throws LedgerException {
        long freed = 0;
        for (Item.Available item : items) {
            Proof.Part part = proof.parts().stream()
                    .filter(one -> one.key().equals(item.key()))
                    .findFirst()
                    .orElseThrow();
            try {
                reclaimer.delete(item, part);
            } catch (SourceException failure) {
                return new Result.SourceRefused(asset, failure.fault());
            }
            ledger.append(clock.instant(), List.of(new LedgerEvent.ItemReclaimed(item.key(), part.content())));
            freed += item.sizeBytes();
        }
        return new Result.Freed(asset, freed);
    }

    private static ItemState item(AssetState asset, Proof.Part part) {
        return asset.parts().stream()
                .map(AssetState.Part::item)
                .filter(item -> item.key().equals(part.key()))
                .findFirst()
                .orElseThrow();
    }

    private int confirm(Proof.Part part, Map<PlaceId, PlaceFault> lost) throws LedgerException {
        int confirmed = 0;
        for (Receipt receipt : part.receipts()) {
            Place place = places.get(receipt.place());
            if (place != null) {
                switch (readBack.check(place, part.content())) {
                    case ReadBack.Result.Good(var fresh) -> {
                        ledger.append(clock.instant(), List.of(new LedgerEvent.CopyProven(fresh)));
                        confirmed += fresh.evidence().isAtLeast(receipt.evidence()) ? 1 : 0;
                    }
                    case ReadBack.Result.Bad(var _, var fault) when fault.reach() == PlaceFault.Reach.PLACE -> {
                        // A place that went away says nothing about its copies: not confirmed, but not lost.
                    }
                    case ReadBack.Result.Bad(var content, var fault) -> {
                        lost.put(receipt.place(), fault);
                        ledger.append(
                                clock.instant(), List.of(new LedgerEvent.CopyLost(receipt.place(), content, fault)));
                    }
                }
            }
        }
        return confirmed;
    }

    private Optional<SourceFault> differs(Item.Available item, ContentId expected) {
        try {
            ContentId found = source.<ContentId, RuntimeException>read(item, ReadBack::digest);
            return found.equals(expected) ? Optional.empty() : Optional.of(new SourceFault.ChangedWhileRead(1));
        } catch (SourceException failure) {
            return Optional.of(failure.fault());
        }
    }
}
