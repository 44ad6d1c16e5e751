package app.safelight.core.backup;

import app.safelight.core.ledger.CopyState;
import app.safelight.core.ledger.Ledger;
import app.safelight.core.ledger.LedgerEvent;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.model.ContentId;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Reads what a place should hold, every byte, and records what was found. Also takes into the ledger what the
/// place holds and the ledger did not know.
public final class Verification {
    /// Most copies whose results are recorded at once; what an interruption can cost in work.
    static final int BATCH_COPIES = 1_000;

    /// Most bytes whose results are recorded at once.
    static final long BATCH_BYTES = 1L << 30;

    private final Place place;
    private final Ledger ledger;
    private final Crew crew;
    private final InstantSource clock;
    private final Progress progress;
    private final ReadBack readBack;

    /// What a verification found.
    ///
    /// @param claimed contents that the place should hold
    /// @param read contents that were read again
    /// @param bad of these, the ones that are not what they should be, and why
    /// @param stopped set if the place could not go on being read
    public record Outcome(
            long claimed,
            long claimedBytes,
            long read,
            long readBytes,
            long good,
            Map<ContentId, PlaceFault> bad,
            List<PlaceFault> stopped,
            boolean complete) {
        public Outcome {
            bad = Map.copyOf(bad);
            stopped = List.copyOf(stopped);
        }
    }

    public Verification(Place place, Ledger ledger, Crew crew, InstantSource clock, Progress progress) {
        this.place = place;
        this.ledger = ledger;
        this.crew = crew;
        this.clock = clock;
        this.progress = progress;
        this.readBack = new ReadBack(clock);
    }

    /// @param sample which contents to read; all of them are at least looked for
    public Outcome run(Predicate<? super ContentId> sample) throws PlaceException, LedgerException {
        Map<ContentId, PlaceFault> missing = new HashMap<>();
        place.missing(content -> missing.put(content, new PlaceFault.Missing()));
        Counts counts = new Counts();
        place.list(content -> counts.claim(content, sample.test(content)));
        expectedButUnclaimed(missing);
        progress.begin(Progress.Phase.VERIFYING, counts.toRead, counts.toReadBytes);
        recordMissing(missing, counts);
        if (!place.location().equals(ledger.places().get(place.id()))) {
            ledger.append(clock.instant(), List.of(new LedgerEvent.PlaceSeen(place.id(), place.location())));
        }
        Crew.Tasks<ContentId> tasks =
                sink -> tell(sink, content -> !missing.containsKey(content) && sample.test(content));
        var batch = new Crew.Batch<ReadBack.Result>(
                BATCH_COPIES, BATCH_BYTES, result -> result.content().sizeBytes());
        crew.stream(tasks, this::check, batch, results -> record(results, counts));
        progress.end(Progress.Phase.VERIFYING);
        return new Outcome(
                counts.claimed,
                counts.claimedBytes,
                counts.read,
                counts.readBytes,
                counts.good,
                counts.bad,
                counts.stopped,
                !crew.stopping());
    }

    private void tell(Consumer<? super ContentId> sink, Predicate<ContentId> wanted) throws LedgerException {
        try {
            place.list(content -> {
                if (!crew.stopping() && wanted.test(content)) {
                    sink.accept(content);
                }
            });
        } catch (PlaceException failure) {
            throw new IllegalStateException("a place that was listed a moment ago cannot be listed", failure);
        }
    }

    /// Contents that the ledger thinks are there but that the place's own records do not even claim.
    private void expectedButUnclaimed(Map<ContentId, PlaceFault> missing) throws PlaceException, LedgerException {
        List<ContentId> expected = new ArrayList<>();
        ledger.contents(state -> state.copies().stream()
                .filter(copy -> copy instanceof CopyState.Held && copy.place().equals(place.id()))
                .forEach(_ -> expected.add(state.content())));
        Set<ContentId> deleted = new HashSet<>();
        place.deleted(deleted::add);
        for (ContentId content : expected) {
            if (!place.claims(content)) {
                missing.put(
                        content, deleted.contains(content) ? new PlaceFault.DeletedThere() : new PlaceFault.Missing());
            }
        }
    }

    private void recordMissing(Map<ContentId, PlaceFault> missing, Counts counts) throws LedgerException {
        List<LedgerEvent> events = new ArrayList<>();
        missing.forEach((content, fault) -> {
            events.add(new LedgerEvent.CopyLost(place.id(), content, fault));
            counts.bad.put(content, fault);
        });
        ledger.append(clock.instant(), events);
    }

    private ReadBack.Result check(ContentId content) {
        ReadBack.Result result = readBack.check(place, content);
        progress.done(1, content.sizeBytes());
        return result;
    }

    private void record(List<ReadBack.Result> results, Counts counts) throws LedgerException {
        List<LedgerEvent> events = new ArrayList<>();
        for (ReadBack.Result result : results) {
            switch (result) {
                case ReadBack.Result.Good(var receipt) -> {
                    events.add(new LedgerEvent.CopyProven(receipt));
                    counts.good++;
                    counts.read(receipt.content());
                }
                case ReadBack.Result.Bad(var _, var fault) when Backup.stops(fault) -> counts.stopped.add(fault);
                case ReadBack.Result.Bad(var content, var fault) -> {
                    events.add(new LedgerEvent.CopyLost(place.id(), content, fault));
                    counts.bad.put(content, fault);
                    counts.read(content);
                }
            }
        }
        ledger.append(clock.instant(), events);
    }

    private static final class Counts {
        private final Map<ContentId, PlaceFault> bad = new TreeMap<>();
        private final List<PlaceFault> stopped = new ArrayList<>();
        private long claimed;
        private long claimedBytes;
        private long toRead;
        private long toReadBytes;
        private long read;
        private long readBytes;
        private long good;

        void claim(ContentId content, boolean chosen) {
            claimed++;
            claimedBytes += content.sizeBytes();
            if (chosen) {
                toRead++;
                toReadBytes += content.sizeBytes();
            }
        }

        void read(ContentId content) {
            read++;
            readBytes += content.sizeBytes();
        }
    }
}
