package app.safelight.apple.mediafiles;

/// The content of one open file, read by position.
///
/// Threads: one at a time.
public interface MediaContent extends AutoCloseable {
    /// Bytes in the file when it was opened; a file on a living phone may grow or shrink after that.
    long sizeBytes();

    /// Reads some bytes from a position.
    ///
    /// A source that can change while it is read says so at the latest when its end is read: who reads up to
    /// the -1 has the whole file as it was when it was opened, or [MediaFault.Changed].
    ///
    /// @return how many bytes were put into the buffer, at least 1 if `length` is; -1 at and after the end
    int read(long position, byte[] buffer, int offset, int length) throws MediaException;

    @Override
    void close() throws MediaException;
}
