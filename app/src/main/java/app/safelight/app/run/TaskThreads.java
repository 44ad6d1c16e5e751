package app.safelight.app.run;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Starts every task at once, each on a thread of its own: what a simulated phone needs, whose connections wait
/// for each other.
public final class TaskThreads implements Executor, AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    /// Interrupts what still runs, and does not wait for it.
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
