package app.safelight.apple.afc;

import app.safelight.apple.connection.DeviceException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

/// An open file, read and written at its position on the device. To only read one, [Afc#read] is faster.
///
/// Threads: one at a time, the same as for its connection.
public final class AfcFile implements AutoCloseable {
    /// The largest write sent at once.
    static final int WRITE_BYTES = 1 << 20;

    /// Writes sent before the first of them is confirmed.
    private static final int MAX_WRITES_UNDER_WAY = 4;

    private final AfcChannel channel;
    private final String path;
    private final long handle;
    private boolean closed;

    AfcFile(AfcChannel channel, String path, long handle) {
        this.channel = channel;
        this.path = path;
        this.handle = handle;
    }

    public String path() {
        return path;
    }

    /// Reads up to `length` bytes, possibly fewer.
    ///
    /// @return how many; -1 at the end
    public int read(byte[] into, int offset, int length) throws DeviceException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        int wanted = Math.min(length, AfcBody.CHUNK_BYTES);
        AfcRequest request =
                channel.send(AfcOperation.FILE_READ, path, handle, wanted, AfcData.numbers(handle, wanted));
        channel.awaitSuccess(request);
        if (request.stage() == AfcRequest.Stage.NUMBER) {
            throw AfcChannel.malformed("a number instead of data");
        }
        int count = request.stage() == AfcRequest.Stage.DATA ? request.length() : 0;
        int done = 0;
        while (done < count) {
            done += channel.take(request, into, offset + done, count - done);
        }
        return count == 0 ? -1 : count;
    }

    /// Returns when the device has confirmed all of it.
    public void write(byte[] from, int offset, int length) throws DeviceException {
        Objects.checkFromIndexSize(offset, length, from.length);
        Deque<AfcRequest> underWay = new ArrayDeque<>();
        int done = 0;
        while (done < length) {
            if (underWay.size() == MAX_WRITES_UNDER_WAY) {
                confirm(underWay);
            }
            int some = Math.min(WRITE_BYTES, length - done);
            byte[] data = AfcData.numbersAnd(from, offset + done, some, handle);
            underWay.add(
                    channel.send(AfcOperation.FILE_WRITE, path, handle, AfcChannel.MAX_SMALL_REPLY_BYTES, data, some));
            done += some;
        }
        while (!underWay.isEmpty()) {
            confirm(underWay);
        }
    }

    private void confirm(Deque<AfcRequest> underWay) throws DeviceException {
        channel.awaitSuccess(underWay.remove());
    }

    public void seek(AfcWhence whence, long offset) throws DeviceException {
        done(AfcOperation.FILE_SEEK, handle, whence.code(), offset);
    }

    public long tell() throws DeviceException {
        AfcRequest request = channel.send(
                AfcOperation.FILE_TELL, path, handle, AfcChannel.MAX_SMALL_REPLY_BYTES, AfcData.numbers(handle));
        channel.await(request);
        return request.expectNumber();
    }

    public void setSize(long sizeBytes) throws DeviceException {
        done(AfcOperation.FILE_SET_SIZE, handle, sizeBytes);
    }

    public void lock(AfcLock what) throws DeviceException {
        done(AfcOperation.FILE_LOCK, handle, what.code());
    }

    private void done(AfcOperation operation, long... numbers) throws DeviceException {
        channel.awaitSuccess(
                channel.send(operation, path, handle, AfcChannel.MAX_SMALL_REPLY_BYTES, AfcData.numbers(numbers)));
    }

    /// Waits for the device to have closed it, for a written file is whole only then.
    @Override
    public void close() throws DeviceException {
        if (!closed) {
            closed = true;
            done(AfcOperation.FILE_CLOSE, handle);
        }
    }
}
