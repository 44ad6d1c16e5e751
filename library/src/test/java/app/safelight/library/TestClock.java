package app.safelight.library;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that goes on only when told.
public final class TestClock implements InstantSource {
    private final AtomicLong millis =
            new AtomicLong(Instant.parse("2026-03-01T12:00:00Z").toEpochMilli());

    public void advance(Duration by) {
        millis.addAndGet(by.toMillis());
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis.get());
    }
}
