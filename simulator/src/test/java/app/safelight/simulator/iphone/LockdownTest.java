package app.safelight.simulator.iphone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.safelight.apple.plist.Plist;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LockdownTest {
    private static final PhoneProfile IOS_17 = PhoneProfile.ofIos(17);

    private static Plist get(String domain, String key) {
        return Plist.empty().put("Request", "GetValue").put("Domain", domain).put("Key", key);
    }

    @Test
    void tellsAStrangerLittle() throws Exception {
        try (TestBench bench = TestBench.onTcp();
                RawHost host = RawHost.lockdown(bench, bench.phone(IOS_17))) {
            assertThat(host.ask(get("", "ProductVersion")).string("Value")).contains("17.5.1");
            assertThat(host.ask(get("", "DevicePublicKey"))
                            .data("Value")
                            .map(pem -> new String(pem, StandardCharsets.US_ASCII)))
                    .hasValueSatisfying(pem -> assertThat(pem).startsWith("-----BEGIN RSA PUBLIC KEY-----\n"));
            assertThat(host.ask(get("", "SerialNumber")).string("Error")).contains("GetProhibited");
            assertThat(host.ask(get("com.apple.disk_usage", "TotalDiskCapacity"))
                            .string("Error"))
                    .contains("GetProhibited");
            assertThat(host.ask("GetValue").dictionary("Value").orElseThrow().keys())
                    .contains("DeviceName", "DevicePublicKey")
                    .doesNotContain("SerialNumber", "PhoneNumber");
            Plist set = Plist.empty()
                    .put("Request", "SetValue")
                    .put("Key", "DeviceName")
                    .put("Value", "mine");
            assertThat(host.ask(set).string("Error")).contains("SetProhibited");
            Plist start = Plist.empty().put("Request", "StartService").put("Service", "com.apple.afc");
            assertThat(host.ask(start).string("Error")).contains("SessionInactive");
            assertThat(host.ask("Dance").string("Error")).contains("InvalidRequest");
            Plist session = Plist.empty().put("Request", "StartSession").put("HostID", "nobody");
            assertThat(host.ask(session).string("Error")).contains("InvalidHostID");
            assertThat(host.ask("StartSession").string("Error")).contains("MissingHostID");
            assertThat(host.ask("StopSession").string("Error")).contains("SessionInactive");
            assertThat(host.receiveAll()).isEmpty();
        }
    }

    @Test
    void trustsNoRecordThatIsNotWhole() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(IOS_17);
            TestHostKeys keys = TestHostKeys.make(phone);
            try (RawHost host = RawHost.lockdown(bench, phone)) {
                assertThat(host.ask("Pair").string("Error")).contains("MissingPairRecord");
                for (String key : keys.record().keys()) {
                    if (!key.equals("SystemBUID")) {
                        Plist lacking = Plist.empty().putAll(keys.record()).remove(key);
                        assertThat(pair(host, lacking)).contains("InvalidPairRecord");
                    }
                }
                Plist foreign = Plist.empty().putAll(keys.record());
                foreign.put(
                        "DeviceCertificate",
                        keys.record().data("HostCertificate").orElseThrow());
                assertThat(pair(host, foreign)).contains("InvalidPairRecord");
                Plist telltale = Plist.empty().putAll(keys.record()).put("RootPrivateKey", new byte[] {1});
                assertThat(pair(host, telltale)).contains("InvalidPairRecord");
                assertThat(phone.trustedHosts()).isEmpty();
                assertThat(pair(host, keys.record())).isEmpty();
                assertThat(phone.trustedHosts()).containsExactly(keys.hostId());
            }
        }
    }

    private static Optional<String> pair(RawHost host, Plist record) throws IOException {
        return host.ask(Plist.empty().put("Request", "Pair").put("PairRecord", record))
                .string("Error");
    }

    @Test
    void isNotPairedOverTheNetwork() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(IOS_17);
            bench.usbmux().detach(bench.usbmux().attachments().getFirst());
            bench.usbmux().attach(phone, Attachment.Kind.NETWORK);
            try (RawHost host = RawHost.lockdown(bench, phone)) {
                assertThat(pair(host, TestHostKeys.make(phone).record()))
                        .contains("PairingProhibitedOverThisConnection");
            }
        }
    }

    @Test
    void aDeniedComputerMayAskAgain() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(IOS_17);
            TestHostKeys keys = TestHostKeys.make(phone);
            phone.answerTrust(new TrustAnswer.Denies(1));
            try (RawHost host = RawHost.lockdown(bench, phone)) {
                for (int round = 0; round < 2; round++) {
                    assertThat(pair(host, keys.record())).contains("PairingDialogResponsePending");
                    assertThat(pair(host, keys.record())).contains("UserDeniedPairing");
                }
            }
        }
    }

    @Test
    void onlyTheTrustedComputerGetsASession() throws Exception {
        SimulatedUsbmux usbmux;
        try (TestBench bench = TestBench.onTcp()) {
            usbmux = bench.usbmux();
            SimulatedPhone phone = bench.phone(IOS_17);
            TestHostKeys trusted = TestHostKeys.make(phone);
            TestHostKeys stranger = TestHostKeys.make(phone);
            try (RawHost host = RawHost.lockdown(bench, phone)) {
                assertThat(pair(host, trusted.record())).isEmpty();
            }
            Plist session = Plist.empty().put("Request", "StartSession").put("HostID", trusted.hostId());
            for (boolean withRoot : new boolean[] {true, false}) {
                try (RawHost host = RawHost.lockdown(bench, phone)) {
                    assertThat(host.ask(session).bool("EnableSessionSSL")).contains(true);
                    RawHost.Encrypted encrypted = host.encrypt(trusted, withRoot);
                    assertThat(encrypted.ask(get("", "SerialNumber")).string("Value"))
                            .contains("SIM0000001");
                }
            }
            try (RawHost host = RawHost.lockdown(bench, phone)) {
                host.ask(session);
                assertThatThrownBy(() -> host.encrypt(stranger, true).ask(get("", "SerialNumber")))
                        .isInstanceOf(IOException.class);
            }
        }
        assertThat(usbmux.complaints()).singleElement().asString().contains("not the trusted one");
    }
}
