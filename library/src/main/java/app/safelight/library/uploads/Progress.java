package app.safelight.library.uploads;

/// How far an upload has come.
public sealed interface Progress {
    /// The next byte belongs at this offset; those before it survive a power cut.
    record Receiving(long offsetBytes) implements Progress {}

    /// All bytes are parked and the library does **not** have the file: nobody may be told that it does. Whoever
    /// asks finishes it. Of a partial upload no more comes than this.
    record AllHere() implements Progress {}

    record Ended(Ending ending) implements Progress {}
}
