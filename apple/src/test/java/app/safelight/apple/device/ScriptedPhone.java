package app.safelight.apple.device;

import app.safelight.apple.connection.Peer;
import app.safelight.apple.lockdown.TestCertificates;
import app.safelight.apple.lockdown.TlsDevice;
import app.safelight.apple.plist.Plist;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.tls.TlsServerProtocol;
import org.jspecify.annotations.Nullable;

/// A daemon with one phone, which says what it is told to say: enough to try how a whole conversation goes.
final class ScriptedPhone implements Peer.Script {
    static final String UDID = "00008110-000A1B2C3D4E5F60";

    private static final int LOCKDOWN = 32498; // 62078 in network order
    private static final int AFC_PORT = 49200;

    private final KeyPair key;

    /// What it answers to being asked to pair, one after the other; then it accepts.
    final Deque<String> pairErrors = new ArrayDeque<>();

    final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();

    volatile byte @Nullable [] saved;
    volatile byte @Nullable [] deviceCertificate;
    volatile String knownHost = "";
    volatile boolean attached = true;
    volatile boolean unplugsAtHandshake;
    volatile boolean hangsUpAtHandshake;
    volatile boolean locked;

    /// Ends sessions after so many requests in them.
    volatile int requestsPerSession = Integer.MAX_VALUE;

    private final Peer.Script afc;

    ScriptedPhone(Peer.Script afc) throws Exception {
        this.key = TestCertificates.newKey();
        this.afc = afc;
    }

    @Override
    public void run(InputStream in, OutputStream out) throws Exception {
        Plist request = muxRequest(in);
        String type = request.string("MessageType").orElseThrow();
        switch (type) {
            case "ListDevices" -> mux(out, Plist.empty().put("DeviceList", attached ? List.of(device()) : List.of()));
            case "ReadBUID" -> mux(out, Plist.empty().put("BUID", "BUID"));
            case "ReadPairRecord" -> {
                byte[] record = saved;
                mux(out, record == null ? result(2) : Plist.empty().put("PairRecordData", record));
            }
            case "SavePairRecord" -> {
                saved = request.data("PairRecordData").orElseThrow();
                mux(out, result(0));
            }
            case "DeletePairRecord" -> {
                saved = null;
                mux(out, result(0));
            }
            case "Connect" -> {
                mux(out, result(0));
                if (request.integer("PortNumber").orElseThrow() == LOCKDOWN) {
                    lockdown(in, out);
                } else {
                    TlsServerProtocol tls = tls(in, out);
                    afc.run(tls.getInputStream(), tls.getOutputStream());
                }
            }
            default -> throw new AssertionError(type);
        }
    }

    private static Plist device() {
        return Plist.empty()
                .put("MessageType", "Attached")
                .put("DeviceID", 7)
                .put("Properties", Plist.empty().put("ConnectionType", "USB").put("SerialNumber", UDID));
    }

    private static Plist result(long number) {
        return Plist.empty().put("MessageType", "Result").put("Number", number);
    }

    private static Plist muxRequest(InputStream in) throws IOException {
        DataInputStream input = new DataInputStream(in);
        byte[] head = new byte[16];
        input.readFully(head);
        byte[] body =
                new byte[ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt() - 16];
        input.readFully(body);
        return Plist.parse(body);
    }

    private static void mux(OutputStream out, Plist answer) throws IOException {
        byte[] body = answer.toXml();
        out.write(ByteBuffer.allocate(16 + body.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(16 + body.length)
                .putInt(1)
                .putInt(8)
                .putInt(1)
                .put(body)
                .array());
    }

    private void lockdown(InputStream in, OutputStream out) throws Exception {
        try {
            InputStream from = in;
            OutputStream to = out;
            boolean session = false;
            int left = Integer.MAX_VALUE;
            while (left-- > 0) {
                Plist request = receive(from);
                String name = request.string("Request").orElseThrow();
                asked.add(name);
                Plist answer = answer(name, request, session).put("Request", name);
                send(to, answer);
                if (name.equals("StartSession") && answer.has("SessionID")) {
                    TlsServerProtocol tls = tls(from, to);
                    from = tls.getInputStream();
                    to = tls.getOutputStream();
                    session = true;
                    left = requestsPerSession;
                }
            }
        } catch (EOFException over) {
            out.flush();
        }
    }

    private TlsServerProtocol tls(InputStream in, OutputStream out) throws IOException {
        if (unplugsAtHandshake) {
            attached = false;
        }
        byte[] certificate = deviceCertificate;
        if (unplugsAtHandshake || hangsUpAtHandshake || certificate == null) {
            throw new EOFException("hangs up");
        }
        try (PEMParser parser = new PEMParser(new StringReader(new String(certificate, StandardCharsets.US_ASCII)))) {
            X509CertificateHolder holder = (X509CertificateHolder) parser.readObject();
            return TlsDevice.accept(in, out, holder.getEncoded(), key.getPrivate(), false, new byte[1][]);
        }
    }

    private static Plist receive(InputStream in) throws IOException {
        DataInputStream input = new DataInputStream(in);
        byte[] body = new byte[input.readInt()];
        input.readFully(body);
        return Plist.parse(body);
    }

    private static void send(OutputStream out, Plist answer) throws IOException {
        byte[] body = answer.toXml();
        out.write(ByteBuffer.allocate(4 + body.length)
                .putInt(body.length)
                .put(body)
                .array());
        out.flush();
    }

    private Plist answer(String name, Plist request, boolean session) throws Exception {
        return switch (name) {
            case "QueryType" -> Plist.empty().put("Type", "com.apple.mobile.lockdown");
            case "GetValue" -> value(request, session);
            case "Pair" -> pair(request.dictionary("PairRecord").orElseThrow());
            case "Unpair" -> {
                knownHost = "";
                yield Plist.empty();
            }
            case "StartSession" -> startSession(request.string("HostID").orElseThrow());
            case "StopSession" -> Plist.empty();
            case "StartService" -> Plist.empty().put("Port", AFC_PORT).put("EnableServiceSSL", true);
            default -> throw new AssertionError(name);
        };
    }

    private Plist value(Plist request, boolean session) {
        String wanted = request.string("Key").orElse("");
        Plist all = Plist.empty()
                .put("DeviceName", "Anna's iPhone")
                .put("ProductType", "iPhone15,2")
                .put("ProductVersion", "18.1")
                .put("DeviceClass", "iPhone")
                .put("WiFiAddress", "aa:bb:cc:dd:ee:ff")
                .put("DevicePublicKey", TestCertificates.devicePublicKey(key.getPublic()));
        if (session) {
            all.put("PasswordProtected", locked).put("SerialNumber", "F00");
        } else if (wanted.isEmpty()) {
            return Plist.empty().put("Error", "GetProhibited");
        }
        if (wanted.isEmpty()) {
            return Plist.empty().put("Value", all);
        }
        return all.value(wanted)
                .map(value -> Plist.empty().put("Value", value))
                .orElseGet(() -> Plist.empty().put("Error", "MissingValue"));
    }

    private Plist pair(Plist record) {
        if (record.has("HostPrivateKey") || record.has("RootPrivateKey")) {
            throw new AssertionError("a private key was sent");
        }
        String error = pairErrors.poll();
        if (error != null) {
            return Plist.empty().put("Error", error);
        }
        knownHost = record.string("HostID").orElseThrow();
        deviceCertificate = record.data("DeviceCertificate").orElseThrow();
        return Plist.empty().put("EscrowBag", new byte[32]);
    }

    private Plist startSession(String host) {
        if (!host.equals(knownHost)) {
            return Plist.empty().put("Error", "InvalidHostID");
        }
        return Plist.empty().put("SessionID", "S").put("EnableSessionSSL", true);
    }
}
