package app.safelight.app.icloud;

import java.time.Instant;
import java.util.Optional;

/// What one look at a library found, as far as a later look needs it to tell slow from stuck.
///
/// @param takenAt when the library was as described, by this computer's clock
/// @param changedAt when the library had last been written to, by its own clock; the same again means the same
///     copy
/// @param assets all
/// @param waiting assets that wait to be uploaded
/// @param waitingBytes of their originals, as far as known
/// @param largestBytes of the largest of them
/// @param queue which ones wait; a sample if there are more than [#MAX_QUEUE]
/// @param sample of all assets, to see whether it is the same library
public record LibraryReading(
        Instant takenAt,
        Optional<Instant> changedAt,
        long assets,
        long waiting,
        long waitingBytes,
        long largestBytes,
        Fingerprints queue,
        Fingerprints sample) {
    /// A queue is seldom longer; of a longer one a sample of this size tells the rate within one percent.
    static final int MAX_QUEUE = 20_000;

    /// Enough to see whether half of a library has been exchanged.
    static final int MAX_SAMPLE = 256;

    /// An exabyte, more than any phone and iCloud have together.
    private static final long MAX_SUM_BYTES = 1L << 60;

    public LibraryReading {
        if (assets < 0 || waiting < 0 || waitingBytes < 0 || largestBytes < 0) {
            throw new IllegalArgumentException("a count below nothing");
        }
        if (queue.size() > MAX_QUEUE || sample.size() > MAX_SAMPLE) {
            throw new IllegalArgumentException("more fingerprints than are kept");
        }
    }

    /// Gathers a reading while assets pass by, and compares with an earlier one on the way.
    ///
    /// Threads: one.
    public static final class Gathering {
        private final Fingerprints.Gathering queue = new Fingerprints.Gathering(MAX_QUEUE);
        private final Fingerprints.Gathering sample = new Fingerprints.Gathering(MAX_SAMPLE);
        private final Fingerprints queuedThen;
        private final Fingerprints sampleThen;
        private long assets;
        private long waiting;
        private long waitingBytes;
        private long largestBytes;
        private long arrived;
        private long arrivedBytes;
        private long stillQueued;
        private long gaveUp;
        private long thrownAway;
        private long known;

        public Gathering(Optional<LibraryReading> then) {
            queuedThen = then.map(LibraryReading::queue).orElse(Fingerprints.NONE);
            sampleThen = then.map(LibraryReading::sample).orElse(Fingerprints.NONE);
        }

        /// @param sizeBytes of the original; 0 if not known
        public void add(String uuid, Standing standing, long sizeBytes) {
            assets++;
            long fingerprint = Fingerprints.fingerprint(uuid);
            sample.add(fingerprint);
            if (standing.waits()) {
                waiting++;
                waitingBytes = sum(waitingBytes, sizeBytes);
                largestBytes = Math.max(largestBytes, sizeBytes);
                queue.add(fingerprint);
            }
            if (queuedThen.contains(fingerprint)) {
                compare(standing, sizeBytes);
            }
            if (sampleThen.contains(fingerprint)) {
                known++;
            }
        }

        private void compare(Standing standing, long sizeBytes) {
            switch (standing) {
                case IN_ICLOUD, PARTLY_IN_ICLOUD -> {
                    arrived++;
                    arrivedBytes = sum(arrivedBytes, sizeBytes);
                }
                case WAITING, NOT_STARTED, FAILED -> stillQueued++;
                case REFUSED, UNKNOWN, NOT_ELIGIBLE, SHARED_ALBUM, SHARED_WITH_YOU -> gaveUp++;
                case RECENTLY_DELETED, BEING_REMOVED -> thrownAway++;
            }
        }

        /// Sums of hostile sizes must not turn negative.
        private static long sum(long first, long second) {
            return Math.min(MAX_SUM_BYTES, first) + Math.min(MAX_SUM_BYTES, second);
        }

        public LibraryReading done(Instant takenAt, Optional<Instant> changedAt) {
            return new LibraryReading(
                    takenAt, changedAt, assets, waiting, waitingBytes, largestBytes, queue.done(), sample.done());
        }

        /// What became of the earlier queue.
        public Since since() {
            long vanished = queuedThen.size() - arrived - stillQueued - gaveUp - thrownAway;
            return new Since(
                    arrived,
                    arrivedBytes,
                    stillQueued,
                    gaveUp,
                    thrownAway + Math.max(0, vanished),
                    sampleThen.size(),
                    known);
        }
    }

    /// What became of the assets that waited at an earlier reading, as far as they were kept, and how much of
    /// that library is still there.
    ///
    /// @param arrived now reported to be in iCloud
    /// @param gaveUp given up on, or in a state in which they are not uploaded
    /// @param removed deleted, or no longer there
    /// @param sampled assets of all that were looked for
    /// @param recognised how many of those are there
    public record Since(
            long arrived,
            long arrivedBytes,
            long stillQueued,
            long gaveUp,
            long removed,
            long sampled,
            long recognised) {
        public static final Since NOTHING = new Since(0, 0, 0, 0, 0, 0, 0);
    }
}
