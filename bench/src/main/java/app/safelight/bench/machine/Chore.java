package app.safelight.bench.machine;

import java.io.IOException;

/// Some work that may take its time.
@FunctionalInterface
public interface Chore {
    /// Nothing to do.
    Chore NONE = () -> {};

    void run() throws IOException, InterruptedException, StepFailed, LimitReached;

    default Chore then(Chore next) {
        return () -> {
            run();
            next.run();
        };
    }
}
