package app.safelight.simulator.iphone;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Waits of known length, in the time of [System#nanoTime]: what a slow cable is made of.
final class Waiting {
    private Waiting() {}

    static void during(Duration wait) throws IOException {
        until(System.nanoTime() + wait.toNanos());
    }

    /// Returns once that moment has come.
    ///
    /// @throws InterruptedIOException if the thread is told to stop
    static void until(long dueNanos) throws IOException {
        for (long left = dueNanos - System.nanoTime(); left > 0; left = dueNanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("told to stop while waiting");
            }
        }
    }
}
