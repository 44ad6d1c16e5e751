package app.safelight.simulator.iphone;

import java.time.Duration;

/// What can be done to a simulated phone. Each stays until [SimulatedPhone#recover], but for those that say
/// otherwise. Paths are the phone's own, such as `/DCIM/100APPLE/IMG_0001.HEIC`; a folder means all below it
/// too. Services are named as the phone names them, such as `com.apple.afc`.
public sealed interface PhoneTrouble {
    /// The longest wait that can be asked for: tests must end.
    Duration LONGEST_WAIT = Duration.ofSeconds(60);

    /// The cable is long: an answer comes this much later than it could, however many are under way, and all
    /// connections together get no more bytes in a second. Holds for connections made after.
    ///
    /// @param bytesPerSecond 0 for no limit
    record IsFarAway(Duration roundTrip, long bytesPerSecond) implements PhoneTrouble {
        public IsFarAway {
            checkWait(roundTrip);
            if (bytesPerSecond < 0) {
                throw new IllegalArgumentException("a rate below nothing");
            }
        }
    }

    /// A service thinks this long before each answer, one after the other.
    record AnswersSlowly(String service, Duration pause) implements PhoneTrouble {
        public AnswersSlowly {
            checkWait(pause);
        }
    }

    /// A service never answers again, from its nth answer on (from 0); its connection stays.
    record FallsSilent(String service, long answer) implements PhoneTrouble {}

    /// The cable is pulled when so many more bytes came through it, in the midst of whatever is said. Once.
    record LosesCable(long afterBytes) implements PhoneTrouble {}

    /// The same, for bytes that come from the computer: in the midst of what is asked, which the phone then
    /// never sees whole. Once.
    record LosesCableWhileAsked(long afterBytes) implements PhoneTrouble {}

    /// Every operation on a path is refused.
    record RefusesPath(String path, AfcStatus status) implements PhoneTrouble {}

    /// A file is listed with its size, and cannot be opened: what an original that is only in iCloud looks
    /// like.
    record RefusesOpening(String path, AfcStatus status) implements PhoneTrouble {}

    /// A file can be read up to some byte and then fails.
    record FailsReading(String path, long atByte, AfcStatus status) implements PhoneTrouble {}

    /// A file is listed with this size, whatever it has.
    record LiesAboutSize(String path, long sizeBytes) implements PhoneTrouble {}

    /// A file gets so many more bytes at its end as soon as it is first read. Once.
    record GrowsWhileRead(String path, int bytes) implements PhoneTrouble {}

    /// A read gives no more than so many bytes, however many were asked for.
    record ReadsShort(int mostBytes) implements PhoneTrouble {}

    /// Only so many files can be open at once; the next gets [AfcStatus#NO_RESOURCES].
    record HasFileSlots(int files) implements PhoneTrouble {}

    /// Nothing more can be written.
    record IsFull() implements PhoneTrouble {}

    /// A service cannot be started; the error is one of lockdown's, such as `ServiceLimit`.
    record RefusesService(String service, String error) implements PhoneTrouble {}

    /// A service spoils its nth answer of each connection, from 0.
    record SpoilsAnswer(String service, long answer, Damage damage) implements PhoneTrouble {}

    /// How an answer is spoilt.
    enum Damage {
        /// The bytes by which it is known are others.
        WRONG_START,
        /// It says that it is longer than anything can be.
        HUGE_LENGTH,
        /// It says that it is shorter than its own head, or of no bytes.
        TINY_LENGTH,
        /// It is the answer to another question; a property list has none of the keys it should have.
        WRONG_NUMBER,
        /// What follows the head is noise.
        NOISE
    }

    private static void checkWait(Duration wait) {
        if (wait.isNegative() || wait.compareTo(LONGEST_WAIT) > 0) {
            throw new IllegalArgumentException("a wait of " + wait);
        }
    }
}
