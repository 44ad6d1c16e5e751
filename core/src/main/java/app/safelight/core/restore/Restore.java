package app.safelight.core.restore;

import app.safelight.core.backup.Crew;
import app.safelight.core.backup.Progress;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.model.Body;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.Sha256;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.Origin;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.place.PlaceFault.Reach;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Gives back what a place holds, under the names, folders and times it had at its source. Needs the place
/// alone: no ledger. Every file is hashed on its way out; one that is not what it should be is never given out
/// as good.
public final class Restore {
    private static final int BUFFER_BYTES = 1 << 20;
    private static final int BATCH_FILES = 500;
    private static final long BATCH_BYTES = 1L << 30;

    private final Place place;
    private final Target target;
    private final Crew crew;
    private final Progress progress;

    /// Where restored files go. Threads: several at once.
    public interface Target {
        /// Whether the file is already there with this content, so that an interrupted restore goes on where it
        /// was.
        boolean has(Origin origin) throws IOException;

        /// Creates the file, which must not exist, under a temporary name.
        Draft draft(Origin origin) throws IOException;
    }

    /// A file being written.
    public interface Draft extends AutoCloseable {
        void write(byte[] buffer, int offset, int length) throws IOException;

        /// All bytes came and are right: gives it its name and time.
        void keep() throws IOException;

        /// Drops it unless it was kept.
        @Override
        void close() throws IOException;
    }

    /// What became of one file.
    public sealed interface Result {
        Origin origin();

        record Restored(Origin origin) implements Result {}

        record AlreadyThere(Origin origin) implements Result {}

        /// The place does not have its bytes any more.
        record Damaged(Origin origin, PlaceFault fault) implements Result {}

        /// The place had failed as a whole before it was this file's turn.
        record NotTried(Origin origin) implements Result {}

        /// The target could not take it.
        record NotWritten(Origin origin, String detail) implements Result {}
    }

    /// @param problems files that were tried and not restored
    /// @param stopped why the place could give nothing more
    /// @param notTried files left because of that
    /// @param complete false if the run was told to stop
    public record Outcome(
            long files,
            long sizeBytes,
            long alreadyThere,
            List<Result> problems,
            Optional<PlaceFault> stopped,
            long notTried,
            boolean complete) {
        public Outcome {
            problems = List.copyOf(problems);
        }
    }

    private final AtomicReference<@Nullable PlaceFault> stopped = new AtomicReference<>();

    public Restore(Place place, Target target, Crew crew, Progress progress) {
        this.place = place;
        this.target = target;
        this.crew = crew;
        this.progress = progress;
    }

    /// @param wanted which files to give back
    public Outcome run(Predicate<? super ItemKey> wanted) throws PlaceException {
        Map<ItemKey, Origin> newest = new LinkedHashMap<>();
        place.origins(origin -> {
            if (wanted.test(origin.key())) {
                newest.put(origin.key(), origin);
            }
        });
        long sizeBytes = newest.values().stream()
                .mapToLong(origin -> origin.content().sizeBytes())
                .sum();
        progress.begin(Progress.Phase.RESTORING, newest.size(), sizeBytes);
        Counts counts = new Counts();
        try {
            crew.stream(
                    sink -> newest.values().forEach(sink),
                    this::restore,
                    new Crew.Batch<Result>(
                            BATCH_FILES,
                            BATCH_BYTES,
                            result -> result.origin().content().sizeBytes()),
                    counts::count);
        } catch (LedgerException impossible) {
            throw new IllegalStateException("a restore uses no ledger", impossible);
        }
        progress.end(Progress.Phase.RESTORING);
        return new Outcome(
                counts.files,
                counts.sizeBytes,
                counts.alreadyThere,
                counts.problems,
                Optional.ofNullable(stopped.get()),
                counts.notTried,
                !crew.stopping());
    }

    private Result restore(Origin origin) {
        if (stopped.get() != null) {
            return new Result.NotTried(origin);
        }
        try {
            if (target.has(origin)) {
                progress.done(1, origin.content().sizeBytes());
                return new Result.AlreadyThere(origin);
            }
            try (Draft draft = target.draft(origin)) {
                ContentId found = copy(origin.content(), draft);
                if (!found.equals(origin.content())) {
                    return new Result.Damaged(origin, new PlaceFault.Corrupt(found.toString()));
                }
                draft.keep();
            }
            progress.done(1, 0);
            return new Result.Restored(origin);
        } catch (PlaceException failure) {
            if (failure.fault().reach() == Reach.PLACE) {
                stopped.compareAndSet(null, failure.fault());
                return new Result.NotTried(origin);
            }
            return new Result.Damaged(origin, failure.fault());
        } catch (TargetFailure failure) {
            return new Result.NotWritten(origin, String.valueOf(failure.getMessage()));
        } catch (IOException failure) {
            return new Result.NotWritten(origin, failure.toString());
        }
    }

    private ContentId copy(ContentId content, Draft draft) throws PlaceException, TargetFailure {
        return place.<ContentId, TargetFailure>read(content, Evidence.READ_BACK, body -> copy(body, draft));
    }

    private ContentId copy(Body body, Draft draft) throws IOException, TargetFailure {
        MessageDigest digester = Sha256.digester();
        byte[] buffer = new byte[Math.clamp(body.sizeBytes(), 1, BUFFER_BYTES)];
        long position = 0;
        int read = body.read(position, buffer, 0, buffer.length);
        while (read >= 0) {
            digester.update(buffer, 0, read);
            try {
                draft.write(buffer, 0, read);
            } catch (IOException failure) {
                throw new TargetFailure(failure);
            }
            progress.done(0, read);
            position += read;
            read = body.read(position, buffer, 0, buffer.length);
        }
        return new ContentId(Sha256.ofBytes(digester.digest()), position);
    }

    /// Tells a failure to write from a failure to read.
    private static final class TargetFailure extends Exception {
        private static final long serialVersionUID = 1L;

        TargetFailure(IOException cause) {
            super(cause.toString(), cause);
        }
    }

    private static final class Counts {
        private final List<Result> problems = new ArrayList<>();
        private long files;
        private long sizeBytes;
        private long alreadyThere;
        private long notTried;

        void count(List<Result> results) {
            for (Result result : results) {
                switch (result) {
                    case Result.Restored(var origin) -> {
                        files++;
                        sizeBytes += origin.content().sizeBytes();
                    }
                    case Result.AlreadyThere _ -> alreadyThere++;
                    case Result.NotTried _ -> notTried++;
                    case Result.Damaged _, Result.NotWritten _ -> problems.add(result);
                }
            }
        }
    }
}
