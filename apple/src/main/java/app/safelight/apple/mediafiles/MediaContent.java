package app.safelight.apple.mediafiles;

/// The content of one open file, read by position.
///
/// Threads: one at a time.
public interface MediaContent extends AutoCloseable {
    /// Bytes in the file when it was opened; a file on a living phone may grow or shrink after that.
    long sizeBytes();

    /// Reads some bytes from a position.
    ///
    /// @return how many bytes were put into the buffer, at least 1 if `length` is; -1 at and after the end
    int read(long position, byte[] buffer, int offset, int length) throws MediaException;

    @Override
    void close() throws MediaException;
}
