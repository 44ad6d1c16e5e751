package app.safelight.apple.photoslibrary;

import app.safelight.apple.mediafiles.MediaContent;
import app.safelight.apple.mediafiles.MediaException;
import app.safelight.apple.mediafiles.MediaFault;
import app.safelight.apple.mediafiles.MediaFile;
import app.safelight.apple.mediafiles.MediaFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// A copy of a database and of its log, made so that both belong together.
///
/// The database is copied first and the log after it: what the log gained meanwhile only adds to it. If the
/// database itself changed meanwhile, or the log was begun anew, the copy is torn, and is made again.
///
/// @param hasWal if there is a log that is not empty
record DatabaseCopy(Path file, boolean hasWal) {
    /// A phone that takes photos all the time moves its log into the database every few minutes, and a copy
    /// takes seconds.
    static final int MAX_ATTEMPTS = 5;

    /// A log's header, with the numbers that change when it is begun anew.
    private static final int WAL_HEADER_BYTES = 32;

    /// What must be the same before and after.
    ///
    /// @param walStart header of the log in hex; empty if there is no log
    private record State(MediaFile database, String walStart, long walBytes) {
        boolean isFollowedBy(State later) {
            return database.equals(later.database) && walStart.equals(later.walStart) && walBytes <= later.walBytes;
        }
    }

    /// @throws LibraryException [LibraryFault.Restless] if it changed each time
    static DatabaseCopy make(MediaFiles files, String path, Path folder) throws IOException, LibraryException {
        Path target = folder.resolve(path.substring(path.lastIndexOf('/') + 1));
        Path wal = target.resolveSibling(target.getFileName() + "-wal");
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            Files.deleteIfExists(target);
            Files.deleteIfExists(wal);
            State before = state(files, path);
            if (copy(files, path, before, target, wal) && before.isFollowedBy(state(files, path))) {
                return new DatabaseCopy(target, before.walBytes > 0);
            }
        }
        throw new LibraryException(new LibraryFault.Restless(MAX_ATTEMPTS));
    }

    /// @return false if the log vanished, or one of both is not as long as it was
    private static boolean copy(MediaFiles files, String path, State before, Path target, Path wal) throws IOException {
        try {
            files.copyTo(path, target);
            return Files.size(target) == before.database.sizeBytes()
                    && (before.walBytes == 0 || copyStart(files, path + "-wal", before.walBytes, wal));
        } catch (MediaException failed) {
            return switch (failed.fault()) {
                case MediaFault.Changed _ -> false;
                case MediaFault.Missing(String missing) when missing.equals(path + "-wal") -> false;
                case MediaFault.Missing _,
                        MediaFault.Denied _,
                        MediaFault.Unreadable _,
                        MediaFault.Damaged _,
                        MediaFault.TooLarge _,
                        MediaFault.Refused _,
                        MediaFault.SourceGone _ -> throw failed;
            };
        }
    }

    /// Copies so many first bytes: what a log gains while it is copied is not waited for.
    ///
    /// @return false if there are fewer
    private static boolean copyStart(MediaFiles files, String path, long bytes, Path target) throws IOException {
        try (MediaContent content = files.open(path);
                OutputStream out =
                        Files.newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            byte[] chunk = new byte[MediaFiles.COPY_CHUNK_BYTES];
            long done = 0;
            while (done < bytes) {
                int count = content.read(done, chunk, 0, (int) Math.min(chunk.length, bytes - done));
                if (count < 0) {
                    return false;
                }
                out.write(chunk, 0, count);
                done += count;
            }
            return true;
        }
    }

    private static State state(MediaFiles files, String path) throws MediaException {
        MediaFile database = files.look(path).orElseThrow(() -> new MediaException(new MediaFault.Missing(path)));
        String walPath = path + "-wal";
        Optional<MediaFile> wal = files.look(walPath).filter(file -> file.sizeBytes() > 0);
        return new State(
                database,
                wal.isPresent() ? start(files, walPath) : "",
                wal.map(MediaFile::sizeBytes).orElse(0L));
    }

    private static String start(MediaFiles files, String path) throws MediaException {
        try (MediaContent content = files.open(path)) {
            byte[] header = new byte[WAL_HEADER_BYTES];
            int filled = 0;
            for (int count = content.read(0, header, 0, header.length);
                    count > 0;
                    count = content.read(filled, header, filled, header.length - filled)) {
                filled += count;
                if (filled == header.length) {
                    break;
                }
            }
            return HexFormat.of().formatHex(Arrays.copyOf(header, filled));
        } catch (MediaException failed) {
            if (failed.fault() instanceof MediaFault.Missing) {
                return "";
            }
            throw failed;
        }
    }
}
