package app.safelight.core.model;

import java.io.IOException;

/// The bytes of one item or copy while it is open. One thread at a time.
public interface Body {
    /// How many bytes there are, as known when it was opened.
    long sizeBytes();

    /// Reads up to `length` bytes that stand at `positionBytes` into `buffer`.
    ///
    /// @return how many were read, at least 1 unless `length` is 0; -1 at the end
    /// @throws IOException if the bytes cannot be read; the source or place that opened the body turns it into
    ///     its own fault
    int read(long positionBytes, byte[] buffer, int offset, int length) throws IOException;
}
