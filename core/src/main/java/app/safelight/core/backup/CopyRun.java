package app.safelight.core.backup;

import app.safelight.core.ledger.CopyState;
import app.safelight.core.ledger.Ledger;
import app.safelight.core.ledger.LedgerEvent;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.ItemFacts;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.PlaceId;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.Origin;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.place.Staged;
import app.safelight.core.plan.CopyTask;
import app.safelight.core.plan.Inspector;
import app.safelight.core.source.Item;
import app.safelight.core.source.Source;
import app.safelight.core.source.SourceException;
import app.safelight.core.source.SourceFault;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Copies items to the places that lack them: several are read and staged at once; then, a batch at a time,
/// they are settled, read back and recorded. A place that stops (full, gone, refused) is left out from then on,
/// and each photo it did not get says so.
final class CopyRun {
    /// How often an item that changes while it is read is tried in one run.
    static final int MAX_TRIES = 3;

    /// Most items settled at once: enough that making them durable together costs little for each.
    static final int BATCH_ITEMS = 256;

    /// Most bytes settled at once: what a power cut can cost in work, and what waits unproven.
    static final long BATCH_BYTES = 128L << 20;

    private final Source source;
    private final Map<PlaceId, Place> places;
    private final Map<PlaceId, PlaceFault> stopped;
    private final Map<PlaceId, Set<ContentId>> deleted;
    private final Ledger ledger;
    private final Inspector inspector;
    private final Crew crew;
    private final InstantSource clock;
    private final Progress progress;
    private final ReadBack readBack;
    private long copied;
    private long copiedBytes;
    private long lost;
    private boolean fellShort;

    /// What became of one item until it is settled.
    private sealed interface Result {
        CopyTask task();

        /// Its content is known and staged, or already claimed, at some places; others refused it.
        ///
        /// @param changedTo its new version, if it was no longer as listed
        record Taken(
                CopyTask task,
                ContentId content,
                Optional<Version> changedTo,
                Map<PlaceId, Staged> staged,
                Set<PlaceId> claimed,
                Map<PlaceId, PlaceFault> refused)
                implements Result {}

        record Unreadable(CopyTask task, SourceFault fault) implements Result {}

        /// No place would take it.
        ///
        /// @param digest what it was found to be, if it was read and is as listed
        record Refused(CopyTask task, Map<PlaceId, PlaceFault> refused, Optional<ContentId> digest) implements Result {}
    }

    private record Version(Item.Available item, ItemFacts facts) {}

    /// An item on its way into the record, with the places that have refused it so far.
    private record Pending(Result.Taken taken, Map<PlaceId, PlaceFault> refused) {}

    private record Copy(Place place, ContentId content) {}

    CopyRun(
            Source source,
            Map<PlaceId, Place> places,
            Map<PlaceId, PlaceFault> stopped,
            Map<PlaceId, Set<ContentId>> deleted,
            Ledger ledger,
            Inspector inspector,
            Crew crew,
            InstantSource clock,
            Progress progress) {
        this.source = source;
        this.places = places;
        this.stopped = stopped;
        this.deleted = deleted;
        this.ledger = ledger;
        this.inspector = inspector;
        this.crew = crew;
        this.clock = clock;
        this.progress = progress;
        this.readBack = new ReadBack(clock);
    }

    void run(Crew.Tasks<CopyTask> tasks) throws LedgerException {
        var batch = new Crew.Batch<Result>(
                BATCH_ITEMS, BATCH_BYTES, result -> result.task().item().sizeBytes());
        crew.stream(tasks, this::take, batch, this::settle);
    }

    long copied() {
        return copied;
    }

    long copiedBytes() {
        return copiedBytes;
    }

    /// Whether any item could not be read, any place refused one, or any copy read back bad.
    boolean fellShort() {
        return fellShort;
    }

    /// Copies that read back bad so far.
    long lost() {
        return lost;
    }

    private Result take(CopyTask task) {
        Map<PlaceId, PlaceFault> refused = new HashMap<>();
        List<Place> willing = new ArrayList<>();
        for (PlaceId id : task.owed()) {
            PlaceFault fault = isDeleted(task, id) ? new PlaceFault.DeletedThere() : stopped.get(id);
            if (fault == null) {
                willing.add(places.get(id));
            } else {
                refused.put(id, fault);
            }
        }
        if (willing.isEmpty()) {
            return new Result.Refused(task, refused, Optional.empty());
        }
        Optional<Set<PlaceId>> claimed = claimedByAll(task, willing, refused);
        if (claimed.isPresent()) {
            ContentId content = task.item().content().orElseThrow();
            return new Result.Taken(task, content, Optional.empty(), Map.of(), claimed.get(), refused);
        }
        return read(task, willing, refused);
    }

    private boolean isDeleted(CopyTask task, PlaceId place) {
        Set<ContentId> there = deleted.getOrDefault(place, Set.of());
        return task.item().content().filter(there::contains).isPresent();
    }

    /// If every willing place says that it has the item's known content, there is nothing to read.
    private Optional<Set<PlaceId>> claimedByAll(CopyTask task, List<Place> willing, Map<PlaceId, PlaceFault> refused) {
        if (task.item().content().isEmpty()) {
            return Optional.empty();
        }
        Set<PlaceId> claimed = new LinkedHashSet<>();
        for (Place place : willing) {
            try {
                if (task.lost().contains(place.id())
                        || !place.claims(task.item().content().get())) {
                    return Optional.empty();
                }
                claimed.add(place.id());
            } catch (PlaceException failure) {
                refuse(place, failure.fault(), refused);
            }
        }
        return claimed.isEmpty() ? Optional.empty() : Optional.of(claimed);
    }

    private Result read(CopyTask task, List<Place> willing, Map<PlaceId, PlaceFault> refused) {
        ItemKey key = task.item().key();
        Item item = new Item.Available(key, task.item().sizeBytes(), task.item().modifiedAt());
        boolean changed = false;
        SourceFault fault = new SourceFault.ChangedWhileRead(MAX_TRIES);
        for (int attempt = 1; attempt <= MAX_TRIES; attempt++) {
            switch (item) {
                case Item.Blocked blocked -> {
                    return new Result.Unreadable(task, blocked.fault());
                }
                case Item.Available available -> {
                    try {
                        return stageAll(task, available, changed, willing, refused);
                    } catch (SourceException failure) {
                        fault = failure.fault();
                        if (!(fault instanceof SourceFault.ChangedWhileRead)) {
                            return new Result.Unreadable(task, fault);
                        }
                    }
                }
            }
            try {
                item = source.look(key);
                changed = true;
            } catch (SourceException failure) {
                return new Result.Unreadable(task, failure.fault());
            }
        }
        return new Result.Unreadable(task, new SourceFault.ChangedWhileRead(MAX_TRIES));
    }

    private Result stageAll(
            CopyTask task, Item.Available item, boolean changed, List<Place> willing, Map<PlaceId, PlaceFault> refused)
            throws SourceException {
        Distribution distribution = new Distribution(task.hint().modified(item.modifiedAt()), willing, progress);
        try {
            Optional<Version> version = Optional.empty();
            ContentId content;
            if (changed) {
                record Both(ContentId content, ItemFacts facts) {}
                Both both = source.<Both, RuntimeException>read(
                        item, body -> new Both(distribution.take(body), inspector.inspect(item.key(), body)));
                content = both.content();
                version = Optional.of(new Version(item, both.facts()));
            } else {
                content = source.<ContentId, RuntimeException>read(item, distribution::take);
            }
            Map<PlaceId, Staged> staged = distribution.finish(content);
            distribution.refused().forEach((place, fault) -> refuse(place, fault, refused));
            return staged.isEmpty()
                    ? new Result.Refused(task, refused, changed ? Optional.empty() : Optional.of(content))
                    : new Result.Taken(task, content, version, staged, Set.of(), refused);
        } finally {
            distribution.abandonRest();
        }
    }

    private void refuse(Place place, PlaceFault fault, Map<PlaceId, PlaceFault> refused) {
        refused.put(place.id(), fault);
        if (Backup.stops(fault) && stopped.putIfAbsent(place.id(), fault) == null) {
            progress.placeStopped(place.id(), fault);
        }
    }

    private void settle(List<Result> results) throws LedgerException {
        List<LedgerEvent> events = new ArrayList<>();
        List<Pending> pending = new ArrayList<>();
        for (Result result : results) {
            switch (result) {
                case Result.Unreadable(var task, var fault) -> {
                    events.add(new LedgerEvent.ItemBlocked(task.item().key(), fault));
                    progress.blocked(task.item().key(), fault);
                }
                case Result.Refused(var task, var refused, var digest) -> {
                    digest.filter(content -> !task.item().content().equals(Optional.of(content)))
                            .ifPresent(content -> events.add(
                                    new LedgerEvent.ItemDigested(task.item().key(), content)));
                    refused.forEach((place, fault) ->
                            events.add(new LedgerEvent.CopyRefused(task.item().key(), place, fault)));
                }
                case Result.Taken taken -> pending.add(new Pending(taken, new HashMap<>(taken.refused())));
            }
        }
        Set<Copy> settled = new LinkedHashSet<>();
        for (Place place : places.values()) {
            settleAt(place, pending, settled);
        }
        List<LedgerEvent> evidence = new ArrayList<>();
        Set<ContentId> proven = confirm(settled, pending, evidence);
        pending.forEach(one -> record(one.taken(), one.refused(), events));
        events.addAll(evidence);
        fellShort |= pending.size() < results.size()
                || lost > 0
                || pending.stream().anyMatch(one -> !one.refused().isEmpty());
        ledger.append(clock.instant(), events);
        for (Pending one : pending) {
            if (proven.contains(one.taken().content())) {
                copied++;
                copiedBytes += one.taken().content().sizeBytes();
            }
        }
        progress.done(results.size(), 0);
    }

    private void settleAt(Place place, List<Pending> pending, Set<Copy> settled) throws LedgerException {
        List<Staged> staged = new ArrayList<>();
        List<Origin> origins = new ArrayList<>();
        List<Pending> concerned = new ArrayList<>();
        for (Pending one : pending) {
            Staged here = one.taken().staged().get(place.id());
            if (here != null || one.taken().claimed().contains(place.id())) {
                concerned.add(one);
                origins.add(origin(one.taken()));
            }
            if (here != null) {
                staged.add(here);
            }
        }
        if (concerned.isEmpty()) {
            return;
        }
        try {
            for (Pending one : concerned) {
                setAsideIfLost(place, one.taken());
            }
            place.settle(staged, origins);
            concerned.forEach(one -> settled.add(new Copy(place, one.taken().content())));
        } catch (PlaceException failure) {
            concerned.forEach(one -> refuse(place, failure.fault(), one.refused()));
        }
    }

    /// Makes room for a good copy where the record says at this moment that the copy there is bad. The plan may
    /// be older than the record: a copy healed since, perhaps under another name, must not be touched.
    private void setAsideIfLost(Place place, Result.Taken taken) throws PlaceException, LedgerException {
        if (!taken.task().lost().contains(place.id())) {
            return;
        }
        boolean lost = ledger.content(taken.content())
                .map(state -> state.copies().stream()
                        .anyMatch(copy ->
                                copy instanceof CopyState.Lost && copy.place().equals(place.id())))
                .orElse(false);
        if (lost) {
            place.setAside(taken.content());
        }
    }

    private static Origin origin(Result.Taken taken) {
        return new Origin(
                taken.task().item().key(),
                taken.changedTo()
                        .map(version -> version.item().modifiedAt())
                        .orElse(taken.task().item().modifiedAt()),
                taken.content());
    }

    private static void record(Result.Taken taken, Map<PlaceId, PlaceFault> refused, List<LedgerEvent> events) {
        ItemKey key = taken.task().item().key();
        taken.changedTo().ifPresent(version -> {
            events.add(new LedgerEvent.ItemSeen(
                    key, version.item().sizeBytes(), version.item().modifiedAt()));
            events.add(new LedgerEvent.ItemInspected(key, version.facts()));
        });
        boolean known =
                taken.changedTo().isEmpty() && taken.task().item().content().equals(Optional.of(taken.content()));
        if (!known) {
            events.add(new LedgerEvent.ItemDigested(key, taken.content()));
        }
        refused.forEach((place, fault) -> events.add(new LedgerEvent.CopyRefused(key, place, fault)));
    }

    /// Reads back what was settled, unless the ledger already has as good a receipt for it. A place that went
    /// away while its copies were read says nothing about them: they are not lost, only not proven.
    private Set<ContentId> confirm(Set<Copy> settled, List<Pending> pending, List<LedgerEvent> events)
            throws LedgerException {
        List<Copy> unproven = new ArrayList<>();
        Set<ContentId> proven = new LinkedHashSet<>();
        for (Copy copy : settled) {
            if (isProven(copy)) {
                proven.add(copy.content());
            } else {
                unproven.add(copy);
            }
        }
        List<ReadBack.Result> results = crew.map(unproven, copy -> readBack.check(copy.place(), copy.content()));
        for (int i = 0; i < results.size(); i++) {
            switch (results.get(i)) {
                case ReadBack.Result.Good(var receipt) -> {
                    events.add(new LedgerEvent.CopyProven(receipt));
                    proven.add(receipt.content());
                }
                case ReadBack.Result.Bad(var content, var fault)
                when Backup.stops(fault) -> {
                    Place place = unproven.get(i).place();
                    pending.stream()
                            .filter(one -> one.taken().content().equals(content))
                            .forEach(one -> refuse(place, fault, one.refused()));
                }
                case ReadBack.Result.Bad(var content, var fault) -> {
                    events.add(new LedgerEvent.CopyLost(unproven.get(i).place().id(), content, fault));
                    lost++;
                }
            }
        }
        return proven;
    }

    private boolean isProven(Copy copy) throws LedgerException {
        Evidence wanted = copy.place().traits().strongestEvidence();
        return ledger.content(copy.content())
                .map(state -> state.copies().stream().anyMatch(known -> switch (known) {
                    case CopyState.Held held ->
                        held.place().equals(copy.place().id())
                                && held.evidence().isAtLeast(wanted);
                    case CopyState.Lost _ -> false;
                }))
                .orElse(false);
    }
}
