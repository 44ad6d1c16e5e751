package app.safelight.apple.mediafiles;

import app.safelight.apple.connection.DeviceFault;
import java.io.IOException;

/// A file of a [MediaFiles] could not be read. The message shows the path and nothing of the content.
public final class MediaException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient MediaFault fault;

    public MediaException(MediaFault fault) {
        super(words(fault));
        this.fault = fault;
    }

    public MediaException(MediaFault fault, Throwable cause) {
        super(words(fault), cause);
        this.fault = fault;
    }

    public MediaFault fault() {
        return fault;
    }

    private static String words(MediaFault fault) {
        return switch (fault) {
            case MediaFault.Missing(String path) -> "no file " + path;
            case MediaFault.Denied(String path) -> "not allowed to read " + path;
            case MediaFault.Unreadable(String path, String why) -> "cannot read " + path + ": " + why;
            case MediaFault.Damaged(String path, String why) -> "damaged: " + path + ": " + why;
            case MediaFault.TooLarge(String path, long limitBytes) -> path + " is longer than " + limitBytes + " bytes";
            case MediaFault.Refused(String path, DeviceFault why) -> "the device does not give " + path + ": " + why;
            case MediaFault.Changed(String path, long expectedBytes, long foundBytes) ->
                path + " changed: " + foundBytes + " bytes where " + expectedBytes + " were expected";
            case MediaFault.SourceGone(String path, DeviceFault why) ->
                "the device cannot be read any more, at " + path + ": " + why;
        };
    }
}
