package app.safelight.media.grouping;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/// Compares when two files were taken. Stateless.
final class Clocks {
    /// Two files of one shot: cameras write whole seconds and may round the two differently.
    static final Duration SAME_SHOT = Duration.ofSeconds(2);
    /// A Live Photo's movie starts up to 1.5 s before its still, and both are cut to whole seconds.
    static final Duration LIVE_PHOTO = Duration.ofSeconds(3);

    private Clocks() {}

    /// Whether both times are known and no further apart than `limit`.
    static boolean together(GroupingFile first, GroupingFile second, Duration limit) {
        return gap(first, second).map(gap -> gap.compareTo(limit) <= 0).orElse(false);
    }

    /// Whether both times are known and further apart than `limit`: not one shot, whatever the names say.
    static boolean apart(GroupingFile first, GroupingFile second, Duration limit) {
        return gap(first, second).map(gap -> gap.compareTo(limit) > 0).orElse(false);
    }

    /// How far apart, or empty when one time is unknown. Instants are compared when both offsets are known,
    /// wall clocks otherwise: two files of one shot were taken in one place.
    private static Optional<Duration> gap(GroupingFile first, GroupingFile second) {
        LocalDateTime one = first.takenAt();
        LocalDateTime two = second.takenAt();
        if (one == null || two == null) {
            return Optional.empty();
        }
        Duration byWallClock = Duration.between(one, two);
        ZoneOffset offsetOne = first.offset();
        ZoneOffset offsetTwo = second.offset();
        if (offsetOne == null || offsetTwo == null) {
            return Optional.of(byWallClock.abs());
        }
        return Optional.of(byWallClock
                .plusSeconds(offsetOne.getTotalSeconds() - (long) offsetTwo.getTotalSeconds())
                .abs());
    }
}
