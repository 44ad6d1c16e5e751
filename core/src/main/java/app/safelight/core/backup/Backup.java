package app.safelight.core.backup;

import app.safelight.core.ledger.CopyState;
import app.safelight.core.ledger.Ledger;
import app.safelight.core.ledger.LedgerEvent;
import app.safelight.core.ledger.LedgerException;
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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

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

    /// What a run did.
    ///
    /// @param copied items newly proven in at least one place
    /// @param copiedBytes their bytes
    /// @param owedItems items that were lacking somewhere when copying began
    /// @param stopped places that took nothing more, and why
    /// @param complete false if the run was told to stop
    public record Outcome(
            Census.Outcome census,
            long owedItems,
            long owedBytes,
            long copied,
            long copiedBytes,
            long lostCopies,
            Map<PlaceId, PlaceFault> stopped,
            boolean complete) {
        public Outcome {
            stopped = Map.copyOf(stopped);
        }
    }

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
        this.source = source;
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
        this.census = new Census(source, ledger, inspector, grouping, crew, clock, progress);
    }

    /// Lists and looks, but copies nothing.
    ///
    /// @param sink hears each task
    public Preview preview(Consumer<? super CopyTask> sink) throws SourceException, LedgerException {
        Census.Outcome seen = census.take();
        long lost = lookAtPlaces(new HashMap<>());
        Owed owed = new Owed();
        forEachTask(places.keySet(), task -> {
            owed.add(task);
            sink.accept(task);
        });
        return new Preview(seen, owed.items, owed.sizeBytes, lost);
    }

    public Outcome run() throws SourceException, LedgerException {
        Census.Outcome seen = census.take();
        Map<PlaceId, PlaceFault> stopped = new ConcurrentHashMap<>();
        long lost = crew.stopping() ? 0 : lookAtPlaces(stopped);
        Owed owed = new Owed();
        if (!crew.stopping()) {
            forEachTask(places.keySet(), owed::add);
        }
        CopyRun copying = new CopyRun(source, places, stopped, ledger, inspector, crew, clock, progress);
        if (owed.items > 0) {
            progress.begin(Progress.Phase.COPYING, owed.items, owed.sizeBytes);
            copyUntilNoneIsLost(copying);
            progress.end(Progress.Phase.COPYING);
        }
        return new Outcome(
                seen,
                owed.items,
                owed.sizeBytes,
                copying.copied(),
                copying.copiedBytes(),
                lost,
                stopped,
                seen.complete() && !crew.stopping());
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

    /// A quick look at each place: what should be there and is not is recorded as lost, before anything is
    /// called safe.
    private long lookAtPlaces(Map<PlaceId, PlaceFault> stopped) throws LedgerException {
        progress.begin(Progress.Phase.LOOKING_AT_PLACES, -1, -1);
        long lost = 0;
        for (Place place : places.values()) {
            List<LedgerEvent> events = new ArrayList<>();
            if (!place.location().equals(ledger.places().get(place.id()))) {
                events.add(new LedgerEvent.PlaceSeen(place.id(), place.location()));
            }
            List<ContentId> missing = new ArrayList<>();
            try {
                place.missing(missing::add);
            } catch (PlaceException failure) {
                stopped.put(place.id(), failure.fault());
                progress.placeStopped(place.id(), failure.fault());
            }
            for (ContentId content : missing) {
                if (isHeld(content, place.id())) {
                    events.add(new LedgerEvent.CopyLost(place.id(), content, new PlaceFault.Missing()));
                    lost++;
                }
            }
            if (!events.isEmpty()) {
                ledger.append(clock.instant(), events);
            }
        }
        progress.end(Progress.Phase.LOOKING_AT_PLACES);
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
                CopyTask.of(asset, targets).forEach(sink);
            }
        });
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
