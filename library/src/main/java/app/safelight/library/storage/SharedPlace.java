package app.safelight.library.storage;

import app.safelight.core.model.ContentId;
import app.safelight.core.place.Origin;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.place.Staged;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;

/// A place that many uploads settle at: one settles at a time, and takes everybody with it that waits. So
/// making a content durable costs the less the more come at once, and a single one waits for nobody.
///
/// Threads: any.
final class SharedPlace {
    /// Most contents settled together, so that the first does not wait for ever.
    private static final int MAX_TOGETHER = 256;

    /// Most that wait: more than a node can have connections for.
    private static final int MAX_WAITING = 20_000;

    private final Place place;
    private final ReentrantLock one = new ReentrantLock(true);
    private final BlockingQueue<Waiting> waiting = new ArrayBlockingQueue<>(MAX_WAITING);

    private record Waiting(Staged staged, CompletableFuture<Void> settled) {}

    SharedPlace(Place place) {
        this.place = place;
    }

    /// For what a place allows from several threads at once: staging and reading.
    Place place() {
        return place;
    }

    /// Returns when it survives a power cut.
    void settle(Staged staged) throws PlaceException {
        Waiting mine = new Waiting(staged, new CompletableFuture<>());
        if (!waiting.offer(mine)) {
            throw new PlaceException(new PlaceFault.Busy(MAX_WAITING + " contents wait to be settled"));
        }
        one.lock();
        try {
            while (!mine.settled().isDone()) {
                settleWaiting();
            }
        } finally {
            one.unlock();
        }
        try {
            mine.settled().get();
        } catch (ExecutionException failure) {
            throw unwrapped(failure);
        } catch (InterruptedException impossible) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("a finished answer was waited for", impossible);
        }
    }

    private static PlaceException unwrapped(ExecutionException failure) {
        return switch (failure.getCause()) {
            case PlaceException refused -> new PlaceException(refused.fault(), refused);
            case RuntimeException bug -> throw bug;
            case Error end -> throw end;
            case null, default -> throw new IllegalStateException(failure);
        };
    }

    private void settleWaiting() {
        List<Waiting> together = new ArrayList<>();
        waiting.drainTo(together, MAX_TOGETHER);
        try {
            place.settle(together.stream().map(Waiting::staged).toList(), List.<Origin>of());
            together.forEach(done -> done.settled().complete(null));
        } catch (PlaceException | RuntimeException | Error failure) {
            together.forEach(done -> done.settled().completeExceptionally(failure));
        }
    }

    /// Whether the place's records say it holds the content.
    boolean claims(ContentId content) throws PlaceException {
        one.lock();
        try {
            return place.claims(content);
        } finally {
            one.unlock();
        }
    }

    /// Takes a damaged copy out of the records, to make room for a good one.
    void setAside(ContentId content) throws PlaceException {
        one.lock();
        try {
            place.setAside(content);
        } finally {
            one.unlock();
        }
    }

    /// Tells every content that a quick look does not find.
    List<ContentId> missing() throws PlaceException {
        List<ContentId> missing = new ArrayList<>();
        one.lock();
        try {
            place.missing(missing::add);
        } finally {
            one.unlock();
        }
        return missing;
    }

    /// Tells every content that the place's records claim.
    List<ContentId> list() throws PlaceException {
        List<ContentId> listed = new ArrayList<>();
        one.lock();
        try {
            place.list(listed::add);
        } finally {
            one.unlock();
        }
        return listed;
    }
}
