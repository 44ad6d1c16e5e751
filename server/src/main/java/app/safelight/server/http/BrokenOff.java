package app.safelight.server.http;

import java.io.IOException;

/// An answer that had begun and cannot be finished: the connection is closed in its midst, so that nobody takes
/// what came for the whole.
public final class BrokenOff extends IOException {
    private static final long serialVersionUID = 1L;

    public BrokenOff(Exception cause) {
        super("an answer broke off", cause);
    }
}
