package app.safelight.apple.mediafiles;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A tree of files that is only read: a phone's media folder over the cable, a folder, the same part of a
/// backup.
///
/// Paths are as in [MediaFile#path]. They are names to look up, never steps to walk: `..`, `.` and empty parts
/// name nothing. Threads: one at a time, unless [#isForAnyThread]; each content one at a time in any case.
public interface MediaFiles {
    /// Bytes read at once when a file is copied: large enough to keep a cable or disk busy.
    int COPY_CHUNK_BYTES = 1 << 20;

    /// Whether several threads may ask at once.
    default boolean isForAnyThread() {
        return false;
    }

    /// What is at a path; empty if there is nothing.
    Optional<MediaFile> look(String path) throws MediaException;

    /// The files and directories directly in a directory, ordered by name.
    ///
    /// @throws MediaException [MediaFault.Missing] if there is no such directory
    List<MediaFile> list(String directory) throws MediaException;

    MediaContent open(String path) throws MediaException;

    /// The whole content of a small file.
    ///
    /// @throws MediaException [MediaFault.TooLarge] if it has more than `limitBytes`
    default byte[] readWhole(String path, int limitBytes) throws MediaException {
        try (MediaContent content = open(path)) {
            if (content.sizeBytes() > limitBytes) {
                throw new MediaException(new MediaFault.TooLarge(path, limitBytes));
            }
            byte[] bytes = new byte[(int) content.sizeBytes()];
            int filled = 0;
            while (filled < bytes.length) {
                int count = content.read(filled, bytes, filled, bytes.length - filled);
                if (count < 0) {
                    return Arrays.copyOf(bytes, filled);
                }
                filled += count;
            }
            return bytes;
        }
    }

    /// Copies a file's content, as far as it reaches while being read, to a new file of this computer.
    ///
    /// @throws IOException also [MediaException], when it is the reading that failed
    default void copyTo(String path, Path target) throws IOException {
        try (MediaContent content = open(path);
                OutputStream out =
                        Files.newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            byte[] chunk = new byte[COPY_CHUNK_BYTES];
            long position = 0;
            for (int count = content.read(0, chunk, 0, chunk.length);
                    count > 0;
                    count = content.read(position, chunk, 0, chunk.length)) {
                out.write(chunk, 0, count);
                position += count;
            }
        }
    }
}
