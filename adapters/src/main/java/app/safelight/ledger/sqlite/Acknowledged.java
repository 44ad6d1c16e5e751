package app.safelight.ledger.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/// How many events the ledger has promised to keep, in a file of its own: 20 decimal digits and a line break. A
/// database with fewer has lost some, be it that its log was deleted, that it was replaced by an older or an
/// empty one, or that the medium forgot. Written after every commit, so never more than was durable then; a
/// number too small claims nothing wrong.
final class Acknowledged implements AutoCloseable {
    private static final int DIGITS = 20;

    /// Longer than any file of ours, so that a file of somebody else is not read whole.
    private static final int MAX_BYTES = 64;

    private final FileChannel channel;

    private Acknowledged(FileChannel channel) {
        this.channel = channel;
    }

    static Acknowledged open(Path file) throws IOException {
        return new Acknowledged(FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    }

    void write(long size) throws IOException {
        String text = String.format(Locale.ROOT, "%0" + DIGITS + "d\n", size);
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
    }

    /// @return 0 if nothing was ever acknowledged here, or the file says nothing that can be read
    static long read(Path file) throws IOException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                return 0;
            }
            String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
            return text.matches("00[0-9]{18}") ? Long.parseLong(text) : 0;
        } catch (NoSuchFileException nothing) {
            return 0;
        }
    }

    /// Makes the number durable.
    @Override
    public void close() throws IOException {
        try (channel) {
            channel.force(false);
        }
    }
}
