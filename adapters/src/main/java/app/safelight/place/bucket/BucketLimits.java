package app.safelight.place.bucket;

import java.time.Duration;

/// How much at a time, and how long. [#STANDARD] everywhere but in tests, which have no time for gigabytes.
///
/// @param partBytes what one staging holds in memory: up to this a content is one request, above it parts of
///     this size
/// @param segmentParts most parts of one staged object; a longer content is staged as several, and put together
///     by the store
/// @param copyBytes most bytes that the store is asked to copy in one request
/// @param connectTimeout how long to wait for a connection
/// @param silence how long a store may say nothing before the connection is given up
/// @param attempts how often a request is tried in all
/// @param longestWait most time between two attempts
record BucketLimits(
        int partBytes,
        int segmentParts,
        long copyBytes,
        Duration connectTimeout,
        Duration silence,
        int attempts,
        Duration longestWait) {
    /// Longest content: the longest object that S3 has had since 2010 and that all stores allow.
    static final long LARGEST_CONTENT_BYTES = 5L << 40;

    /// Smallest part that S3 takes, but for the last.
    static final int SMALLEST_PART_BYTES = 5 << 20;

    /// Parts of 8 MiB: most photos are one request, and eight stagings at once hold 64 MiB. 10 000 parts are
    /// the most that S3 takes, so a segment is 78 GiB, and memory stays the same for 5 TiB. Copies of 1 GiB end
    /// before anything in between grows tired of waiting, and 5 TiB are then 5 120 of 10 000 parts. Five
    /// attempts with growing waits bridge the restart of a gateway.
    static final BucketLimits STANDARD = new BucketLimits(
            8 << 20, 10_000, 1L << 30, Duration.ofSeconds(10), Duration.ofSeconds(60), 5, Duration.ofSeconds(10));

    /// One attempt at one request, its body included. At 64 KiB a second a part takes two minutes; four at once
    /// on that line take eight.
    static final Duration ATTEMPT_TIMEOUT = Duration.ofMinutes(10);

    /// All attempts at one request, waits included.
    static final Duration REQUEST_TIMEOUT = Duration.ofMinutes(30);

    /// How often the rest of one body is asked for anew after its connection broke.
    static final int MAX_RESUMES = 8;

    /// What was on its way and is older than this belongs to nobody that still lives. 5 TB at 10 MB/s take six
    /// days.
    static final Duration SWEEP_AGE = Duration.ofDays(7);

    /// Longest small object (marker, record) read; ours have a few hundred bytes, a name up to 25 KiB.
    static final int MAX_SMALL_BYTES = 64 << 10;

    /// Where a group of origins is cut into several objects; one line is at most 30 KiB.
    static final int ORIGINS_BYTES = 1 << 20;

    /// Longest object of origins read.
    static final int MAX_ORIGINS_BYTES = 4 << 20;
}
