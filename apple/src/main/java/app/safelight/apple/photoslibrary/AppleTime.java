package app.safelight.apple.photoslibrary;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Times of Core Data: seconds since 2001-01-01 UTC, as a real number.
final class AppleTime {
    private static final double UNIX_SECONDS_OF_2001 = 978_307_200;
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");
    private static final double MAX_SECONDS = 1e12;

    private AppleTime() {}

    /// To the microsecond, which is what such a number can hold; null outside the years 1 to 9999.
    static @Nullable Instant instant(@Nullable Double seconds) {
        if (seconds == null || !(Math.abs(seconds) < MAX_SECONDS)) {
            return null;
        }
        double unix = seconds + UNIX_SECONDS_OF_2001;
        double whole = Math.floor(unix);
        long micros = (long) Math.rint((unix - whole) * 1e6);
        Instant instant = Instant.ofEpochSecond((long) whole, micros * 1000);
        return instant.isBefore(FIRST) || instant.isAfter(LAST) ? null : instant;
    }
}
