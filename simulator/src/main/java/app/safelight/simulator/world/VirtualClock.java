package app.safelight.simulator.world;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Time that passes only when somebody lets it pass, and can be set back.
public final class VirtualClock implements InstantSource {
    private Instant now;

    public VirtualClock(Instant start) {
        now = start;
    }

    @Override
    public Instant instant() {
        return now;
    }

    public void advance(Duration step) {
        now = now.plus(step);
    }

    /// Sets it to any time, also an earlier one: people's clocks jump.
    public void set(Instant time) {
        now = time;
    }
}
