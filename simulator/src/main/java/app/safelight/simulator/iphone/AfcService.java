package app.safelight.simulator.iphone;

import app.safelight.simulator.iphone.PhoneTrouble.Damage;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Apple File Conduit: answers one request after another, in the order they came.
///
/// Shape: a head of 40 bytes, little-endian: `CFA6LPAA`, u64 length of all, u64 length without payload, u64
/// number of the packet, u64 operation; then the operation's data; then the payload, of a write or of data
/// alone. Source: libimobiledevice `afc.c`.
final class AfcService {
    private static final byte[] MAGIC = "CFA6LPAA".getBytes(StandardCharsets.US_ASCII);

    private static final int HEAD_BYTES = 40;

    /// Most data of an operation: two paths and a number.
    private static final int MAX_DATA_BYTES = 16 << 10;

    /// Most bytes written at once; clients send up to 4 MiB.
    private static final int MAX_PAYLOAD_BYTES = 16 << 20;

    /// Most bytes given for one read, whatever was asked for: what real phones were seen to give.
    private static final int MAX_READ_BYTES = 4 << 20;

    private static final int STATUS = 0x01;
    private static final int DATA = 0x02;
    private static final int OPENED = 0x0E;
    private static final int TOLD = 0x13;
    private static final int WRITE = 0x10;

    private final SimulatedPhone phone;
    private final AfcFiles files;
    private final Wire wire;
    private final byte[] head = new byte[HEAD_BYTES];
    private byte[] packet = new byte[64 << 10];

    AfcService(SimulatedPhone phone, AfcFiles files, Wire wire) {
        this.phone = phone;
        this.files = files;
        this.wire = wire;
    }

    /// One request.
    ///
    /// @param data the operation's, without the payload
    private record Request(long number, int operation, ByteBuffer data, int payloadBytes) {
        long u64() throws AfcRefusal {
            if (data.remaining() < Long.BYTES) {
                throw new AfcRefusal(AfcStatus.INVALID_ARGUMENT);
            }
            return data.getLong();
        }

        /// The next text, up to its zero.
        String text() throws AfcRefusal {
            int start = data.position();
            while (data.hasRemaining()) {
                if (data.get() == 0) {
                    byte[] bytes = new byte[data.position() - start - 1];
                    data.get(start, bytes);
                    return new String(bytes, StandardCharsets.UTF_8);
                }
            }
            throw new AfcRefusal(AfcStatus.INVALID_ARGUMENT);
        }
    }

    void serve() throws IOException {
        while (wire.fill(head, 0, HEAD_BYTES)) {
            Request request = receive();
            phone.tally().request(wire.moreIsWaiting());
            try {
                answer(request);
            } catch (AfcRefusal refusal) {
                status(request.number(), refusal.status());
            } catch (InvalidPathException senseless) {
                status(request.number(), AfcStatus.INVALID_ARGUMENT);
            }
        }
    }

    private Request receive() throws IOException {
        ByteBuffer fields = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        if (!Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new ProtocolBreach("an AFC packet that does not begin as one");
        }
        fields.position(MAGIC.length);
        long entire = fields.getLong();
        long without = fields.getLong();
        long number = fields.getLong();
        long operation = fields.getLong();
        boolean sound = without >= HEAD_BYTES
                && without - HEAD_BYTES <= MAX_DATA_BYTES
                && entire >= without
                && entire - without <= MAX_PAYLOAD_BYTES
                && operation >= 0
                && operation <= 0xff;
        if (!sound) {
            throw new ProtocolBreach("an AFC packet of " + Long.toUnsignedString(entire) + " bytes");
        }
        byte[] data = new byte[(int) without - HEAD_BYTES];
        int payload = (int) (entire - without);
        room(payload);
        if (!wire.fill(data, 0, data.length) || !wire.fill(packet, HEAD_BYTES, payload)) {
            throw new EOFException("ended within an AFC packet");
        }
        return new Request(number, (int) operation, ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN), payload);
    }

    private void room(int bodyBytes) {
        if (packet.length < HEAD_BYTES + bodyBytes) {
            packet = new byte[HEAD_BYTES + bodyBytes];
        }
    }

    private void answer(Request request) throws AfcRefusal, IOException {
        try {
            obey(request);
        } catch (NoSuchFileException missing) {
            throw new AfcRefusal(AfcStatus.OBJECT_NOT_FOUND);
        } catch (FileAlreadyExistsException there) {
            throw new AfcRefusal(AfcStatus.OBJECT_EXISTS);
        } catch (DirectoryNotEmptyException full) {
            throw new AfcRefusal(AfcStatus.UNKNOWN_ERROR);
        } catch (NotDirectoryException file) {
            throw new AfcRefusal(AfcStatus.READ_ERROR);
        } catch (AccessDeniedException denied) {
            throw new AfcRefusal(AfcStatus.PERMISSION_DENIED);
        } catch (FileSystemException other) {
            throw new AfcRefusal(AfcStatus.IO_ERROR);
        }
    }

    private void obey(Request request) throws AfcRefusal, IOException {
        long number = request.number();
        if (request.payloadBytes() > 0 && request.operation() != WRITE) {
            throw new AfcRefusal(AfcStatus.HEADER_INVALID);
        }
        switch (request.operation()) {
            case 0x03 -> texts(number, files.list(request.text()));
            case 0x0A -> pairs(number, files.info(request.text()));
            case 0x0B -> pairs(number, files.device());
            case 0x0D -> value(number, OPENED, files.open(request.u64(), request.text()));
            case 0x0F -> read(number, request.u64(), request.u64());
            case 0x12 -> value(number, TOLD, files.tell(request.u64()));
            default -> {
                change(request);
                status(number, AfcStatus.SUCCESS);
            }
        }
    }

    private void change(Request request) throws AfcRefusal, IOException {
        try {
            changeFiles(request);
        } catch (FileSystemException told) {
            throw told;
        } catch (IOException failed) {
            throw new AfcRefusal(AfcStatus.WRITE_ERROR); // The disk's failure; the wire is not touched here.
        }
    }

    /// The operations that are answered with a status alone.
    private void changeFiles(Request request) throws AfcRefusal, IOException {
        switch (request.operation()) {
            case 0x07 -> files.truncate(request.u64(), request.text());
            case 0x08 -> files.remove(request.text());
            case 0x09 -> files.makeFolder(request.text());
            case WRITE -> files.write(request.u64(), ByteBuffer.wrap(packet, HEAD_BYTES, request.payloadBytes()));
            case 0x11 -> files.seek(request.u64(), request.u64(), request.u64());
            case 0x14 -> files.close(request.u64());
            case 0x15 -> files.setSize(request.u64(), request.u64());
            case 0x18 -> files.rename(request.text(), request.text());
            case 0x1B -> files.lock(request.u64(), request.u64());
            case 0x1C -> files.link(request.u64(), request.text(), request.text());
            case 0x1E -> files.setModified(request.u64(), request.text());
            case 0x22 -> files.removeAll(request.text());
            default -> throw new AfcRefusal(AfcStatus.NOT_SUPPORTED);
        }
    }

    private void read(long number, long handle, long wanted) throws AfcRefusal, IOException {
        if (wanted < 0) {
            throw new AfcRefusal(AfcStatus.INVALID_ARGUMENT);
        }
        int most = (int) Math.min(wanted, MAX_READ_BYTES);
        room(most);
        int count = files.read(handle, ByteBuffer.wrap(packet, HEAD_BYTES, most));
        send(number, DATA, count);
    }

    private void status(long number, AfcStatus status) throws IOException {
        value(number, STATUS, status.code());
    }

    private void value(long number, int operation, long value) throws IOException {
        ByteBuffer.wrap(packet).order(ByteOrder.LITTLE_ENDIAN).putLong(HEAD_BYTES, value);
        send(number, operation, Long.BYTES);
    }

    private void pairs(long number, Map<String, String> pairs) throws IOException {
        List<String> texts = new ArrayList<>();
        pairs.forEach((key, value) -> {
            texts.add(key);
            texts.add(value);
        });
        texts(number, texts);
    }

    private void texts(long number, List<String> texts) throws IOException {
        byte[] bytes = String.join("\0", texts).getBytes(StandardCharsets.UTF_8);
        room(bytes.length + 1);
        System.arraycopy(bytes, 0, packet, HEAD_BYTES, bytes.length);
        packet[HEAD_BYTES + bytes.length] = 0;
        send(number, DATA, bytes.length + 1);
    }

    /// Sends what stands in the packet after its head. Contents and names are payload: libimobiledevice takes
    /// what is not payload in one piece or not at all.
    private void send(long number, int operation, int bodyBytes) throws IOException {
        Wire.Answer answer = wire.begin();
        if (answer.silent()) {
            return;
        }
        int length = HEAD_BYTES + bodyBytes;
        ByteBuffer fields = ByteBuffer.wrap(packet).order(ByteOrder.LITTLE_ENDIAN);
        int without = operation == DATA ? HEAD_BYTES : length;
        fields.put(MAGIC).putLong(length).putLong(without).putLong(number).putLong(operation);
        spoil(fields, answer.damage(), number, length);
        wire.write(packet, 0, length);
    }

    private void spoil(ByteBuffer fields, @Nullable Damage damage, long number, int length) {
        switch (damage) {
            case WRONG_START -> fields.putLong(0, 0x7f7f7f7f7f7f7f7fL);
            case HUGE_LENGTH -> fields.putLong(8, Long.MAX_VALUE);
            case TINY_LENGTH -> fields.putLong(8, 3).putLong(16, 3);
            case WRONG_NUMBER -> fields.putLong(24, number + 1_000);
            case NOISE -> Wire.makeNoise(packet, MAGIC.length, length - MAGIC.length);
            case null -> {}
        }
    }
}
