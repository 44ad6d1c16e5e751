package app.safelight.ledger.sqlite;

import app.safelight.core.ledger.LedgerException;
import app.safelight.core.ledger.LedgerFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Makes one process, and in it one ledger, the only writer. The operating system lets go of the lock when the
/// process ends, however it ends; what the file says of the holder counts only while the lock is held.
final class WriterLock implements AutoCloseable {
    /// Longest holder's text read back: a process number and a few words.
    private static final int MAX_HOLDER_BYTES = 1_024;

    /// The locked byte stands far behind the text, so that the text can be read where a lock forbids reading.
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    /// Locks held in this process. The one piece of static state, because the operating system keeps such locks
    /// per process: closing a second channel on a locked file would silently give the first one's lock away.
    private static final Map<Path, String> HELD_HERE = new ConcurrentHashMap<>();

    private final Path file;
    private final FileChannel channel;

    private WriterLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// @param holder who takes it, for the person who finds it taken
    /// @throws LedgerException with `Busy` if it is taken
    static WriterLock take(LedgerFiles files, String holder) throws LedgerException {
        Path file;
        try {
            file = new LedgerFiles(files.folder().toRealPath()).lock();
        } catch (IOException absent) {
            throw new LedgerException(new LedgerFault.Unreachable(absent.toString()), absent);
        }
        String other = HELD_HERE.putIfAbsent(file, holder);
        if (other != null) {
            throw new LedgerException(new LedgerFault.Busy(other));
        }
        @Nullable WriterLock lock = null;
        try {
            lock = takeInProcess(file, holder);
            return lock;
        } finally {
            if (lock == null) {
                HELD_HERE.remove(file);
            }
        }
    }

    private static WriterLock takeInProcess(Path file, String holder) throws LedgerException {
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                @Nullable FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
                if (lock == null) {
                    String other = read(channel);
                    channel.close();
                    throw new LedgerException(new LedgerFault.Busy(other));
                }
                channel.truncate(0);
                channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
                return new WriterLock(file, channel);
            } catch (IOException failed) {
                channel.close();
                throw failed;
            }
        } catch (IOException failed) {
            throw Faults.of(failed, file);
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(MAX_HOLDER_BYTES);
        int total = Math.max(0, channel.read(buffer, 0));
        String text = new String(buffer.array(), 0, total, StandardCharsets.UTF_8);
        return text.isBlank() ? "another process" : text.strip();
    }

    @Override
    public void close() throws LedgerException {
        try {
            channel.truncate(0);
            channel.close();
        } catch (IOException failed) {
            throw Faults.of(failed, file);
        } finally {
            HELD_HERE.remove(file);
        }
    }
}
