package app.safelight.place.bucket;

import app.safelight.core.place.PlaceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/// Runs one step's requests beside each other, by whatever threads there are.
final class BucketRequests {
    private BucketRequests() {}

    /// Something done to each.
    @FunctionalInterface
    interface Work<T> {
        void run(T one) throws PlaceException;
    }

    /// Runs for each of them and waits for all, also after a failure: nothing may go on behind the caller's
    /// back.
    ///
    /// @throws PlaceException the first one's
    static <T> void forEach(Collection<T> all, Executor executor, Work<? super T> work) throws PlaceException {
        List<FutureTask<Boolean>> tasks = new ArrayList<>();
        for (T one : all) {
            FutureTask<Boolean> task = new FutureTask<>(() -> {
                work.run(one);
                return true;
            });
            tasks.add(task);
            executor.execute(task);
        }
        PlaceException failed = null;
        RuntimeException bug = null;
        boolean interrupted = false;
        for (FutureTask<Boolean> task : tasks) {
            boolean ended = false;
            while (!ended) {
                try {
                    task.get();
                    ended = true;
                } catch (InterruptedException asked) {
                    interrupted = true;
                } catch (ExecutionException failure) {
                    ended = true;
                    switch (failure.getCause()) {
                        case PlaceException fault -> failed = failed == null ? fault : failed;
                        case Error error -> throw error;
                        case RuntimeException unexpected -> bug = unexpected;
                        case null, default -> throw new IllegalStateException(failure);
                    }
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (bug != null) {
            throw bug;
        }
        if (failed != null) {
            throw failed;
        }
    }
}
