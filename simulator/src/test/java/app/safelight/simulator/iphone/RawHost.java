package app.safelight.simulator.iphone;

import app.safelight.apple.plist.Plist;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.tls.TlsClientProtocol;

/// A computer that says exactly what a test wants, right or wrong. Shares nothing with our client.
final class RawHost implements Closeable {
    /// Long, but a test that waits in vain must fail and not hang.
    private static final int TIMEOUT_MILLIS = 60_000;

    private static final int AFC_HEAD_BYTES = 40;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    /// An answer of AFC as it came.
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Answer(long entire, long without, long number, long operation, byte[] body) {
        long u64() {
            return ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN).getLong();
        }

        /// The status' number; -1 if it is none.
        long status() {
            return operation == 1 ? u64() : -1;
        }

        List<String> texts() {
            return List.of(new String(body, StandardCharsets.UTF_8).split("\0"));
        }
    }

    RawHost(TestBench bench) throws IOException {
        String address = bench.usbmux().address();
        int colon = address.lastIndexOf(':');
        this.socket = new Socket(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    static RawHost afc(TestBench bench, SimulatedPhone phone) throws IOException {
        return service(bench, phone, PhoneServices.AFC);
    }

    /// A connection to one of a phone's services, without encryption and without the way through lockdown.
    static RawHost service(TestBench bench, SimulatedPhone phone, String name) throws IOException {
        return at(bench, phone, phone.start(new SimulatedPhone.StartedService(name, Optional.empty())));
    }

    static RawHost lockdown(TestBench bench, SimulatedPhone phone) throws IOException {
        return at(bench, phone, 62_078);
    }

    private static RawHost at(TestBench bench, SimulatedPhone phone, int port) throws IOException {
        Attachment attachment = bench.usbmux().attachments().stream()
                .filter(one -> one.phone() == phone)
                .findFirst()
                .orElseThrow();
        RawHost host = new RawHost(bench);
        long number = host.connect(attachment.deviceId(), port);
        if (number != 0) {
            throw new IOException("refused with " + number);
        }
        return host;
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    byte[] receive(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("ended after " + bytes.length + " of " + count + " bytes");
        }
        return bytes;
    }

    /// All that still comes until the other side ends.
    byte[] receiveAll() throws IOException {
        return in.readAllBytes();
    }

    static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    Plist askMux(Plist request) throws IOException {
        sendMux(1, 8, request.toXml());
        return receiveMux();
    }

    Plist askMux(String type) throws IOException {
        return askMux(Plist.empty().put("MessageType", type));
    }

    void sendMux(int version, int kind, byte[] body) throws IOException {
        send(little(16 + body.length)
                .putInt(16 + body.length)
                .putInt(version)
                .putInt(kind)
                .putInt(7)
                .put(body)
                .array());
    }

    Plist receiveMux() throws IOException {
        ByteBuffer head = ByteBuffer.wrap(receive(16)).order(ByteOrder.LITTLE_ENDIAN);
        return Plist.parse(receive(head.getInt() - 16));
    }

    /// @param port as people write it
    long connect(int deviceId, int port) throws IOException {
        int swapped = Short.toUnsignedInt(Short.reverseBytes((short) port));
        return askMux(Plist.empty()
                        .put("MessageType", "Connect")
                        .put("DeviceID", deviceId)
                        .put("PortNumber", swapped))
                .integer("Number")
                .orElseThrow();
    }

    /// Asks a service that speaks property lists.
    Plist ask(Plist request) throws IOException {
        sendList(request);
        return receiveList();
    }

    Plist ask(String request) throws IOException {
        return ask(Plist.empty().put("Request", request));
    }

    void sendList(Plist request) throws IOException {
        byte[] xml = request.toXml();
        send(ByteBuffer.allocate(4 + xml.length).putInt(xml.length).put(xml).array());
    }

    Plist receiveList() throws IOException {
        return Plist.parse(receive(ByteBuffer.wrap(receive(4)).getInt()));
    }

    /// An encrypted session, as a computer with these keys holds it.
    record Encrypted(TlsClientProtocol tls) {
        Plist ask(Plist request) throws IOException {
            byte[] xml = request.toXml();
            tls.getOutputStream()
                    .write(ByteBuffer.allocate(4 + xml.length)
                            .putInt(xml.length)
                            .put(xml)
                            .array());
            byte[] head = tls.getInputStream().readNBytes(4);
            return Plist.parse(
                    tls.getInputStream().readNBytes(ByteBuffer.wrap(head).getInt()));
        }
    }

    /// @param withRoot shows the root's certificate, as some programs do, and not the computer's own
    Encrypted encrypt(TestHostKeys keys, boolean withRoot) throws IOException {
        TlsClientProtocol tls = new TlsClientProtocol(in, out);
        tls.connect(new TestTlsClient(keys, withRoot));
        return new Encrypted(tls);
    }

    static byte[] packet(long number, int operation, byte[] data, byte[] payload) {
        int without = AFC_HEAD_BYTES + data.length;
        return little(without + payload.length)
                .put("CFA6LPAA".getBytes(StandardCharsets.US_ASCII))
                .putLong(without + payload.length)
                .putLong(without)
                .putLong(number)
                .putLong(operation)
                .put(data)
                .put(payload)
                .array();
    }

    /// Texts with their zeros, and numbers, one after another.
    static byte[] data(Object... parts) {
        List<byte[]> pieces = new ArrayList<>();
        int bytes = 0;
        for (Object part : parts) {
            byte[] piece = switch (part) {
                case String text -> (text + "\0").getBytes(StandardCharsets.UTF_8);
                case Number number -> little(8).putLong(number.longValue()).array();
                default -> throw new IllegalArgumentException("neither text nor number");
            };
            pieces.add(piece);
            bytes += piece.length;
        }
        ByteBuffer all = ByteBuffer.allocate(bytes);
        pieces.forEach(all::put);
        return all.array();
    }

    Answer askAfc(int operation, Object... parts) throws IOException {
        send(packet(1, operation, data(parts), new byte[0]));
        return receiveAfc();
    }

    long open(int mode, String path) throws IOException {
        Answer opened = askAfc(0x0D, mode, path);
        if (opened.operation() != 0x0E) {
            throw new IOException("status " + opened.status());
        }
        return opened.u64();
    }

    /// What one read gives.
    byte[] read(long handle, long bytes) throws IOException {
        Answer read = askAfc(0x0F, handle, bytes);
        if (read.operation() != 2) {
            throw new IOException("status " + read.status());
        }
        return read.body();
    }

    long write(long handle, String text) throws IOException {
        send(packet(1, 0x10, data(handle), text.getBytes(StandardCharsets.UTF_8)));
        return receiveAfc().status();
    }

    Answer receiveAfc() throws IOException {
        ByteBuffer head = ByteBuffer.wrap(receive(AFC_HEAD_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        head.position(8);
        long entire = head.getLong();
        return new Answer(
                entire, head.getLong(), head.getLong(), head.getLong(), receive((int) entire - AFC_HEAD_BYTES));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
