package app.safelight.app.run;

import java.time.Duration;

/// Turns Ctrl-C and a polite kill into a request to stop: what was begun is finished and recorded, then the
/// program says what is safe so far and ends.
public final class Interruption implements AutoCloseable {
    /// How long the end of the run is waited for. Finishing one batch takes seconds; a dead disk must not hold
    /// the terminal for ever.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Thread run = Thread.currentThread();
    private final Thread hook = Thread.ofPlatform().name("safelight-stop").unstarted(this::stop);
    private volatile boolean requested;

    public Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    public boolean requested() {
        return requested;
    }

    private void stop() {
        requested = true;
        try {
            run.join(PATIENCE);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (!requested) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }
}
