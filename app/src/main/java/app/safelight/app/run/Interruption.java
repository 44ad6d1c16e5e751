package app.safelight.app.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/// Turns Ctrl-C and a polite kill into a request to stop: what was begun is finished and recorded, then the
/// program says what is safe so far and ends.
public final class Interruption implements AutoCloseable {
    /// How long the end of the run is waited for. Finishing one batch takes seconds; a dead disk must not hold
    /// the terminal for ever.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Thread run = Thread.currentThread();
    private final Thread hook = Thread.ofPlatform().name("safelight-stop").unstarted(this::stop);
    private final CountDownLatch asked = new CountDownLatch(1);

    public Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    public boolean requested() {
        return asked.getCount() == 0;
    }

    /// Waits until the program is asked to stop.
    public void await() throws InterruptedException {
        asked.await();
    }

    private void stop() {
        asked.countDown();
        try {
            run.join(PATIENCE);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (!requested()) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }
}
