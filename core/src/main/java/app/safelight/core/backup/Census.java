package app.safelight.core.backup;

import app.safelight.core.ledger.AssetState;
import app.safelight.core.ledger.FolderDigest;
import app.safelight.core.ledger.ItemState;
import app.safelight.core.ledger.ItemState.Presence;
import app.safelight.core.ledger.Ledger;
import app.safelight.core.ledger.LedgerEvent;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.model.ItemFacts;
import app.safelight.core.model.ItemKey;
import app.safelight.core.plan.Grouping;
import app.safelight.core.plan.Inspector;
import app.safelight.core.source.Item;
import app.safelight.core.source.Source;
import app.safelight.core.source.SourceException;
import app.safelight.core.source.SourceFault;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Lists a whole source and records what is new, changed, blocked or gone. A folder that is as it was costs a
/// look at its files and nothing more. A folder that is not is recorded in one append, together with what its
/// files are and which of them belong together, so that no item is ever known without its asset. One listing;
/// one thread.
public final class Census {
    private final Source source;
    private final Ledger ledger;
    private final Inspector inspector;
    private final Grouping grouping;
    private final Crew crew;
    private final InstantSource clock;
    private final Progress progress;

    private Map<String, FolderDigest> unlisted = new HashMap<>();
    private final Set<String> recordedFolders = new HashSet<>();
    private final Set<String> blockedPaths = new HashSet<>();
    private String folder = "";
    private List<Item> listed = new ArrayList<>();
    private boolean anyListed;
    private long items;
    private long blocked;
    private long sizeBytes;
    private long changes;

    /// What a listing told.
    ///
    /// @param changes items that are new, changed, newly blocked or gone
    /// @param complete false if it was stopped before its end
    public record Outcome(long items, long blocked, long sizeBytes, long changes, boolean complete) {}

    public Census(
            Source source,
            Ledger ledger,
            Inspector inspector,
            Grouping grouping,
            Crew crew,
            InstantSource clock,
            Progress progress) {
        this.source = source;
        this.ledger = ledger;
        this.inspector = inspector;
        this.grouping = grouping;
        this.crew = crew;
        this.clock = clock;
        this.progress = progress;
    }

    /// @throws SourceException if the source could not be listed to its end; nothing is then taken as gone
    public Outcome take() throws SourceException, LedgerException {
        progress.begin(Progress.Phase.LISTING, -1, -1);
        if (!source.label().equals(ledger.sources().get(source.id()))) {
            ledger.append(clock.instant(), List.of(new LedgerEvent.SourceSeen(source.id(), source.label())));
        }
        unlisted = new HashMap<>(ledger.folders(source.id()));
        recordedFolders.addAll(unlisted.keySet());
        try {
            source.list(this::listed);
            finishFolder();
            if (!crew.stopping()) {
                forgetUnlisted();
                if (changes > 0) {
                    joinAcrossFolders();
                }
                ledger.append(
                        clock.instant(),
                        List.of(new LedgerEvent.CensusFinished(source.id(), items, blocked, sizeBytes)));
            }
        } catch (LedgerFailure failure) {
            throw failure.failure();
        } finally {
            progress.end(Progress.Phase.LISTING);
        }
        return new Outcome(items, blocked, sizeBytes, changes, !crew.stopping());
    }

    private void listed(Item item) {
        if (crew.stopping()) {
            return;
        }
        try {
            String its = item.key().folder();
            if (!anyListed || !its.equals(folder)) {
                finishFolder();
                folder = its;
                anyListed = true;
            }
            listed.add(item);
        } catch (LedgerException failure) {
            throw new LedgerFailure(failure);
        }
    }

    private void finishFolder() throws LedgerException {
        if (listed.isEmpty() || crew.stopping()) {
            return;
        }
        FolderDigest now = FolderDigest.EMPTY;
        for (Item item : listed) {
            now = switch (item) {
                case Item.Available(var key, var size, var modifiedAt) -> {
                    sizeBytes += size;
                    yield now.plus(key, size, modifiedAt);
                }
                case Item.Blocked(var key, var fault) -> {
                    blocked++;
                    blockedPaths.add(key.path());
                    yield now.plusBlocked(key, fault);
                }
            };
        }
        items += listed.size();
        FolderDigest before = unlisted.remove(folder);
        if (!now.equals(before)) {
            record(listed);
        }
        progress.done(listed.size(), 0);
        listed = new ArrayList<>();
    }

    /// Records how a folder differs from what was known of it.
    private void record(List<Item> present) throws LedgerException {
        Map<ItemKey, ItemState> known = new HashMap<>();
        for (ItemState item : ledger.items(source.id(), folder)) {
            known.put(item.key(), item);
        }
        List<LedgerEvent> events = new ArrayList<>();
        List<ItemState> after = new ArrayList<>();
        List<Item.Available> fresh = new ArrayList<>();
        for (Item item : present) {
            ItemState before = known.remove(item.key());
            if (before != null && isUnchanged(before, item)) {
                after.add(before);
            } else if (item instanceof Item.Available available) {
                fresh.add(available);
            } else if (item instanceof Item.Blocked(var key, var fault)) {
                events.add(new LedgerEvent.ItemBlocked(key, fault));
                after.add(blockedState(key, fault));
                changes++;
            }
        }
        for (ItemState former : known.values()) {
            if (former.presence() == Presence.PRESENT) {
                events.add(new LedgerEvent.ItemGone(former.key()));
                changes++;
            }
        }
        inspect(fresh, events, after);
        after.addAll(beside(after));
        regroup(after, events);
        if (!crew.stopping() && !events.isEmpty()) {
            ledger.append(clock.instant(), events);
            recordedFolders.add(folder);
        }
    }

    /// Parts of the same assets that stand in other folders, as far as the ledger knows them by now. Those that
    /// it learns of later find these in their turn.
    private List<ItemState> beside(List<ItemState> items) throws LedgerException {
        List<ItemState> found = new ArrayList<>();
        for (Map.Entry<String, Predicate<ItemKey>> other :
                grouping.beside(items).entrySet()) {
            // Most photos have nothing elsewhere, and asking the ledger for each would take long.
            if (!other.getKey().equals(folder) && recordedFolders.contains(other.getKey())) {
                for (ItemState item : ledger.items(source.id(), other.getKey())) {
                    if (item.presence() == Presence.PRESENT && other.getValue().test(item.key())) {
                        found.add(item);
                    }
                }
            }
        }
        return found;
    }

    private static boolean isUnchanged(ItemState before, Item item) {
        if (before.presence() != Presence.PRESENT) {
            return false;
        }
        return switch (item) {
            case Item.Available(var _, var size, var modifiedAt) ->
                before.blocked().isEmpty()
                        && before.sizeBytes() == size
                        && before.modifiedAt().equals(modifiedAt);
            case Item.Blocked(var _, var fault) ->
                before.blocked().map(fault::equals).orElse(false);
        };
    }

    private void inspect(List<Item.Available> fresh, List<LedgerEvent> events, List<ItemState> after) {
        record Inspected(Item.Available item, ItemFacts facts, Optional<SourceFault> fault) {}
        List<Inspected> inspected = crew.map(fresh, item -> {
            try {
                ItemFacts facts =
                        source.<ItemFacts, RuntimeException>read(item, body -> inspector.inspect(item.key(), body));
                return new Inspected(item, facts, Optional.empty());
            } catch (SourceException failure) {
                return new Inspected(item, ItemFacts.unknown(), Optional.of(failure.fault()));
            }
        });
        for (Inspected one : inspected) {
            Item.Available item = one.item();
            events.add(new LedgerEvent.ItemSeen(item.key(), item.sizeBytes(), item.modifiedAt()));
            changes++;
            if (one.fault().isPresent()) {
                SourceFault fault = one.fault().get();
                events.add(new LedgerEvent.ItemBlocked(item.key(), fault));
                after.add(blockedState(item.key(), fault));
                blocked++;
                progress.blocked(item.key(), fault);
            } else {
                events.add(new LedgerEvent.ItemInspected(item.key(), one.facts()));
                after.add(state(item, one.facts()));
            }
        }
    }

    private void regroup(List<ItemState> after, List<LedgerEvent> events) throws LedgerException {
        for (LedgerEvent.AssetFormed formed : grouping.group(after)) {
            Optional<AssetState> before = ledger.asset(formed.asset());
            if (before.isEmpty() || !isSame(before.get(), formed)) {
                events.add(formed);
            }
        }
    }

    private static boolean isSame(AssetState before, LedgerEvent.AssetFormed formed) {
        if (before.kind() != formed.kind()
                || before.parts().size() != formed.parts().size()) {
            return false;
        }
        return before.parts().stream()
                .allMatch(part ->
                        formed.parts().contains(new LedgerEvent.Part(part.item().key(), part.role())));
    }

    private void forgetUnlisted() throws LedgerException {
        for (String vanished : unlisted.keySet()) {
            if (isHidden(vanished)) {
                continue;
            }
            List<LedgerEvent> events = new ArrayList<>();
            for (ItemState item : ledger.items(source.id(), vanished)) {
                if (item.presence() == Presence.PRESENT) {
                    events.add(new LedgerEvent.ItemGone(item.key()));
                    changes++;
                }
            }
            ledger.append(clock.instant(), events);
        }
    }

    /// Live Photos whose still and movie lie in different folders: their halves are grouped once more,
    /// together.
    private void joinAcrossFolders() throws LedgerException {
        List<ItemState> halves = new ArrayList<>();
        ledger.assets(source.id(), asset -> {
            if (mayBeHalf(asset)) {
                asset.parts().stream()
                        .map(AssetState.Part::item)
                        .filter(item -> item.presence() == Presence.PRESENT)
                        .forEach(halves::add);
            }
        });
        List<LedgerEvent> events = new ArrayList<>();
        regroup(halves, events);
        if (!events.isEmpty()) {
            ledger.append(clock.instant(), events);
        }
    }

    private static boolean mayBeHalf(AssetState asset) {
        return switch (asset.kind()) {
            case PHOTO, VIDEO, RAW_PHOTO, BURST_FRAME ->
                asset.parts().stream()
                        .anyMatch(part -> part.item()
                                .facts()
                                .flatMap(ItemFacts::contentIdentifier)
                                .isPresent());
            case LIVE_PHOTO, MOTION_PHOTO, AUDIO, OTHER_FILE -> false;
        };
    }

    /// Whether a folder lies in one that could not be entered: then what is in it is neither confirmed nor
    /// gone.
    private boolean isHidden(String path) {
        for (String at = path; !at.isEmpty(); at = at.substring(0, Math.max(0, at.lastIndexOf('/')))) {
            if (blockedPaths.contains(at)) {
                return true;
            }
        }
        return false;
    }

    private static ItemState state(Item.Available item, ItemFacts facts) {
        return new ItemState(
                item.key(),
                Presence.PRESENT,
                item.sizeBytes(),
                item.modifiedAt(),
                Optional.of(facts),
                Optional.empty(),
                Optional.empty(),
                "",
                Map.of());
    }

    private static ItemState blockedState(ItemKey key, SourceFault fault) {
        return new ItemState(
                key,
                Presence.PRESENT,
                -1,
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                Optional.of(fault),
                "",
                Map.of());
    }
}
