package app.safelight.bench.result;

import java.io.IOException;

/// A result file that this program did not write, or that somebody changed.
public final class MalformedResult extends IOException {
    public MalformedResult(String message) {
        super(message);
    }
}
