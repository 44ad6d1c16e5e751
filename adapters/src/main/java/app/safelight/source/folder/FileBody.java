package app.safelight.source.folder;

import app.safelight.core.model.Body;
import app.safelight.core.model.BodyReader;
import app.safelight.core.model.Reading;
import app.safelight.core.source.SourceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/// A file open for positional reading.
final class FileBody implements Body, AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private final long sizeBytes;
    private final Root root;

    private FileBody(Path file, FileChannel channel, long sizeBytes, Root root) {
        this.file = file;
        this.channel = channel;
        this.sizeBytes = sizeBytes;
        this.root = root;
    }

    /// @param sizeBytes how long the file was when it was last looked at; bytes it grew by since are not given
    static FileBody open(Path file, long sizeBytes, Root root) throws SourceException {
        try {
            FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
            return new FileBody(file, channel, sizeBytes, root);
        } catch (IOException unreadable) {
            throw root.failure(unreadable, file);
        }
    }

    /// @throws SourceException if reading from the file failed
    /// @throws E whatever else the reader threw, untouched
    <R, E extends Exception> R giveTo(BodyReader<R, E> reader) throws SourceException, E {
        return Reading.give(this, reader, unreadable -> root.failure(unreadable, file));
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public int read(long positionBytes, byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (positionBytes >= sizeBytes) {
            return -1;
        }
        int wanted = (int) Math.min(length, sizeBytes - positionBytes);
        return channel.read(ByteBuffer.wrap(buffer, offset, wanted), positionBytes);
    }

    @Override
    public void close() throws SourceException {
        try {
            channel.close();
        } catch (IOException unreadable) {
            throw root.failure(unreadable, file);
        }
    }
}
