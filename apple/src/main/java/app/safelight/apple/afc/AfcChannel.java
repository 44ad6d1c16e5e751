package app.safelight.apple.afc;

import app.safelight.apple.connection.Connection;
import app.safelight.apple.connection.DeviceException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Requests to the file service and their answers, many under way on one connection.
///
/// Shape of a packet: 40 bytes, `CFA6LPAA` and four little-endian u64: length of all, length up to the payload,
/// packet number, operation; then the operation's data and payload. Answers carry their request's packet
/// number. Devices answer in the order asked, as far as anybody knows; here an answer is found by its number
/// whatever the order.
///
/// The bytes of an answer stay in the connection until someone takes them, so a window of large reads costs no
/// memory here, unless answers are wanted in another order than they come.
///
/// Threads: one at a time.
final class AfcChannel implements AutoCloseable {
    static final int HEADER_BYTES = 40;

    static final byte[] MAGIC = "CFA6LPAA".getBytes(StandardCharsets.US_ASCII);

    /// Asked of a device at once. Its side answers one after the other; more would only fill its queue.
    static final int MAX_REQUESTS_UNDER_WAY = 64;

    /// A status, a handle, a position: 8 bytes. More has not been seen, and would be passed over.
    static final int MAX_SMALL_REPLY_BYTES = 4096;

    /// So many reads may be under way as make this together. Reaches 400 MB/s at 20 ms; more than any cable.
    static final long MAX_BYTES_UNDER_WAY = 8L << 20;

    /// Files that changed while they were read. With more something else is wrong.
    private static final int MAX_DOUBTFUL = 1000;

    /// Requests are a few dozen bytes; those of one moment go out together.
    private static final int OUTBOUND_BYTES = 64 << 10;

    private final Connection connection;
    private final byte[] outbound = new byte[OUTBOUND_BYTES];
    private int outboundLength;

    /// In the order sent, until the head of their answer has been read.
    private final Deque<AfcRequest> waiting = new ArrayDeque<>();

    private long nextPacket = 1;
    private long bytesUnderWay;

    /// Whose answer's bytes come next in the connection, and how many are left of them.
    private @Nullable AfcRequest arriving;

    private long arrivingLeft;

    private boolean oneAtATime;
    private final Set<String> doubtful = new HashSet<>();
    private int mostUnderWay;

    /// Once reading or writing has failed nobody knows what comes next.
    private @Nullable DeviceException broken;

    AfcChannel(Connection connection) {
        this.connection = connection;
    }

    static DeviceException malformed(String why) {
        return DeviceException.malformed("AFC", why);
    }

    /// Puts a request on its way, at the latest when an answer is waited for.
    ///
    /// @param handle the open file it is about, 0 if none
    AfcRequest send(AfcOperation operation, String path, long handle, int maxReplyBytes, byte[] data)
            throws DeviceException {
        return send(operation, path, handle, maxReplyBytes, data, 0);
    }

    /// @param payloadBytes how many of the last bytes of `data` are payload
    AfcRequest send(AfcOperation operation, String path, long handle, int maxReplyBytes, byte[] data, int payloadBytes)
            throws DeviceException {
        while (waiting.size() >= MAX_REQUESTS_UNDER_WAY) {
            receive();
        }
        AfcRequest request = new AfcRequest(nextPacket++, path, handle, maxReplyBytes);
        long whole = (long) HEADER_BYTES + data.length;
        byte[] packet = ByteBuffer.allocate(HEADER_BYTES + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .putLong(whole)
                .putLong(whole - payloadBytes)
                .putLong(request.packet())
                .putLong(operation.code())
                .put(data)
                .array();
        write(packet);
        waiting.add(request);
        mostUnderWay = Math.max(mostUnderWay, waiting.size());
        return request;
    }

    private void write(byte[] packet) throws DeviceException {
        if (outboundLength + packet.length > outbound.length) {
            flush();
        }
        if (packet.length > outbound.length) {
            writeThrough(packet, packet.length);
        } else {
            System.arraycopy(packet, 0, outbound, outboundLength, packet.length);
            outboundLength += packet.length;
        }
    }

    void flush() throws DeviceException {
        int length = outboundLength;
        outboundLength = 0;
        if (length > 0) {
            writeThrough(outbound, length);
        }
    }

    private void writeThrough(byte[] bytes, int length) throws DeviceException {
        throwIfBroken();
        try {
            connection.write(bytes, 0, length);
        } catch (DeviceException failed) {
            broken = failed;
            throw failed;
        }
    }

    private void throwIfBroken() throws DeviceException {
        if (broken != null) {
            throw new DeviceException(broken.fault(), broken);
        }
    }

    /// Waits for the answer of a request; those that come before are kept.
    void await(AfcRequest request) throws DeviceException {
        while (!request.isAnswered()) {
            receive();
        }
    }

    /// Reads the head of the next answer, whosever it is.
    void receive() throws DeviceException {
        throwIfBroken();
        try {
            keepArriving();
            if (waiting.isEmpty()) {
                throw malformed("waiting for an answer to nothing");
            }
            if (connection.buffered() == 0) {
                flush(); // what came already is dealt with first, so that its consequences go out together
            }
            receiveHead();
        } catch (DeviceException failed) {
            broken = failed;
            throw failed;
        }
    }

    /// Makes way for the next answer.
    private void keepArriving() throws DeviceException {
        AfcRequest request = arriving;
        if (request == null) {
            return;
        }
        arriving = null;
        if (request.isForgotten()) {
            connection.skipFully(arrivingLeft);
        } else {
            byte[] rest = new byte[(int) arrivingLeft];
            connection.readFully(rest, 0, rest.length);
            request.keep(rest);
        }
        arrivingLeft = 0;
    }

    private void receiveHead() throws DeviceException {
        byte[] head = new byte[HEADER_BYTES];
        connection.readFully(head, 0, head.length);
        if (!Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw malformed("a packet without its magic");
        }
        ByteBuffer fields = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).position(MAGIC.length);
        long whole = fields.getLong();
        long front = fields.getLong();
        long packet = fields.getLong();
        long operation = fields.getLong();
        if (front < HEADER_BYTES || whole < front) {
            throw malformed("a packet of " + whole + " bytes");
        }
        AfcRequest request = waitingFor(packet);
        long length = whole - HEADER_BYTES;
        if (length > Math.max(request.maxReplyBytes(), MAX_SMALL_REPLY_BYTES)) {
            throw malformed("an answer of " + length + " bytes");
        }
        AfcOperation kind = AfcOperation.of(operation).orElseThrow(() -> malformed("operation " + operation));
        receiveBody(request, kind, (int) length);
    }

    private AfcRequest waitingFor(long packet) throws DeviceException {
        AfcRequest first = waiting.element();
        if (first.packet() == packet) {
            return waiting.remove();
        }
        for (AfcRequest request : waiting) {
            if (request.packet() == packet) {
                waiting.remove(request);
                suspectOvertaken(request);
                return request;
            }
        }
        throw malformed("an answer to nothing that was asked");
    }

    /// Reads of one open file share its position: if their answers change places, nobody knows which bytes are
    /// whose.
    private void suspectOvertaken(AfcRequest overtaker) {
        for (AfcRequest older : waiting) {
            if (older.packet() < overtaker.packet() && older.handle() != 0 && older.handle() == overtaker.handle()) {
                older.suspect();
                overtaker.suspect();
            }
        }
    }

    private void receiveBody(AfcRequest request, AfcOperation kind, int length) throws DeviceException {
        switch (kind) {
            case STATUS -> request.answerStatus(smallReply(length));
            case FILE_OPEN_RESULT, FILE_TELL_RESULT -> request.answerNumber(smallReply(length));
            case DATA -> {
                if (length > request.maxReplyBytes()) {
                    throw malformed("more bytes than were asked for");
                }
                request.answerData(length);
                if (length > 0) {
                    arriving = request;
                    arrivingLeft = length;
                }
            }
            case READ_DIRECTORY,
                    TRUNCATE,
                    REMOVE_PATH,
                    MAKE_DIRECTORY,
                    GET_FILE_INFO,
                    GET_DEVICE_INFO,
                    FILE_OPEN,
                    FILE_READ,
                    FILE_WRITE,
                    FILE_SEEK,
                    FILE_TELL,
                    FILE_CLOSE,
                    FILE_SET_SIZE,
                    RENAME,
                    FILE_LOCK,
                    MAKE_LINK,
                    SET_FILE_TIME,
                    REMOVE_PATH_AND_CONTENTS -> throw malformed("a request instead of an answer");
        }
    }

    private long smallReply(int length) throws DeviceException {
        if (length < Long.BYTES || length > MAX_SMALL_REPLY_BYTES) {
            throw malformed("an answer of " + length + " bytes instead of a number");
        }
        byte[] bytes = new byte[length];
        connection.readFully(bytes, 0, length);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    /// Takes some bytes of an answer.
    ///
    /// @return how many; 0 if there are none left
    int take(AfcRequest request, byte[] into, int offset, int count) throws DeviceException {
        throwIfBroken();
        if (arriving != request) {
            return request.takeKept(into, offset, count);
        }
        try {
            int some = (int) Math.min(count, arrivingLeft);
            int got = connection.read(into, offset, some);
            if (got < 0) {
                connection.readFully(into, offset, some); // tells what it means that the other side has closed
            }
            arrivingLeft -= got;
            if (arrivingLeft == 0) {
                arriving = null;
            }
            return got;
        } catch (DeviceException failed) {
            broken = failed;
            throw failed;
        }
    }

    /// All bytes of the answer to a request.
    byte[] awaitData(AfcRequest request) throws DeviceException {
        await(request);
        request.expectSuccess();
        if (request.stage() == AfcRequest.Stage.NUMBER) {
            throw malformed("a number instead of data");
        }
        byte[] all = new byte[request.stage() == AfcRequest.Stage.DATA ? request.length() : 0];
        int done = 0;
        while (done < all.length) {
            done += take(request, all, done, all.length - done);
        }
        return all;
    }

    /// Closes an open file without waiting for the answer, which nobody needs: nothing was written to it.
    void closeFile(String path, long handle) throws DeviceException {
        send(AfcOperation.FILE_CLOSE, path, handle, MAX_SMALL_REPLY_BYTES, AfcData.numbers(handle))
                .forget();
    }

    void silenceLimit(Duration limit) {
        connection.silenceLimit(limit);
    }

    /// Waits for a request to have been done.
    void awaitSuccess(AfcRequest request) throws DeviceException {
        await(request);
        request.expectSuccess();
    }

    /// Whether a read of so many bytes may be sent now. One always may if none is under way.
    boolean hasRoomFor(int bytes) {
        if (bytesUnderWay == 0) {
            return true;
        }
        return !oneAtATime && bytesUnderWay + bytes <= MAX_BYTES_UNDER_WAY && waiting.size() < MAX_REQUESTS_UNDER_WAY;
    }

    void reserve(int bytes) {
        bytesUnderWay += bytes;
    }

    void release(int bytes) {
        bytesUnderWay -= bytes;
    }

    /// The bytes of a file were not those expected. If it is read again, that is done one request at a time.
    void doubt(String path) {
        if (doubtful.size() < MAX_DOUBTFUL) {
            doubtful.add(path);
        } else {
            keepToOneAtATime();
        }
    }

    boolean isDoubtful(String path) {
        return doubtful.contains(path);
    }

    /// From now on at most one read is under way: the device does not keep the order.
    void keepToOneAtATime() {
        oneAtATime = true;
    }

    boolean isOneAtATime() {
        return oneAtATime;
    }

    int mostRequestsUnderWay() {
        return mostUnderWay;
    }

    /// Whether no failure has put it out of step.
    boolean isUsable() {
        return broken == null;
    }

    @Override
    public void close() {
        connection.close();
    }
}
