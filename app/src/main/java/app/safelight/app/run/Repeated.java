package app.safelight.app.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Work that is done again and again beside everything else, each kind on a thread of its own, until this is
/// closed.
public final class Repeated implements AutoCloseable {
    /// How long the step that a task is in the midst of is waited for.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<Thread> threads = new ArrayList<>();
    private final Consumer<Exception> failures;
    private final CountDownLatch closed = new CountDownLatch(1);

    /// One step of some work.
    @FunctionalInterface
    public interface Step {
        /// @return whether there is more to do at once
        boolean run() throws Exception;
    }

    /// @param failures is told when a step fails; the work goes on after its pause
    public Repeated(Consumer<Exception> failures) {
        this.failures = failures;
    }

    /// Begins some work.
    ///
    /// @param pause after a step that found nothing more to do, and after one that failed
    public void begin(String name, Duration pause, Step step) {
        threads.add(Thread.ofPlatform().daemon().name("safelight-" + name).start(() -> repeat(pause, step)));
    }

    private void repeat(Duration pause, Step step) {
        boolean more = true;
        while (more ? closed.getCount() > 0 : !isClosedWithin(pause)) {
            try {
                more = step.run();
            } catch (Exception failure) {
                more = false;
                failures.accept(failure);
            }
        }
    }

    private boolean isClosedWithin(Duration pause) {
        try {
            return closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException ending) {
            return true;
        }
    }

    /// Lets every step end that is under way. A step is not interrupted: it may be writing.
    @Override
    public void close() {
        closed.countDown();
        try {
            for (Thread thread : threads) {
                thread.join(PATIENCE);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
