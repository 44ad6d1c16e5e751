package app.safelight.simulator.iphone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.safelight.apple.plist.Plist;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SimulatedUsbmuxTest {
    private static final PhoneProfile IOS_17 = PhoneProfile.ofIos(17);

    @Test
    void isOnLoopbackOnly() {
        InetSocketAddress everywhere = new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0);
        assertThatThrownBy(() -> SimulatedUsbmux.open(everywhere, Runnable::run, "X"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void listsWhatIsAttached() throws Exception {
        try (TestBench bench = TestBench.onTcp();
                RawHost host = new RawHost(bench)) {
            SimulatedPhone phone = bench.phone(IOS_17);
            bench.usbmux().attach(phone, Attachment.Kind.NETWORK);
            List<Plist> devices = host.askMux("ListDevices").dictionaries("DeviceList");
            assertThat(devices).hasSize(2);
            Plist usb = devices.getFirst().dictionary("Properties").orElseThrow();
            Plist network = devices.getLast().dictionary("Properties").orElseThrow();
            assertThat(usb.string("ConnectionType")).contains("USB");
            assertThat(usb.string("SerialNumber")).contains(phone.udid());
            assertThat(network.string("ConnectionType")).contains("Network");
            assertThat(network.string("SerialNumber")).contains(phone.udid());
            assertThat(network.data("NetworkAddress").orElseThrow()).hasSize(16);
            assertThat(network.integer("DeviceID")).isNotEqualTo(usb.integer("DeviceID"));
        }
    }

    @Test
    void tellsListenersWhatComesAndGoes() throws Exception {
        try (TestBench bench = TestBench.onTcp();
                RawHost listener = new RawHost(bench);
                RawHost other = new RawHost(bench)) {
            SimulatedPhone phone = bench.phone(IOS_17);
            assertThat(listener.askMux(
                                    Plist.empty().put("MessageType", "Listen").put("ProgName", "test"))
                            .integer("Number"))
                    .contains(0L);
            assertThat(listener.receiveMux().string("MessageType")).contains("Attached");
            assertThat(other.askMux("ListListeners").dictionaries("ListenerList"))
                    .singleElement()
                    .satisfies(one -> assertThat(one.string("ProgName")).contains("test"));
            Attachment second = bench.usbmux().attach(phone, Attachment.Kind.NETWORK);
            Plist attached = listener.receiveMux();
            assertThat(attached.string("MessageType")).contains("Attached");
            assertThat(attached.integer("DeviceID")).contains((long) second.deviceId());
            bench.usbmux().detach(second);
            Plist detached = listener.receiveMux();
            assertThat(detached.string("MessageType")).contains("Detached");
            assertThat(detached.integer("DeviceID")).contains((long) second.deviceId());
            assertThat(second.isPulled()).isTrue();
        }
    }

    @Test
    void keepsPairingRecords() throws Exception {
        try (TestBench bench = TestBench.onTcp();
                RawHost listener = new RawHost(bench);
                RawHost host = new RawHost(bench)) {
            byte[] record = Plist.empty().put("HostID", "X").toXml();
            Plist read = Plist.empty().put("MessageType", "ReadPairRecord").put("PairRecordID", "U");
            listener.askMux("Listen");
            assertThat(host.askMux(read).integer("Number")).contains(2L);
            Plist save = Plist.empty()
                    .put("MessageType", "SavePairRecord")
                    .put("PairRecordID", "U")
                    .put("PairRecordData", record)
                    .put("DeviceID", 5);
            assertThat(host.askMux(save).integer("Number")).contains(0L);
            assertThat(listener.receiveMux().string("MessageType")).contains("Paired");
            assertThat(host.askMux(read).data("PairRecordData"))
                    .hasValueSatisfying(data -> assertThat(data).isEqualTo(record));
            save.put("PairRecordData", "no list".getBytes(StandardCharsets.UTF_8));
            assertThat(host.askMux(save).integer("Number")).contains(1L);
            Plist delete = Plist.empty().put("MessageType", "DeletePairRecord").put("PairRecordID", "U");
            assertThat(host.askMux(delete).integer("Number")).contains(0L);
            assertThat(host.askMux(delete).integer("Number")).contains(2L);
        }
    }

    @Test
    void refusesWhatIsNotThereAndListensOn() throws Exception {
        try (TestBench bench = TestBench.onTcp();
                RawHost host = new RawHost(bench)) {
            bench.phone(IOS_17);
            assertThat(host.askMux("Dance").integer("Number")).contains(1L);
            assertThat(host.connect(99, 62_078)).isEqualTo(2);
            assertThat(host.connect(1, 1_234)).isEqualTo(3);
            host.sendMux(0, 3, new byte[0]);
            assertThat(host.receiveMux().integer("Number")).contains(6L);
            assertThat(host.askMux("ReadBUID").string("BUID")).isPresent();
            assertThat(host.connect(1, 62_078)).isZero();
            assertThat(host.ask("QueryType").string("Type")).contains("com.apple.mobile.lockdown");
        }
    }

    @Test
    void aMessageLongerThanAnyEndsTheConnection() throws Exception {
        try (TestBench bench = TestBench.onTcp();
                RawHost host = new RawHost(bench)) {
            host.send(RawHost.little(16)
                    .putInt(0x7fff_ffff)
                    .putInt(1)
                    .putInt(8)
                    .putInt(1)
                    .array());
            assertThat(host.receiveAll()).isEmpty();
            assertThat(bench.usbmux().complaints()).singleElement().asString().contains("2147483647");
        }
    }

    @Test
    void noiseOfAnyKindHarmsNobodyElse() throws Exception {
        Random chance = new Random(3);
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(IOS_17);
            for (int i = 0; i < 300; i++) {
                byte[] noise = new byte[chance.nextInt(200)];
                chance.nextBytes(noise);
                if (i % 2 == 0 && noise.length >= 4) {
                    noise[0] = (byte) noise.length; // A length that is right gets further.
                    noise[1] = 0;
                    noise[2] = 0;
                    noise[3] = 0;
                }
                try (RawHost host = switch (i % 3) {
                    case 0 -> new RawHost(bench);
                    case 1 -> RawHost.lockdown(bench, phone);
                    default -> RawHost.afc(bench, phone);
                }) {
                    host.send(noise);
                }
            }
            try (RawHost host = new RawHost(bench)) {
                assertThat(host.askMux("ListDevices").dictionaries("DeviceList"))
                        .hasSize(1);
            }
            assertThat(bench.usbmux().complaints()).noneMatch(complaint -> complaint.startsWith("a defect"));
        }
    }
}
