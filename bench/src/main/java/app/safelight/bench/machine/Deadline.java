package app.safelight.bench.machine;

import java.time.Duration;

/// When a run has to be over.
public final class Deadline {
    private final long endNanos;

    private Deadline(long endNanos) {
        this.endNanos = endNanos;
    }

    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /// Nanoseconds left; 0 or less if none are.
    public long leftNanos() {
        return endNanos - System.nanoTime();
    }

    public void check() throws LimitReached {
        if (leftNanos() <= 0) {
            throw new LimitReached();
        }
    }
}
