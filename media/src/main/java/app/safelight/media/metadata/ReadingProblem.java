package app.safelight.media.metadata;

/// What went wrong while a file's facts were read. The facts that were read before or beside it still stand.
public sealed interface ReadingProblem {
    /// `part` needs bytes up to `neededBytes` of a file that has `availableBytes`.
    record Truncated(String part, long neededBytes, long availableBytes) implements ReadingProblem {}

    /// `part` contradicts its format.
    record Malformed(String part, String what) implements ReadingProblem {}

    /// A value that was read but cannot be true, and so was not used.
    record Implausible(String part, String value) implements ReadingProblem {}

    /// Reading stopped at one of our own limits; the file may hold more.
    record LimitHit(String limit) implements ReadingProblem {}

    /// The file says it holds a motion photo's movie, but none is where it says.
    record MotionVideoAbsent(long claimedOffsetBytes) implements ReadingProblem {}
}
