package app.safelight.apple.plist;

import java.io.IOException;

/// Bytes that are no property list, or not one of the expected shape. The message shows nothing of its content.
public final class MalformedPlist extends IOException {
    private static final long serialVersionUID = 1L;

    public MalformedPlist(String why) {
        super(why);
    }

    public MalformedPlist(String why, Throwable cause) {
        super(why, cause);
    }
}
