package app.safelight.media.metadata;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/// Derives a photo's offset from UTC from the difference of its camera's wall clock and the GPS satellites' clock.
final class SatelliteOffset {
    /// Every offset in use since 1972 is a whole number of quarters of an hour.
    private static final long STEP_SECONDS = 15 * 60;

    /// A camera's clock and its last fix differ by seconds, at worst a minute or two in phones. Half a step would be
    /// guessing.
    private static final long MAX_DIFFERENCE_SECONDS = 120;

    /// The widest offsets in use: UTC-12 and UTC+14.
    private static final long MIN_OFFSET_SECONDS = -12 * 3600;

    private static final long MAX_OFFSET_SECONDS = 14 * 3600;

    private SatelliteOffset() {}

    static Optional<ZoneOffset> between(LocalDateTime wallClock, LocalDateTime satelliteUtc) {
        long seconds = Duration.between(satelliteUtc, wallClock).toSeconds();
        long offset = Math.floorDiv(seconds + STEP_SECONDS / 2, STEP_SECONDS) * STEP_SECONDS;
        if (offset < MIN_OFFSET_SECONDS
                || offset > MAX_OFFSET_SECONDS
                || Math.abs(seconds - offset) > MAX_DIFFERENCE_SECONDS) {
            return Optional.empty();
        }
        return Optional.of(ZoneOffset.ofTotalSeconds((int) offset));
    }
}
