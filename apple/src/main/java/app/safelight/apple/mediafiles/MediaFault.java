package app.safelight.apple.mediafiles;

/// Why a file of a [MediaFiles] could not be read.
public sealed interface MediaFault {
    String path();

    /// There is no such file, or it has gone.
    record Missing(String path) implements MediaFault {}

    /// It is there, and the source does not let us read it.
    record Denied(String path) implements MediaFault {}

    /// Reading failed: the cable, the disk, the protocol.
    record Unreadable(String path, String why) implements MediaFault {}

    /// What was read cannot be what was written: truncated, or its encryption does not fit.
    record Damaged(String path, String why) implements MediaFault {}

    /// Longer than anything of its kind may be.
    record TooLarge(String path, long limitBytes) implements MediaFault {}
}
