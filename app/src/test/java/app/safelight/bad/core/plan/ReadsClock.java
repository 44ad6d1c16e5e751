package app.safelight.bad.core.plan;

import java.time.Instant;

final class ReadsClock {
    final Instant now = Instant.now();
}
