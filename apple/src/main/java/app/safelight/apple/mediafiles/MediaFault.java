package app.safelight.apple.mediafiles;

import app.safelight.apple.connection.DeviceFault;

/// Why a file of a [MediaFiles] could not be read.
public sealed interface MediaFault {
    String path();

    /// Whether it is the whole source that cannot be read any more, and not this one file: the next file would
    /// fare the same.
    default boolean isOfAll() {
        return switch (this) {
            case SourceGone _ -> true;
            case Missing _, Denied _, Unreadable _, Damaged _, TooLarge _, Refused _, Changed _ -> false;
        };
    }

    /// There is no such file, or it has gone.
    record Missing(String path) implements MediaFault {}

    /// It is there, and the source does not let us read it.
    record Denied(String path) implements MediaFault {}

    /// Reading failed: the disk, the file system.
    record Unreadable(String path, String why) implements MediaFault {}

    /// What was read cannot be what was written: truncated, or its encryption does not fit.
    record Damaged(String path, String why) implements MediaFault {}

    /// Longer than anything of its kind may be.
    record TooLarge(String path, long limitBytes) implements MediaFault {}

    /// The device lists it and does not give it, as an original that is only in iCloud. Other files can be
    /// read.
    record Refused(String path, DeviceFault why) implements MediaFault {}

    /// It is not what it was when it was opened, or does not have the bytes it was said to have. What was read
    /// of it is not to be used.
    record Changed(String path, long expectedBytes, long foundBytes) implements MediaFault {}

    /// The device cannot be read any more: it went away and did not come back, is locked, trusts this computer
    /// no longer …
    ///
    /// @param path what was being read
    /// @param why also says what to do, by [DeviceFault#remedy]
    record SourceGone(String path, DeviceFault why) implements MediaFault {}
}
