package app.safelight.apple.afc;

import app.safelight.apple.connection.Peer;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The other side of the file service, written from the protocol's description and not from the code it tests:
/// files in memory, and a device's bad habits.
final class ScriptedAfc implements Peer.Script {
    private static final byte[] MAGIC = {'C', 'F', 'A', '6', 'L', 'P', 'A', 'A'};

    private static final int HEADER = 40;

    /// A request as it came.
    private static final class Request {
        private final long packet;
        private final long operation;
        private final byte[] data;
        private final int payload;

        Request(long packet, long operation, byte[] data, int payload) {
            this.packet = packet;
            this.operation = operation;
            this.data = data;
            this.payload = payload;
        }

        long packet() {
            return packet;
        }

        long operation() {
            return operation;
        }

        byte[] data() {
            return data;
        }

        int payload() {
            return payload;
        }

        long number(int index) {
            return ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).getLong(index * 8);
        }

        String text(int from) {
            int end = from;
            while (data[end] != 0) {
                end++;
            }
            return new String(data, from, end - from, StandardCharsets.UTF_8);
        }
    }

    private static final class Open {
        private final String path;
        private long position;

        Open(String path) {
            this.path = path;
        }
    }

    final Map<String, byte[]> files = new ConcurrentHashMap<>();
    final Map<String, List<String>> folders = new ConcurrentHashMap<>();

    /// Says another size than the file has.
    final Map<String, Long> lies = new ConcurrentHashMap<>();

    /// Status codes that opening, listing or asking about a path is refused with.
    final Map<String, Long> refused = new ConcurrentHashMap<>();

    final AtomicInteger mostOpen = new AtomicInteger();
    final AtomicInteger requests = new AtomicInteger();

    volatile int mostBytesPerRead = Integer.MAX_VALUE;
    volatile int mostOpenFiles = Integer.MAX_VALUE;

    /// Answers only when so many requests have come, or a read would block: shows how many are under way.
    volatile int holdUntil = 1;

    /// Swaps the first two answers to reads that are held together.
    volatile boolean swapsReads;

    private final Map<Long, Open> open = new HashMap<>();
    private long nextHandle = 1;

    @Override
    public void run(InputStream in, OutputStream out) throws IOException {
        DataInputStream input = new DataInputStream(in);
        List<Request> held = new ArrayList<>();
        try {
            while (true) {
                held.add(request(input));
                if (held.size() >= holdUntil) {
                    holdUntil = 1;
                    out.write(answers(held));
                    held.clear();
                }
            }
        } catch (EOFException over) {
            out.flush();
        }
    }

    private byte[] answers(List<Request> held) throws IOException {
        List<Request> order = new ArrayList<>(held);
        if (swapsReads
                && order.size() > 1
                && order.get(0).operation() == 0x0F
                && order.get(1).operation() == 0x0F) {
            order.set(0, held.get(1));
            order.set(1, held.get(0));
            swapsReads = false;
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Request request : order) {
            all.write(answer(request));
        }
        return all.toByteArray();
    }

    private Request request(DataInputStream in) throws IOException {
        byte[] head = new byte[HEADER];
        in.readFully(head);
        ByteBuffer fields = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        byte[] magic = new byte[8];
        fields.get(magic);
        if (!java.util.Arrays.equals(magic, MAGIC)) {
            throw new AssertionError("no magic");
        }
        long whole = fields.getLong();
        long front = fields.getLong();
        long packet = fields.getLong();
        long operation = fields.getLong();
        byte[] data = new byte[(int) whole - HEADER];
        in.readFully(data);
        requests.incrementAndGet();
        if (operation == 0x10 ? front != 48 : front != whole) {
            throw new AssertionError("only a write has a payload");
        }
        return new Request(packet, operation, data, (int) (whole - front));
    }

    static byte[] packet(long packet, long operation, byte[] data) {
        return ByteBuffer.allocate(HEADER + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .putLong(HEADER + data.length)
                .putLong(HEADER + data.length)
                .putLong(packet)
                .putLong(operation)
                .put(data)
                .array();
    }

    static byte[] u64(long value) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }

    static byte[] status(long packet, long code) {
        return packet(packet, 0x01, u64(code));
    }

    private byte[] answer(Request request) {
        return switch ((int) request.operation()) {
            case 0x03 -> list(request, request.text(0));
            case 0x0A -> info(request, request.text(0));
            case 0x0B ->
                packet(
                        request.packet(),
                        2,
                        zeroEnded(
                                "Model",
                                "iPhone15,2",
                                "FSTotalBytes",
                                "128000000000",
                                "FSFreeBytes",
                                "64000000000",
                                "FSBlockSize",
                                "4096"));
            case 0x0D -> open(request, request.number(0), request.text(8));
            case 0x0F -> read(request, request.number(1));
            case 0x10 -> write(request);
            case 0x11 -> seek(request);
            case 0x12 -> packet(request.packet(), 0x13, u64(handle(request).position));
            case 0x14 -> {
                open.remove(request.number(0));
                yield status(request.packet(), 0);
            }
            case 0x15 -> {
                String path = handle(request).path;
                files.put(path, java.util.Arrays.copyOf(content(handle(request)), (int) request.number(1)));
                yield status(request.packet(), 0);
            }
            case 0x08 -> status(request.packet(), files.remove(request.text(0)) == null ? 8 : 0);
            case 0x18 -> {
                String from = request.text(0);
                byte[] moved = files.remove(from);
                files.put(request.text(from.getBytes(StandardCharsets.UTF_8).length + 1), moved);
                yield status(request.packet(), 0);
            }
            case 0x1B -> status(request.packet(), request.number(1) == 6 ? 19 : 0);
            case 0x07, 0x09, 0x1C, 0x1E, 0x22 -> status(request.packet(), 0);
            default -> status(request.packet(), 15);
        };
    }

    private Open handle(Request request) {
        Open file = open.get(request.number(0));
        if (file == null) {
            throw new AssertionError("no such handle");
        }
        return file;
    }

    static byte[] zeroEnded(String... texts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String text : texts) {
            bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            bytes.write(0);
        }
        return bytes.toByteArray();
    }

    private byte[] list(Request request, String path) {
        if (refused.containsKey(path)) {
            return status(request.packet(), refused.get(path));
        }
        List<String> names = folders.get(path);
        if (names == null) {
            return status(request.packet(), 8);
        }
        List<String> all = new ArrayList<>(List.of(".", ".."));
        all.addAll(names);
        return packet(request.packet(), 2, zeroEnded(all.toArray(String[]::new)));
    }

    private byte[] info(Request request, String path) {
        byte[] file = files.get(path);
        boolean folder = folders.containsKey(path);
        if (refused.containsKey(path) && !folder) {
            return status(request.packet(), refused.get(path));
        }
        if (file == null && !folder) {
            return status(request.packet(), 8);
        }
        long size = file == null ? 64 : lies.getOrDefault(path, (long) file.length);
        return packet(
                request.packet(),
                2,
                zeroEnded(
                        "st_size",
                        Long.toString(size),
                        "st_blocks",
                        "8",
                        "st_nlink",
                        "1",
                        "st_ifmt",
                        folder ? "S_IFDIR" : "S_IFREG",
                        "st_mtime",
                        "1700000000123456789",
                        "st_birthtime",
                        "1600000000000000000"));
    }

    private byte[] open(Request request, long mode, String path) {
        if (refused.containsKey(path)) {
            return status(request.packet(), refused.get(path));
        }
        if (open.size() >= mostOpenFiles) {
            return status(request.packet(), 3);
        }
        if (mode == 3) {
            files.put(path, new byte[0]);
        }
        if (!files.containsKey(path)) {
            return status(request.packet(), 8);
        }
        open.put(nextHandle, new Open(path));
        mostOpen.accumulateAndGet(open.size(), Math::max);
        return packet(request.packet(), 0x0E, u64(nextHandle++));
    }

    private byte[] read(Request request, long length) {
        Open file = handle(request);
        byte[] content = content(file);
        int from = (int) Math.min(file.position, content.length);
        int count = (int) Math.min(Math.min(length, mostBytesPerRead), content.length - from);
        file.position = (long) from + count;
        return packet(request.packet(), 2, java.util.Arrays.copyOfRange(content, from, from + count));
    }

    private byte[] content(Open file) {
        return files.getOrDefault(file.path, new byte[0]);
    }

    private byte[] write(Request request) {
        Open file = handle(request);
        byte[] content = content(file);
        int length = request.payload();
        byte[] grown = java.util.Arrays.copyOf(content, Math.max(content.length, (int) file.position + length));
        System.arraycopy(request.data(), 8, grown, (int) file.position, length);
        files.put(file.path, grown);
        file.position += length;
        return status(request.packet(), 0);
    }

    private byte[] seek(Request request) {
        Open file = handle(request);
        long from = switch ((int) request.number(1)) {
            case 0 -> 0;
            case 1 -> file.position;
            default -> content(file).length;
        };
        file.position = from + request.number(2);
        return status(request.packet(), 0);
    }
}
