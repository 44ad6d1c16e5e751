package app.safelight.apple.afc;

import app.safelight.apple.connection.DeviceException;
import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.connection.FileRefusal;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The bytes of one range of a file, as they come from the device. The end is told only when exactly the
/// expected bytes were there; anything else is [DeviceFault.FileChanged], also when the device refuses to say
/// why.
///
/// Reads of one file share the device's position in it, so they are sent in order and their answers taken in
/// order. Should a device answer them in another order, what is in doubt is thrown away and read again one
/// request at a time.
///
/// Threads: one at a time, the same as for its connection.
public final class AfcBody extends InputStream {
    /// The largest read asked for at once. Devices bear four times as much; more made nothing faster.
    static final int CHUNK_BYTES = 1 << 20;

    /// To learn whether a file ends: the answer is nothing.
    private static final int PROBE_BYTES = 1;

    private static final long SEEK_FROM_START = 0;

    private static final byte[] READ_ONLY = AfcData.numbers(AfcMode.READ.code());

    private final AfcReader reader;
    private final AfcChannel channel;
    private final AfcRange range;

    /// The request that must be answered before reads can be sent.
    private @Nullable AfcRequest before;

    private boolean started;
    private boolean positioned;
    private boolean openRefused;
    private boolean reopened;

    /// One read at a time: the last try did not find the bytes it expected, and many under way may be to blame.
    private boolean careful;

    private long handle;
    private final Deque<Read> reads = new ArrayDeque<>();

    /// How far reading ahead may go.
    private long aheadLimit = Long.MAX_VALUE;

    /// How many bytes of the range have been asked for, and how many were handed on.
    private long asked;

    private long delivered;
    private boolean probed;
    private boolean ended;
    private boolean closed;
    private @Nullable DeviceFault failure;

    /// A read under way.
    private static final class Read {
        private final AfcRequest request;
        private final int bytes;
        private int taken;

        Read(AfcRequest request, int bytes) {
            this.request = request;
            this.bytes = bytes;
        }
    }

    AfcBody(AfcReader reader, AfcChannel channel, AfcRange range) {
        this.reader = reader;
        this.channel = channel;
        this.range = range;
    }

    public AfcRange range() {
        return range;
    }

    /// From now on no more than so many bytes of the range are asked for before they are wanted: who looks at
    /// the head of a film does not want all of it. Without limit unless told.
    public void readAheadTo(long bytes) {
        aheadLimit = bytes;
    }

    /// Goes on with a file that is open already.
    void adopt(long openHandle) throws DeviceException {
        started = true;
        careful = channel.isDoubtful(range.path());
        handle = openHandle;
        if (range.offset() > 0) {
            before = seek(range.offset());
        } else {
            positioned = true;
        }
    }

    /// Sends the request to open the file, if that was not done yet.
    void start() throws DeviceException {
        if (!started) {
            started = true;
            careful = channel.isDoubtful(range.path());
            if (AfcData.isPath(range.path())) {
                before = channel.send(
                        AfcOperation.FILE_OPEN,
                        range.path(),
                        0,
                        AfcChannel.MAX_SMALL_REPLY_BYTES,
                        AfcData.join(READ_ONLY, AfcData.path(range.path())));
            } else {
                failure = new DeviceFault.FileRefused(range.path(), FileRefusal.INVALID_ARGUMENT);
            }
        }
    }

    /// Does what the answers that have come allow, without waiting.
    void step() throws DeviceException {
        AfcRequest awaited = before;
        if (awaited == null || !awaited.isAnswered()) {
            return;
        }
        before = null;
        if (awaited.stage() == AfcRequest.Stage.STATUS && awaited.number() != 0) {
            failure = awaited.refusal();
            openRefused = handle == 0;
        } else if (handle != 0) {
            positioned = true;
        } else {
            opened(awaited);
        }
    }

    private void opened(AfcRequest answered) throws DeviceException {
        handle = answered.stage() == AfcRequest.Stage.NUMBER ? answered.number() : 0;
        if (handle == 0) {
            failure = new DeviceFault.Malformed("AFC", "an open file without a handle");
        } else if (range.offset() > 0) {
            before = seek(range.offset());
        } else {
            positioned = true;
        }
    }

    private AfcRequest seek(long position) throws DeviceException {
        return channel.send(
                AfcOperation.FILE_SEEK,
                range.path(),
                handle,
                AfcChannel.MAX_SMALL_REPLY_BYTES,
                AfcData.numbers(handle, SEEK_FROM_START, position));
    }

    /// Sends as many reads as there is room for.
    void askForMore() throws DeviceException {
        while (wantsMore() && channel.hasRoomFor(nextReadBytes()) && (!careful || reads.isEmpty())) {
            ask();
        }
    }

    private void ask() throws DeviceException {
        int bytes = nextReadBytes();
        probed = asked == range.lengthBytes();
        asked += probed ? 0 : bytes;
        channel.reserve(bytes);
        reads.add(new Read(
                channel.send(AfcOperation.FILE_READ, range.path(), handle, bytes, AfcData.numbers(handle, bytes)),
                bytes));
    }

    private boolean wantsMore() {
        return positioned
                && !ended
                && !closed
                && failure == null
                && (asked < range.lengthBytes() ? asked < aheadLimit : range.toEnd() && !probed);
    }

    private int nextReadBytes() {
        long left = range.lengthBytes() - asked;
        if (left == 0) {
            return PROBE_BYTES;
        }
        long allowed = asked < aheadLimit ? aheadLimit - asked : left;
        return (int) Math.min(Math.min(left, allowed), CHUNK_BYTES);
    }

    /// Whether all its reads have been sent, so that those of the next file may follow.
    boolean isAllAsked() {
        return failure != null || ended || closed || (positioned && !wantsMore());
    }

    @Override
    public int read() throws DeviceException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws DeviceException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (closed) {
            throw new DeviceException(new DeviceFault.Stopped());
        }
        while (!ended) {
            reader.fill();
            DeviceFault fault = failure;
            if (fault != null && !reopenedFor(fault)) {
                throw new DeviceException(fault);
            }
            int count = takeSome(into, offset, length);
            if (count > 0) {
                return count;
            }
        }
        return -1;
    }

    /// Makes sure that all bytes have been read and the file ends there.
    void expectEnd() throws DeviceException {
        if (read() >= 0) {
            throw new DeviceException(new DeviceFault.FileChanged(range.path(), range.lengthBytes(), delivered));
        }
    }

    /// The device has no more room for open files: those held ready for later are given up, once.
    private boolean reopenedFor(DeviceFault fault) throws DeviceException {
        boolean noRoom = fault instanceof DeviceFault.FileRefused refused && refused.why() == FileRefusal.NO_RESOURCES;
        if (!noRoom || !openRefused || reopened) {
            return false;
        }
        reopened = true;
        reader.giveUpLookingAhead();
        failure = null;
        openRefused = false;
        started = false;
        start();
        return true;
    }

    /// Goes one step on: an answer waited for, or some bytes taken.
    private int takeSome(byte[] into, int offset, int length) throws DeviceException {
        AfcRequest awaited = before;
        if (awaited != null) {
            channel.await(awaited);
            return 0;
        }
        if (!range.toEnd() && delivered == range.lengthBytes()) {
            end();
            return 0;
        }
        Read head = reads.peek();
        if (head == null) {
            ask(); // the files after this one hold all the room there is
            return 0;
        }
        if (!head.request.isAnswered()) {
            channel.receive();
            return 0;
        }
        if (head.request.isSuspect()) {
            readAgainFrom(delivered);
            return 0;
        }
        if (head.request.stage() == AfcRequest.Stage.STATUS) {
            status(head.request);
            return 0;
        }
        if (head.request.length() == 0) {
            end();
            return 0;
        }
        return takeFrom(head, into, offset, length);
    }

    private int takeFrom(Read head, byte[] into, int offset, int length) throws DeviceException {
        if (delivered >= range.lengthBytes()) {
            fail(new DeviceFault.FileChanged(
                    range.path(), range.lengthBytes(), delivered + head.request.length() - head.taken));
            return 0;
        }
        int most = (int) Math.min(length, range.lengthBytes() - delivered);
        int count = channel.take(head.request, into, offset, Math.min(most, head.request.length() - head.taken));
        head.taken += count;
        delivered += count;
        if (head.taken == head.request.length()) {
            finished(head);
        }
        return count;
    }

    /// A read is used up. If it gave less than was asked for, which is no end, the rest is asked for once more.
    private void finished(Read head) {
        reads.remove();
        channel.release(head.bytes);
        if (reads.isEmpty()) {
            asked = delivered;
            probed = false;
        }
    }

    private void status(AfcRequest answered) throws DeviceException {
        if (answered.number() == 0 || FileRefusal.of(answered.number()) == FileRefusal.END_OF_DATA) {
            end();
        } else {
            fail(answered.refusal());
        }
    }

    private void end() throws DeviceException {
        if (delivered != range.lengthBytes()) {
            fail(new DeviceFault.FileChanged(range.path(), range.lengthBytes(), delivered));
            return;
        }
        ended = true;
        letGo();
    }

    private void fail(DeviceFault fault) throws DeviceException {
        if (fault instanceof DeviceFault.FileChanged) {
            channel.doubt(range.path());
        }
        failure = fault;
        letGo();
    }

    private void readAgainFrom(long position) throws DeviceException {
        channel.keepToOneAtATime();
        for (Read read : reads) {
            read.request.forget();
            channel.await(read.request);
            channel.release(read.bytes);
        }
        reads.clear();
        asked = position;
        probed = false;
        positioned = false;
        before = seek(range.offset() + position);
    }

    /// Forgets what is under way and closes the file. Waits for nothing but the answer to opening it.
    private void letGo() throws DeviceException {
        for (Read read : reads) {
            read.request.forget();
            channel.release(read.bytes);
        }
        reads.clear();
        AfcRequest opening = before;
        if (opening != null && handle == 0) {
            channel.await(opening);
            handle = opening.stage() == AfcRequest.Stage.NUMBER ? opening.number() : 0;
        }
        before = null;
        positioned = false;
        if (handle != 0) {
            long open = handle;
            handle = 0;
            channel.closeFile(range.path(), open);
        }
    }

    /// Gives up what was prepared, to be started anew when its turn comes.
    void rewind() throws DeviceException {
        letGo();
        started = false;
        failure = null;
        openRefused = false;
        asked = 0;
        probed = false;
    }

    @Override
    public void close() throws DeviceException {
        if (!closed) {
            closed = true;
            letGo();
        }
    }
}
