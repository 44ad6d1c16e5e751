package app.safelight.apple.usbmux;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.apple.connection.Connection;
import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.connection.Faults;
import app.safelight.apple.connection.Peer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The bytes here are written from the protocol's description, not by the code they test.
class UsbmuxTest {
    private static final Udid NEW = new Udid("00008110-000A1B2C3D4E5F60");

    private static final AttachedDevice DEVICE = new AttachedDevice(7, NEW, Route.CABLE, 0, 0);

    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

    static String dictionary(String inner) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\""
                + " \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">\n<dict>" + inner
                + "</dict></plist>";
    }

    static String result(long number) {
        return dictionary(
                "<key>MessageType</key><string>Result</string><key>Number</key><integer>" + number + "</integer>");
    }

    static String attached(long number, String serial, String connection) {
        return "<key>MessageType</key><string>Attached</string><key>DeviceID</key><integer>" + number
                + "</integer><key>Properties</key><dict><key>ConnectionSpeed</key><integer>480000000</integer>"
                + "<key>ConnectionType</key><string>" + connection + "</string><key>DeviceID</key><integer>" + number
                + "</integer><key>LocationID</key><integer>65538</integer><key>ProductID</key><integer>4776</integer>"
                + "<key>SerialNumber</key><string>" + serial + "</string></dict>";
    }

    static byte[] packet(int message, int tag, byte[] body) {
        return ByteBuffer.allocate(16 + body.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(16 + body.length)
                .putInt(1)
                .putInt(message)
                .putInt(tag)
                .put(body)
                .array();
    }

    static byte[] packet(int tag, String xml) {
        return packet(8, tag, xml.getBytes(StandardCharsets.UTF_8));
    }

    private String request(InputStream in) throws IOException {
        ByteBuffer head = ByteBuffer.wrap(in.readNBytes(16)).order(ByteOrder.LITTLE_ENDIAN);
        int length = head.getInt();
        assertThat(head.getInt()).as("version").isEqualTo(1);
        assertThat(head.getInt()).as("message").isEqualTo(8);
        assertThat(head.getInt()).as("tag").isEqualTo(1);
        String xml = new String(in.readNBytes(length - 16), StandardCharsets.UTF_8);
        asked.add(xml);
        return xml;
    }

    private Peer answering(String xml) throws IOException {
        return Peer.onTcp((in, out) -> {
            request(in);
            out.write(packet(1, xml));
        });
    }

    private static Usbmux client(Peer peer) throws IOException {
        return new Usbmux(new UsbmuxAddress.Tcp("127.0.0.1", peer.port()), "test");
    }

    @Test
    void devicesAreListedOnceAndByCable() throws Exception {
        String list = "<key>DeviceList</key><array><dict>" + attached(3, "00008110-000A1B2C3D4E5F60", "Network")
                + "</dict><dict>" + attached(7, "00008110000A1B2C3D4E5F60", "USB") + "</dict><dict>"
                + attached(9, "b59ee2f2b59ee2f2b59ee2f2b59ee2f2b59ee2f2", "Network") + "</dict><dict>"
                + attached(11, "../../etc/passwd", "USB") + "</dict></array>";
        try (Peer peer = answering(dictionary(list))) {
            assertThat(client(peer).devices())
                    .containsExactly(
                            new AttachedDevice(7, NEW, Route.CABLE, 65538, 4776),
                            new AttachedDevice(
                                    9,
                                    new Udid("b59ee2f2b59ee2f2b59ee2f2b59ee2f2b59ee2f2"),
                                    Route.NETWORK,
                                    65538,
                                    4776));
        }
        assertThat(asked.take())
                .contains("<string>ListDevices</string>", "kLibUSBMuxVersion", "<integer>3</integer>", "ProgName");
    }

    @Test
    void anUnknownDeviceIsNotThere() throws Exception {
        try (Peer peer = answering(dictionary("<key>DeviceList</key><array></array>"))) {
            assertThat(Faults.of(() -> client(peer).device(NEW))).isEqualTo(new DeviceFault.NoDevice(NEW.text()));
        }
    }

    @Test
    void connectingAsksForThePortInNetworkOrderAndThenTheBytesAreTheDevices(@TempDir Path folder) throws Exception {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        Path socket = folder.resolve("mux");
        Peer.Script script = (in, out) -> {
            assertThat(request(in)).contains("<integer>32498</integer>", "<string>Connect</string>");
            out.write(packet(1, result(0)));
            assertThat(in.readNBytes(4)).containsExactly('p', 'i', 'n', 'g');
            out.write("pong".getBytes(StandardCharsets.US_ASCII));
        };
        try (Peer _ = Peer.on(server, UnixDomainSocketAddress.of(socket), script);
                Connection connection = new Usbmux(new UsbmuxAddress.Unix(socket), "test").connect(DEVICE, 62078)) {
            connection.write("ping".getBytes(StandardCharsets.US_ASCII), 0, 4);
            byte[] answer = new byte[4];
            connection.readFully(answer, 0, 4);
            assertThat(answer).containsExactly('p', 'o', 'n', 'g');
        }
    }

    @Test
    void refusedConnectionsSayWhy() throws Exception {
        record Case(long number, DeviceFault fault) {}
        for (Case one : List.of(
                new Case(2, new DeviceFault.NoDevice(NEW.text())),
                new Case(3, new DeviceFault.PortRefused(1234)),
                new Case(6, new DeviceFault.DaemonRefused("Connect", 6)))) {
            try (Peer peer = answering(result(one.number()))) {
                assertThat(Faults.of(() -> client(peer).connect(DEVICE, 1234))).isEqualTo(one.fault());
            }
        }
    }

    @Test
    void listeningTellsWhatHappensAsItHappens() throws Exception {
        BlockingQueue<String> happening = new LinkedBlockingQueue<>();
        Peer.Script script = (in, out) -> {
            assertThat(request(in)).contains("<string>Listen</string>");
            out.write(packet(1, result(0)));
            out.write(packet(0, dictionary(attached(7, NEW.text(), "USB"))));
            tell(out, happening.take(), 7);
            tell(out, happening.take(), 7);
        };
        try (Peer peer = Peer.onTcp(script);
                DeviceEvents events = client(peer).listen()) {
            Duration wait = Duration.ofSeconds(30);
            assertThat(events.next(wait))
                    .contains(new DeviceEvent.Attached(new AttachedDevice(7, NEW, Route.CABLE, 65538, 4776)));
            assertThat(events.next(Duration.ofMillis(2))).isEmpty();
            happening.add("Paired");
            assertThat(events.next(wait)).contains(new DeviceEvent.Paired(7));
            happening.add("Detached");
            assertThat(events.next(wait)).contains(new DeviceEvent.Detached(7));
            assertThat(Faults.of(() -> events.next(wait))).isEqualTo(new DeviceFault.CableLost());
        }
    }

    private static void tell(OutputStream out, String what, long number) throws IOException {
        out.write(packet(
                0,
                dictionary("<key>MessageType</key><string>" + what + "</string><key>DeviceID</key><integer>" + number
                        + "</integer>")));
    }

    @Test
    void pairRecordsAreReadSavedAndDeleted() throws Exception {
        byte[] record = {1, 2, 3};
        String data = Base64.getEncoder().encodeToString(record);
        try (Peer peer = answering(dictionary("<key>PairRecordData</key><data>" + data + "</data>"))) {
            assertThat(client(peer).readPairRecord(NEW))
                    .hasValueSatisfying(read -> assertThat(read).containsExactly(1, 2, 3));
        }
        try (Peer peer = answering(result(2))) {
            assertThat(client(peer).readPairRecord(NEW)).isEqualTo(Optional.empty());
            client(peer).deletePairRecord(NEW);
            assertThat(Faults.of(() -> client(peer).savePairRecord(DEVICE, record)))
                    .isEqualTo(new DeviceFault.DaemonRefused("SavePairRecord", 2));
        }
        try (Peer peer = answering(result(0))) {
            asked.clear();
            client(peer).savePairRecord(DEVICE, record);
            assertThat(asked.take())
                    .contains("<string>SavePairRecord</string>", data, NEW.text(), "<integer>7</integer>");
        }
        try (Peer peer = answering(dictionary("<key>BUID</key><string>30142955-444094379208051516</string>"))) {
            assertThat(client(peer).systemBuid()).isEqualTo("30142955-444094379208051516");
        }
    }

    @Test
    void answersThatMakeNoSenseAreMalformed() throws Exception {
        byte[] tooLong = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x7FFFFFFF)
                .putInt(1)
                .putInt(8)
                .putInt(1)
                .array();
        List<byte[]> senseless = List.of(
                tooLong,
                packet(8, 2, result(0).getBytes(StandardCharsets.UTF_8)),
                packet(9, 1, result(0).getBytes(StandardCharsets.UTF_8)),
                packet(8, 1, "nonsense".getBytes(StandardCharsets.UTF_8)),
                packet(1, dictionary("")),
                packet(1, 1, new byte[3]),
                new byte[16]);
        for (byte[] answer : senseless) {
            try (Peer peer = Peer.onTcp((in, out) -> {
                request(in);
                out.write(answer);
            })) {
                assertThat(Faults.of(() -> client(peer).systemBuid())).isInstanceOf(DeviceFault.Malformed.class);
            }
        }
    }

    @Test
    void aDaemonThatSpeaksNoPropertyListsIsUnderstood() throws Exception {
        try (Peer peer = Peer.onTcp((in, out) -> {
            request(in);
            out.write(packet(1, 1, new byte[] {6, 0, 0, 0}));
        })) {
            assertThat(Faults.of(() -> client(peer).systemBuid()))
                    .isEqualTo(new DeviceFault.DaemonRefused("ReadBUID", 6));
        }
    }

    @Test
    void noDaemonIsSaidSo(@TempDir Path folder) {
        Usbmux nobody = new Usbmux(new UsbmuxAddress.Unix(folder.resolve("none")), "test");
        assertThat(Faults.of(nobody::devices)).isEqualTo(new DeviceFault.NoDaemon("UNIX:" + folder.resolve("none")));
        Usbmux nowhere = new Usbmux(new UsbmuxAddress.Tcp("no-such-host.invalid", 1), "test");
        assertThat(Faults.of(nowhere::devices)).isInstanceOf(DeviceFault.NoDaemon.class);
    }

    @Test
    void devicesAreCalledByAnySpellingOfTheirName() {
        assertThat(NEW.isCalled("00008110000a1b2c3d4e5f60")).isTrue();
        assertThat(NEW.isCalled("00008110-000A1B2C3D4E5F61")).isFalse();
        assertThat(Udid.isValid("a/b")).isFalse();
    }
}
