package app.safelight.simulator.iphone;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.apple.plist.Plist;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Debian's tools of libimobiledevice judge the simulated phone: they were written for real ones.
class RealToolsTest {
    private static final PhoneProfile IOS_17 = PhoneProfile.ofIos(17);

    @Test
    void listsEachPhoneByItsCableAndByTheNetwork() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone first = bench.phone(IOS_17);
            SimulatedPhone second = bench.phone(PhoneProfile.ofIos(12));
            bench.usbmux().attach(second, Attachment.Kind.NETWORK);
            assertThat(RealTool.ok(bench, "idevice_id", "-l").lines())
                    .containsExactlyInAnyOrder(first.udid(), second.udid());
            assertThat(RealTool.ok(bench, "idevice_id", "-n").lines()).containsExactly(second.udid());
            bench.usbmux().detach(bench.usbmux().attachments().getFirst());
            assertThat(RealTool.ok(bench, "idevice_id", "-l").lines()).containsExactly(second.udid());
            assertThat(bench.usbmux().complaints()).isEmpty();
        }
    }

    @Test
    void nobodyIsThereWithoutAPhone() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            assertThat(RealTool.ok(bench, "idevice_id", "-l")).isEmpty();
            assertThat(RealTool.run(bench, "ideviceinfo").said()).contains("No device found");
        }
    }

    @Test
    void isFoundOnAUnixSocket(@TempDir Path folder) throws Exception {
        Path socket = folder.resolve("usbmuxd");
        try (TestBench bench = TestBench.on(UnixDomainSocketAddress.of(socket))) {
            SimulatedPhone phone = bench.phone(IOS_17);
            assertThat(RealTool.ok(bench, "idevice_id", "-l").lines()).containsExactly(phone.udid());
            RealTool.ok(bench, "idevicepair", "pair");
            assertThat(RealTool.ok(bench, "ideviceinfo", "-k", "ProductVersion").strip())
                    .isEqualTo("17.5.1");
        }
        assertThat(socket).doesNotExist();
    }

    @Test
    void isPairedOnceThePersonTrusts() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(IOS_17);
            phone.answerTrust(new TrustAnswer.Accepts(3));
            assertThat(RealTool.run(bench, "idevicepair", "validate").said()).contains("accept the trust dialog");
            for (int ask = 0; ask < 2; ask++) {
                RealTool asked = RealTool.run(bench, "idevicepair", "pair");
                assertThat(asked.exitCode()).isNotZero();
                assertThat(asked.said()).contains("Please accept the trust dialog");
                assertThat(phone.trustedHosts()).isEmpty();
            }
            assertThat(RealTool.ok(bench, "idevicepair", "pair")).contains("SUCCESS: Paired with device");
            assertThat(RealTool.ok(bench, "idevicepair", "validate")).contains("SUCCESS: Validated pairing");
            String host = RealTool.ok(bench, "idevicepair", "hostid").strip();
            assertThat(phone.trustedHosts()).containsExactly(host);
            Plist record =
                    Plist.parse(bench.usbmux().pairingRecord(phone.udid()).orElseThrow());
            assertThat(record.string("HostID")).contains(host);
            assertThat(record.string("SystemBUID"))
                    .contains(RealTool.ok(bench, "idevicepair", "systembuid").strip());
            assertThat(record.data("EscrowBag").orElseThrow()).hasSize(32);
            assertThat(RealTool.ok(bench, "idevicepair", "unpair")).contains("SUCCESS: Unpaired");
            assertThat(phone.trustedHosts()).isEmpty();
            assertThat(bench.usbmux().pairingRecord(phone.udid())).isEmpty();
            assertThat(RealTool.run(bench, "idevicepair", "validate").said()).contains("accept the trust dialog");
            assertThat(bench.usbmux().complaints()).isEmpty();
        }
    }

    @Test
    void isNotPairedAgainstThePersonsWill() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(IOS_17);
            phone.answerTrust(new TrustAnswer.Denies(0));
            assertThat(RealTool.run(bench, "idevicepair", "pair").said()).contains("user denied the trust dialog");
            phone.answerTrust(new TrustAnswer.Ignores());
            assertThat(RealTool.run(bench, "idevicepair", "pair").said()).contains("accept the trust dialog");
            phone.answerTrust(new TrustAnswer.Accepts(0));
            phone.lock(LockState.LOCKED);
            assertThat(RealTool.run(bench, "idevicepair", "pair").said()).contains("passcode is set");
            assertThat(phone.trustedHosts()).isEmpty();
            phone.lock(LockState.UNLOCKED);
            RealTool.ok(bench, "idevicepair", "pair");
            phone.forgetPairings();
            assertThat(RealTool.run(bench, "idevicepair", "validate").exitCode())
                    .isNotZero();
            assertThat(bench.usbmux().complaints()).isEmpty();
        }
    }

    @TestFactory
    Stream<DynamicTest> tellsWhatItIs() {
        return Stream.concat(
                        PhoneProfile.all().stream(),
                        Stream.of(PhoneProfile.ofIos(26).withTls13(true)))
                .map(profile -> DynamicTest.dynamicTest(
                        "iOS " + profile.version() + (profile.tls13() ? " with TLS 1.3" : ""),
                        () -> tellsWhatItIs(profile)));
    }

    private static void tellsWhatItIs(PhoneProfile profile) throws IOException {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(profile);
            Map<String, String> stranger = values(RealTool.ok(bench, "ideviceinfo", "-s"));
            assertThat(stranger)
                    .containsEntry("ProductVersion", profile.version())
                    .doesNotContainKey("SerialNumber");
            RealTool.ok(bench, "idevicepair", "pair");
            Map<String, String> all = values(RealTool.ok(bench, "ideviceinfo"));
            assertThat(all)
                    .containsEntry("BuildVersion", profile.build())
                    .containsEntry("DeviceName", phone.name())
                    .containsEntry("HardwareModel", profile.hardwareModel())
                    .containsEntry("ProductType", profile.productType())
                    .containsEntry("ProductVersion", profile.version())
                    .containsEntry("PasswordProtected", "false")
                    .containsEntry("UniqueDeviceID", phone.udid());
            Map<String, String> disk = values(RealTool.ok(bench, "ideviceinfo", "-q", "com.apple.disk_usage"));
            assertThat(disk)
                    .containsEntry(
                            "TotalDiskCapacity", Long.toString(profile.disk().totalBytes()))
                    .containsEntry(
                            "AmountDataAvailable", Long.toString(profile.disk().freeBytes()));
            Map<String, String> battery = values(RealTool.ok(bench, "ideviceinfo", "-q", "com.apple.mobile.battery"));
            assertThat(battery)
                    .containsEntry(
                            "BatteryCurrentCapacity",
                            Integer.toString(profile.battery().percent()));
            assertThat(values(RealTool.ok(bench, "ideviceinfo", "-q", "com.apple.mobile.backup")))
                    .containsEntry("WillEncrypt", "false");
            everyDomainIsTold(bench);
            Plist xml = Plist.parse(RealTool.ok(bench, "ideviceinfo", "-x").getBytes(StandardCharsets.UTF_8));
            assertThat(xml.string("UniqueDeviceID")).contains(phone.udid());
            assertThat(bench.usbmux().complaints()).isEmpty();
        }
    }

    /// One value of each domain that a phone has; nothing of those that are empty until a computer sets one.
    private static void everyDomainIsTold(TestBench bench) throws IOException {
        Map<String, Optional<String>> oneOfEach = Map.of(
                "com.apple.disk_usage", Optional.of("TotalSystemAvailable: 0"),
                "com.apple.mobile.battery", Optional.of("HasBattery: true"),
                "com.apple.mobile.backup", Optional.of("RequiresEncrypt: false"),
                "com.apple.mobile.iTunes", Optional.of("MinITunesVersion: 12.6.5"),
                "com.apple.iTunes", Optional.empty(),
                "com.apple.fmip", Optional.of("IsAssociated: true"),
                "com.apple.international", Optional.of("Locale: en_GB"),
                "com.apple.mobile.data_sync", Optional.empty(),
                "com.apple.mobile.wireless_lockdown", Optional.of("EnableWifiConnections: false"),
                "com.apple.purplebuddy", Optional.of("SetupDone: true"));
        for (Map.Entry<String, Optional<String>> one : oneOfEach.entrySet()) {
            String said = RealTool.ok(bench, "ideviceinfo", "-q", one.getKey());
            one.getValue()
                    .ifPresentOrElse(
                            value -> assertThat(said.lines()).as(one.getKey()).contains(value),
                            () -> assertThat(said).as(one.getKey()).isBlank());
        }
    }

    private static Map<String, String> values(String said) {
        Map<String, String> values = new TreeMap<>();
        for (String line : said.lines().toList()) {
            int colon = line.indexOf(": ");
            if (colon > 0 && !line.startsWith(" ")) {
                values.put(line.substring(0, colon), line.substring(colon + 2));
            }
        }
        return values;
    }

    @Test
    void isRenamed() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(IOS_17);
            BlockingQueue<String> notices = new LinkedBlockingQueue<>();
            RealTool.ok(bench, "idevicepair", "pair");
            phone.notifications().listen(notices::add);
            assertThat(RealTool.ok(bench, "idevicename").strip()).isEqualTo(phone.name());
            RealTool.ok(bench, "idevicename", "Zoë <&> 電話");
            assertThat(phone.name()).isEqualTo("Zoë <&> 電話");
            assertThat(RealTool.ok(bench, "idevicename").strip()).isEqualTo("Zoë <&> 電話");
            assertThat(notices.poll(1, TimeUnit.MINUTES)).isEqualTo("com.apple.mobile.lockdown.device_name_changed");
        }
    }

    @Test
    void tellsOfItsPartsAndIsSwitchedOff() throws Exception {
        try (TestBench bench = TestBench.onTcp();
                RawHost listener = new RawHost(bench)) {
            SimulatedPhone phone = bench.phone(PhoneProfile.ofIos(16));
            RealTool.ok(bench, "idevicepair", "pair");
            assertThat(RealTool.ok(bench, "idevicediagnostics", "diagnostics", "GasGauge"))
                    .contains("CycleCount", "402");
            assertThat(RealTool.ok(bench, "idevicediagnostics", "diagnostics", "All"))
                    .contains("GasGauge", "NAND", "WiFi");
            assertThat(RealTool.ok(bench, "idevicediagnostics", "ioregentry", "IOPMPowerSource"))
                    .contains("IORegistry");
            assertThat(RealTool.ok(bench, "idevicediagnostics", "mobilegestalt", "ProductVersion"))
                    .contains("16.7.8");
            RealTool.ok(bench, "idevicediagnostics", "sleep");
            listener.askMux("Listen");
            next(listener, "Attached", 1);
            RealTool.ok(bench, "idevicediagnostics", "restart");
            next(listener, "Detached", 1);
            next(listener, "Attached", 2);
            RealTool.ok(bench, "idevicediagnostics", "shutdown");
            next(listener, "Detached", 2);
            assertThat(phone.powerRequests()).containsExactly("Sleep", "Restart", "Shutdown");
            assertThat(RealTool.ok(bench, "idevice_id", "-l")).isEmpty();
            assertThat(bench.usbmux().complaints()).isEmpty();
        }
    }

    /// The tool ends before the phone has heard that it did, so the daemon's own events are waited for.
    private static void next(RawHost listener, String event, int deviceId) throws IOException {
        Plist told = listener.receiveMux();
        assertThat(told.string("MessageType")).contains(event);
        assertThat(told.integer("DeviceID")).contains((long) deviceId);
    }

    @Test
    void since17Point4ItKeepsItsGestaltToItself() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            bench.phone(IOS_17);
            RealTool.ok(bench, "idevicepair", "pair");
            assertThat(RealTool.run(bench, "idevicediagnostics", "mobilegestalt", "ProductVersion")
                            .said())
                    .contains("MobileGestaltDeprecated");
        }
    }

    @Test
    void takesNotices() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(IOS_17);
            BlockingQueue<String> notices = new LinkedBlockingQueue<>();
            RealTool.ok(bench, "idevicepair", "pair");
            phone.notifications().listen(notices::add);
            RealTool.ok(bench, "idevicenotificationproxy", "post", "com.apple.itunes-mobdev.syncWillStart");
            assertThat(notices.poll(1, TimeUnit.MINUTES)).isEqualTo("com.apple.itunes-mobdev.syncWillStart");
            assertThat(bench.usbmux().complaints()).isEmpty();
        }
    }

    @Test
    void aRefusedServiceIsToldAsSuch() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(IOS_17);
            RealTool.ok(bench, "idevicepair", "pair");
            phone.lock(LockState.LOCKED_SINCE_START);
            Path mount = Files.createDirectory(bench.work().resolve("mount"));
            RealTool refused = RealTool.run(bench, "ifuse", mount.toString());
            assertThat(refused.exitCode()).isNotZero();
            assertThat(refused.said()).contains("Failed to start AFC service 'com.apple.afc'");
            assertThat(bench.usbmux().complaints()).isEmpty();
        }
    }
}
