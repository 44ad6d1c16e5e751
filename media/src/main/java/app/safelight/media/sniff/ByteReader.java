package app.safelight.media.sniff;

import java.io.IOException;

/// Random access to the bytes of one file, wherever they are: a disk, a phone, a zip entry, an array.
///
/// Positional like `pread`: a read neither uses nor moves a cursor.
public interface ByteReader {
    /// Size of the file in bytes, as known when reading began. Reads may still meet the end earlier if the file shrank.
    long sizeBytes();

    /// Reads up to `length` bytes at `positionBytes` into `buffer` from `offset` on.
    ///
    /// @return how many bytes were read, at least 1 if `length` is, or -1 if `positionBytes` is at or
    ///     behind the end
    /// @throws IOException if the medium fails; never because of what the bytes say
    int read(long positionBytes, byte[] buffer, int offset, int length) throws IOException;
}
