package app.safelight.place.drive;

import app.safelight.core.place.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A file being written. Whole blocks of a new file go straight to the medium where the file system can do
/// that, which spares the page cache and leaves next to nothing for `force`; the tail and small files go
/// through the cache. The two never share a block.
final class RealFile implements Disk.DiskFile {
    /// Bytes of a file that are written directly, at least. Below it the two extra system calls cost more than
    /// they save (decision record 0005).
    private static final int DIRECT_FROM_BYTES = 256 << 10;

    private final Path path;
    private final FileChannel cached;
    private final DirectAccess access;
    private final AlignedBuffers buffers;
    private final ByteBuffer buffer;
    private @Nullable FileChannel direct;
    private boolean mayGoDirect;
    private boolean closed;
    private long position;

    /// @param position where writing goes on; direct writing only from 0
    RealFile(Path path, FileChannel cached, long position, DirectAccess access, AlignedBuffers buffers) {
        this.path = path;
        this.cached = cached;
        this.access = access;
        this.buffers = buffers;
        this.position = position;
        this.mayGoDirect = access.writes();
        this.buffer = buffers.take();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int written = 0;
        while (written < length) {
            int count = Math.min(length - written, buffer.remaining());
            buffer.put(bytes, offset + written, count);
            written += count;
            if (!buffer.hasRemaining()) {
                flush();
            }
        }
    }

    /// Empties the buffer. Its start stands on a block boundary as long as direct writing is allowed.
    @Override
    public void flush() throws IOException {
        buffer.flip();
        if (mayGoDirect && buffer.limit() >= DIRECT_FROM_BYTES) {
            writeBlocksDirectly();
        }
        if (buffer.hasRemaining()) {
            mayGoDirect = false;
            writeCached();
        }
        buffer.clear();
    }

    private void writeBlocksDirectly() throws IOException {
        int end = buffer.limit();
        buffer.limit(end - end % AlignedBuffers.ALIGNMENT_BYTES);
        try {
            FileChannel channel = direct;
            if (channel == null) {
                channel = access.openToWrite(path);
                direct = channel;
            }
            while (buffer.hasRemaining()) {
                position += channel.write(buffer, position);
                // A short direct write may end inside a block; only the cache can go on from there.
                if (position % AlignedBuffers.ALIGNMENT_BYTES != 0) {
                    break;
                }
            }
        } catch (IOException refused) {
            // The same bytes go through the cache: if the medium is at fault, its `force` says so.
            mayGoDirect = false;
        }
        buffer.limit(end);
    }

    private void writeCached() throws IOException {
        while (buffer.hasRemaining()) {
            position += cached.write(buffer, position);
        }
    }

    @Override
    public void force() throws IOException {
        flush();
        cached.force(true);
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            flush();
        } finally {
            buffers.giveBack(buffer);
            try {
                if (direct != null) {
                    direct.close();
                }
            } finally {
                cached.close();
            }
        }
    }
}
