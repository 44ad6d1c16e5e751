package app.safelight.core.backup;

import app.safelight.core.ledger.CopyState;
import app.safelight.core.ledger.Ledger;
import app.safelight.core.ledger.LedgerEvent;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.ledger.Snapshot;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.PlaceId;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.place.PlaceFault.Reach;
import app.safelight.core.plan.CopyTask;
import app.safelight.core.plan.Grouping;
import app.safelight.core.plan.Inspector;
import app.safelight.core.plan.Selection;
import app.safelight.core.source.Source;
import app.safelight.core.source.SourceException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// One run of the main job: list the source, look whether the places still have what they should, copy what
/// they lack, read every copy back, record it. May be cut off at any moment; the next run goes on where the
/// record ends.
public final class Backup {
    /// How often copying is gone through while copies read back bad. A drive that fails more often than that is
    /// failing, and its photos say so.
    private static final int MAX_PASSES = 3;

    private final Source source;
    private final Map<PlaceId, Place> places;
    private final Ledger ledger;
    private final Census census;
    private final Inspector inspector;
    private final Crew crew;
    private final InstantSource clock;
    private final Selection selection;
    private final Progress progress;

    /// By place, what the person deleted there.
    private final Map<PlaceId, Set<ContentId>> deleted = new HashMap<>();

    /// Whether something is left out because it was deleted: it may come back there, and so has to be looked at
    /// each time.
    private boolean leftOut;

    /// What a run did.
    ///
    /// @param copied items newly proven in at least one place
    /// @param copiedBytes their bytes
    /// @param owedItems items that were lacking somewhere when copying began
    /// @param stopped places that took nothing more, why, and what they still lack
    /// @param complete false if the run was told to stop
    public record Outcome(
            Census.Outcome census,
            long owedItems,
            long owedBytes,
            long copied,
            long copiedBytes,
            long lostCopies,
            Map<PlaceId, Stop> stopped,
            boolean complete) {
        public Outcome {
            stopped = Map.copyOf(stopped);
        }

        /// Whether the run found everything as it was, and so recorded nothing but that.
        public boolean nothingChanged() {
            return census.complete() && census.changes() == 0 && lostCopies == 0 && owedItems == 0;
        }
    }

    /// Why a place took nothing more.
    ///
    /// @param lackingItems items of this source and selection that it has not got
    /// @param lackingBytes their bytes; items of the same content count each
    public record Stop(PlaceFault fault, long lackingItems, long lackingBytes) {}

    /// What a run would do.
    public record Preview(Census.Outcome census, long owedItems, long owedBytes, long lostCopies) {}

    /// @param places at least one, each with its own id
    public Backup(
            Source source,
            List<? extends Place> places,
            Ledger ledger,
            Inspector inspector,
            Grouping grouping,
            Crew crew,
            InstantSource clock,
            Selection selection,
            Progress progress) {
        this.source = new GivenUpSource(source);
        this.places = new TreeMap<>();
        places.forEach(place -> this.places.put(place.id(), place));
        if (places.isEmpty() || this.places.size() < places.size()) {
            throw new IllegalArgumentException("a backup needs places, each given once");
        }
        this.ledger = ledger;
        this.inspector = inspector;
        this.crew = crew;
        this.clock = clock;
        this.selection = selection;
        this.progress = progress;
        this.census = new Census(this.source, ledger, inspector, grouping, crew, clock, progress);
    }

    /// Lists and looks, but copies nothing.
    ///
    /// @param sink hears each task
    public Preview preview(Consumer<? super CopyTask> sink) throws SourceException, LedgerException {
        List<Look> looks = beginToLook();
        Census.Outcome seen = census.take();
        long lost = recordLooks(looks, new HashMap<>());
        Owed owed = new Owed();
        forEachTask(places.keySet(), task -> {
            owed.add(task);
            sink.accept(task);
        });
        return new Preview(seen, owed.items, owed.sizeBytes, lost);
    }

    public Outcome run() throws SourceException, LedgerException {
        boolean wasDone = isDone();
        Map<PlaceId, PlaceFault> stopped = new ConcurrentHashMap<>();
        List<Look> looks = beginToLook();
        Census.Outcome seen = census.take();
        long lost = recordLooks(looks, stopped);
        Owed owed = new Owed();
        boolean unchanged = wasDone && seen.complete() && seen.changes() == 0 && lost == 0;
        if (!unchanged && !crew.stopping()) {
            forEachTask(places.keySet(), owed::add);
        }
        CopyRun copying = new CopyRun(source, places, stopped, deleted, ledger, inspector, crew, clock, progress);
        if (owed.items > 0) {
            progress.begin(Progress.Phase.COPYING, owed.items, owed.sizeBytes);
            copyUntilNoneIsLost(copying);
            progress.end(Progress.Phase.COPYING);
        }
        boolean complete = seen.complete() && !crew.stopping();
        if (complete && stopped.isEmpty() && !copying.fellShort() && !leftOut && selection.isLasting()) {
            rememberDone();
        }
        return new Outcome(
                seen,
                owed.items,
                owed.sizeBytes,
                copying.copied(),
                copying.copiedBytes(),
                lost,
                withWhatTheyLack(stopped),
                complete);
    }

    private Map<PlaceId, Stop> withWhatTheyLack(Map<PlaceId, PlaceFault> stopped) throws LedgerException {
        Map<PlaceId, Owed> lacking = new TreeMap<>();
        if (!stopped.isEmpty()) {
            ledger.assets(source.id(), asset -> {
                if (selection.selects(asset)) {
                    CopyTask.of(asset, stopped.keySet())
                            .forEach(task -> task.owed()
                                    .forEach(place -> lacking.computeIfAbsent(place, _ -> new Owed())
                                            .add(task)));
                }
            });
        }
        Map<PlaceId, Stop> stops = new TreeMap<>();
        stopped.forEach((place, fault) -> {
            Owed owed = lacking.getOrDefault(place, new Owed());
            stops.put(place, new Stop(fault, owed.items, owed.sizeBytes));
        });
        return stops;
    }

    /// Whether the last run with these places and this selection left nothing owed, and nothing was recorded
    /// since. Going through all assets once more to find nothing to do would take most of the time of such a
    /// run.
    private boolean isDone() throws LedgerException {
        if (!selection.isLasting()) {
            return false;
        }
        long size = ledger.size();
        return ledger.snapshot(doneName())
                .filter(snapshot ->
                        snapshot.holds(size, clock.instant()) && snapshot.data().equals(doneData()))
                .isPresent();
    }

    private void rememberDone() throws LedgerException {
        ledger.saveSnapshot(doneName(), new Snapshot(ledger.size(), Instant.MAX, doneData()));
    }

    private String doneName() {
        return "done-" + source.id();
    }

    private String doneData() {
        return places.keySet() + " " + new TreeSet<>(selection.kinds()) + " " + selection.since();
    }

    /// A copy that a place said to have, and that turns out bad when it is read back, is stored anew in another
    /// pass.
    private void copyUntilNoneIsLost(CopyRun copying) throws LedgerException {
        long lostBefore = -1;
        for (int pass = 1; pass <= MAX_PASSES && copying.lost() > lostBefore && !crew.stopping(); pass++) {
            lostBefore = copying.lost();
            copying.run(sink -> forEachTask(places.keySet(), sink));
        }
    }

    /// What a quick look at a place found missing, or why it could not be looked at.
    private record Look(Place place, Supplier<Seen> seen) {}

    private record Seen(List<ContentId> missing, Set<ContentId> deleted, Optional<PlaceFault> fault) {}

    /// Looks at the places while the source is listed: two kinds of waiting for disks.
    private List<Look> beginToLook() {
        List<Look> looks = new ArrayList<>();
        for (Place place : places.values()) {
            looks.add(new Look(place, crew.beside(() -> look(place))));
        }
        return looks;
    }

    private static Seen look(Place place) {
        List<ContentId> missing = new ArrayList<>();
        Set<ContentId> deleted = new HashSet<>();
        try {
            place.missing(missing::add);
            place.deleted(deleted::add);
            return new Seen(missing, deleted, Optional.empty());
        } catch (PlaceException failure) {
            return new Seen(missing, deleted, Optional.of(failure.fault()));
        }
    }

    /// What should be there and is not is recorded as lost, before anything is called safe.
    private long recordLooks(List<Look> looks, Map<PlaceId, PlaceFault> stopped) throws LedgerException {
        long lost = 0;
        for (Look look : looks) {
            Place place = look.place();
            Seen seen = look.seen().get();
            seen.fault().ifPresent(fault -> {
                stopped.put(place.id(), fault);
                progress.placeStopped(place.id(), fault);
            });
            List<LedgerEvent> events = new ArrayList<>();
            if (!place.location().equals(ledger.places().get(place.id()))) {
                events.add(new LedgerEvent.PlaceSeen(place.id(), place.location()));
            }
            for (ContentId content : seen.missing()) {
                if (isHeld(content, place.id())) {
                    events.add(new LedgerEvent.CopyLost(place.id(), content, new PlaceFault.Missing()));
                    lost++;
                }
            }
            deleted.put(place.id(), seen.deleted());
            for (ContentId content : seen.deleted()) {
                if (isHeld(content, place.id())) {
                    events.add(new LedgerEvent.CopyLost(place.id(), content, new PlaceFault.DeletedThere()));
                    lost++;
                }
            }
            if (!events.isEmpty()) {
                ledger.append(clock.instant(), events);
            }
        }
        return lost;
    }

    private boolean isHeld(ContentId content, PlaceId place) throws LedgerException {
        return ledger.content(content)
                .map(state -> state.copies().stream()
                        .anyMatch(copy ->
                                copy instanceof CopyState.Held && copy.place().equals(place)))
                .orElse(false);
    }

    private void forEachTask(Set<PlaceId> targets, Consumer<? super CopyTask> sink) throws LedgerException {
        ledger.assets(source.id(), asset -> {
            if (!crew.stopping() && selection.selects(asset)) {
                CopyTask.of(asset, targets).forEach(task -> {
                    Set<PlaceId> refusing = knownToRefuse(task);
                    leftOut |= !refusing.isEmpty();
                    task.without(refusing).ifPresent(sink);
                });
            }
        });
    }

    /// Places where the person deleted the very content, and of which the record says so already.
    private Set<PlaceId> knownToRefuse(CopyTask task) {
        Optional<ContentId> content = task.item().content();
        return task.owed().stream()
                .filter(place -> content.isPresent()
                        && deleted.getOrDefault(place, Set.of()).contains(content.get())
                        && (task.lost().contains(place)
                                || task.item().refusals().get(place) instanceof PlaceFault.DeletedThere))
                .collect(Collectors.toSet());
    }

    private static final class Owed {
        private long items;
        private long sizeBytes;

        void add(CopyTask task) {
            items++;
            sizeBytes += task.item().sizeBytes();
        }
    }

    /// Whether a fault means that the place takes nothing more in this run.
    static boolean stops(PlaceFault fault) {
        return fault.reach() == Reach.PLACE;
    }
}
