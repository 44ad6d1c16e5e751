package app.safelight.ledger.sqlite;

import app.safelight.core.ledger.Snapshot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Remembered answers, one small file each beside the ledger, so that a reader can keep them too, without the
/// writer's lock. Only a cache: whatever is wrong with a file, the answer is counted anew.
///
/// Shape, big-endian: u32 magic, i64 identity of the ledger, i64 events, i64 seconds and i32 nanoseconds of the
/// end of validity, u32 length, so many bytes of UTF-8, i32 CRC-32C of all before.
final class SnapshotFiles {
    private static final int MAGIC = 0x53665331;
    private static final int HEAD_BYTES = 4 + 8 + 8 + 8 + 4 + 4;

    /// Three bytes of UTF-8 for every unit at most, head and sum.
    private static final int MAX_BYTES = HEAD_BYTES + 3 * Snapshot.MAX_DATA_LENGTH + 4;

    private final Path folder;

    SnapshotFiles(Path folder) {
        this.folder = folder;
    }

    Optional<Snapshot> read(String name, long identity) {
        try {
            Path file = folder.resolve(named(name));
            if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
                return Optional.empty();
            }
            return decode(Files.readAllBytes(file), identity);
        } catch (IOException | DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<Snapshot> decode(byte[] bytes, long identity) throws IOException {
        if (bytes.length < HEAD_BYTES + 4) {
            return Optional.empty();
        }
        byte[] summed = Arrays.copyOf(bytes, bytes.length - 4);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readInt() != MAGIC || in.readLong() != identity) {
                return Optional.empty();
            }
            long size = in.readLong();
            Instant until = Instant.ofEpochSecond(in.readLong(), in.readInt());
            int length = in.readInt();
            if (length != summed.length - HEAD_BYTES) {
                return Optional.empty();
            }
            String data = new String(in.readNBytes(length), StandardCharsets.UTF_8);
            return in.readInt() == sum(summed) ? Optional.of(new Snapshot(size, until, data)) : Optional.empty();
        }
    }

    void write(String name, long identity, Snapshot snapshot) throws IOException {
        Files.createDirectories(folder);
        Path unfinished = Files.createTempFile(folder, "new", ".tmp");
        try {
            Files.write(unfinished, encode(identity, snapshot));
            Files.move(
                    unfinished,
                    folder.resolve(named(name)),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static byte[] encode(long identity, Snapshot snapshot) {
        byte[] data = snapshot.data().getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(HEAD_BYTES + data.length + 4);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeLong(identity);
            out.writeLong(snapshot.ledgerSize());
            Instant until = snapshot.validUntil();
            out.writeLong(until.getEpochSecond());
            out.writeInt(until.getNano());
            out.writeInt(data.length);
            out.write(data);
            out.writeInt(sum(bytes.toByteArray()));
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory takes all bytes", impossible);
        }
        return bytes.toByteArray();
    }

    private static int sum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length);
        return (int) crc.getValue();
    }

    void drop() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static String named(String name) {
        if (!Snapshot.isName(name)) {
            throw new IllegalArgumentException("not the name of a snapshot: " + name);
        }
        return name + ".snapshot";
    }
}
