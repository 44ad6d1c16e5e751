package app.safelight.media;

import app.safelight.media.sniff.ByteReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads bytes in memory and counts what is asked of it.
public final class CountingReader implements ByteReader {
    private final byte[] content;
    private long bytesRead;
    private int reads;

    public CountingReader(byte[] content) {
        this.content = content;
    }

    public static CountingReader of(Path file) throws IOException {
        return new CountingReader(Files.readAllBytes(file));
    }

    /// Reads from an open file without counting, as the product does.
    public static ByteReader of(FileChannel channel) throws IOException {
        long size = channel.size();
        return new ByteReader() {
            @Override
            public long sizeBytes() {
                return size;
            }

            @Override
            public int read(long positionBytes, byte[] buffer, int offset, int length) throws IOException {
                return channel.read(ByteBuffer.wrap(buffer, offset, length), positionBytes);
            }
        };
    }

    @Override
    public long sizeBytes() {
        return content.length;
    }

    @Override
    public int read(long positionBytes, byte[] buffer, int offset, int length) {
        reads++;
        if (positionBytes < 0 || positionBytes >= content.length) {
            return -1;
        }
        int count = (int) Math.min(length, content.length - positionBytes);
        System.arraycopy(content, (int) positionBytes, buffer, offset, count);
        bytesRead += count;
        return count;
    }

    public long bytesRead() {
        return bytesRead;
    }

    public int reads() {
        return reads;
    }
}
