package app.safelight.app.icloud;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What two readings of one library tell together: whether uploading moves, how fast, and how long it may still
/// take. Where they do not tell it, the reason why not.
public sealed interface Trend {
    /// The least time between two readings. Phones upload in bursts with pauses of minutes between them; a
    /// shorter look takes a pause for the end.
    Duration LEAST_BETWEEN = Duration.ofMinutes(15);

    /// After this long a rate says nothing of now.
    Duration MOST_BETWEEN = Duration.ofDays(30);

    /// Fewer arrivals give no rate that can be extended into the future.
    int LEAST_ARRIVED = 5;

    /// A time left beyond this is a guess that helps nobody.
    Duration MOST_LEFT = Duration.ofDays(60);

    /// What a slow line carries upwards, 1 Mbit a second: so long one large film may take in which no other
    /// arrives.
    long SLOW_BYTES_PER_SECOND = 125_000;

    /// A sample in which fewer are known again is of another library.
    int LEAST_RECOGNISED_PERCENT = 50;

    /// Nothing waits now, so there is nothing to be slow with.
    record NothingWaits() implements Trend {}

    /// There was no earlier reading.
    record First() implements Trend {}

    /// The readings are too close together.
    record TooSoon(Duration between) implements Trend {}

    /// The readings are too far apart.
    record TooLongAgo(Duration between) implements Trend {}

    /// The earlier reading lies in the future: this computer's clock was set back.
    record ClockSetBack(Instant then) implements Trend {}

    /// It was another library: the phone was exchanged, erased, or set up anew.
    record OtherLibrary() implements Trend {}

    /// Nobody has written to the library since: it is the same copy, or its device was off.
    record Unchanged(Duration between) implements Trend {}

    /// Nothing of what waited then waits now, nor did any of it arrive: what waits now is new.
    record NewQueue(Duration between) implements Trend {}

    /// It moves.
    ///
    /// @param arrived of those that waited then, how many are in iCloud now
    /// @param bytesPerSecond 0 if sizes are not known
    /// @param joined how many more wait now than were left of then; below 0 never
    /// @param left empty if it cannot be said
    record Moving(Duration between, long arrived, long bytesPerSecond, long joined, Optional<Duration> left)
            implements Trend {}

    /// Nothing arrived, but one large film could have taken that long.
    ///
    /// @param largestBytes of the largest that waits
    /// @param lookAgainAfter how much longer to wait before it is stuck
    record NothingArrived(Duration between, long largestBytes, Duration lookAgainAfter) implements Trend {}

    /// Nothing arrived in a time in which something must have.
    record Stuck(Duration between) implements Trend {}

    /// If the earlier reading is to be kept, because more time after it will tell more.
    default boolean keepsEarlier() {
        return switch (this) {
            case TooSoon _, NothingArrived _, Stuck _ -> true;
            case NothingWaits _,
                    First _,
                    TooLongAgo _,
                    ClockSetBack _,
                    OtherLibrary _,
                    Unchanged _,
                    NewQueue _,
                    Moving _ -> false;
        };
    }

    /// Compares.
    ///
    /// @param then empty if there was none
    /// @param since what became of what waited then
    static Trend of(Optional<LibraryReading> then, LibraryReading now, LibraryReading.Since since) {
        if (now.waiting() == 0) {
            return new NothingWaits();
        }
        if (then.isEmpty()) {
            return new First();
        }
        LibraryReading earlier = then.get();
        Duration between = Duration.between(earlier.takenAt(), now.takenAt());
        if (between.isNegative()) {
            return new ClockSetBack(earlier.takenAt());
        }
        if (since.recognised() * 100 < since.sampled() * LEAST_RECOGNISED_PERCENT) {
            return new OtherLibrary();
        }
        if (between.compareTo(MOST_BETWEEN) > 0) {
            return new TooLongAgo(between);
        }
        if (now.changedAt().isPresent() && now.changedAt().equals(earlier.changedAt())) {
            return new Unchanged(between);
        }
        if (between.compareTo(LEAST_BETWEEN) < 0) {
            return new TooSoon(between);
        }
        if (since.arrived() > 0) {
            return moving(earlier, now, since, between);
        }
        return since.stillQueued() == 0 ? new NewQueue(between) : notMoving(now, between);
    }

    private static Trend notMoving(LibraryReading now, Duration between) {
        Duration enough = Duration.ofSeconds(now.largestBytes() / SLOW_BYTES_PER_SECOND);
        return between.compareTo(enough) < 0
                ? new NothingArrived(between, now.largestBytes(), enough.minus(between))
                : new Stuck(between);
    }

    private static Moving moving(
            LibraryReading then, LibraryReading now, LibraryReading.Since since, Duration between) {
        // Of a queue that was too long to be kept, what became of the sample stands for all.
        double share = (double) then.waiting() / Math.max(1, then.queue().size());
        long arrived = Math.round(since.arrived() * share);
        double seconds = Math.max(1, between.toSeconds());
        double bytesPerSecond = since.arrivedBytes() * share / seconds;
        long joined = Math.max(0, now.waiting() - Math.round(since.stillQueued() * share));
        boolean sayable = since.arrived() >= LEAST_ARRIVED && joined < arrived;
        double left = bytesPerSecond > 0 && now.waitingBytes() > 0
                ? now.waitingBytes() / bytesPerSecond
                : now.waiting() * seconds / arrived;
        return new Moving(
                between,
                arrived,
                Math.round(bytesPerSecond),
                joined,
                sayable && left <= MOST_LEFT.toSeconds()
                        ? Optional.of(Duration.ofSeconds(Math.round(left)))
                        : Optional.empty());
    }
}
