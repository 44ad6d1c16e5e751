package app.safelight.app.run;

import java.time.Duration;

/// How the program waits: for a person who looks for their phone, or for a second reading. Comes in from
/// outside, so that tests wait no time at all.
@FunctionalInterface
public interface Pause {
    /// The one that really waits.
    Pause REAL = Thread::sleep;

    /// @throws InterruptedException if the program is to stop
    void pause(Duration duration) throws InterruptedException;
}
