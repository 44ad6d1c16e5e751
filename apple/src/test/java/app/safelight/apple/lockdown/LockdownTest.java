package app.safelight.apple.lockdown;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.apple.connection.BytesConnection;
import app.safelight.apple.connection.DeviceException;
import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.connection.Faults;
import app.safelight.apple.usbmux.Udid;
import com.dd.plist.NSString;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LockdownTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final String TYPE = "<key>Request</key><string>QueryType</string>"
            + "<key>Type</key><string>com.apple.mobile.lockdown</string>";

    static byte[] answers(String... dictionaries) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            for (String inner : dictionaries) {
                byte[] xml = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\"><dict>" + inner
                                + "</dict></plist>")
                        .getBytes(StandardCharsets.UTF_8);
                out.writeInt(xml.length);
                out.write(xml);
            }
            return bytes.toByteArray();
        } catch (java.io.IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static BytesConnection connection(String... answersAfterType) {
        byte[] type = answers(TYPE);
        byte[] rest = answers(answersAfterType);
        byte[] all = java.util.Arrays.copyOf(type, type.length + rest.length);
        System.arraycopy(rest, 0, all, type.length, rest.length);
        return new BytesConnection(all);
    }

    private static Lockdown lockdown(String... answersAfterType) throws Exception {
        return Lockdown.open(connection(answersAfterType), "test", RANDOM);
    }

    private static String error(String request, String word) {
        return "<key>Request</key><string>" + request + "</string><key>Error</key><string>" + word + "</string>";
    }

    @Test
    void openingMakesSureWhoAnswers() throws Exception {
        BytesConnection connection = connection();
        try (Lockdown _ = Lockdown.open(connection, "test", RANDOM)) {
            assertThat(new String(connection.written(), StandardCharsets.UTF_8))
                    .contains("<key>Request</key>", "<string>QueryType</string>", "<string>test</string>");
        }
        BytesConnection restoring =
                new BytesConnection(answers("<key>Type</key><string>com.apple.mobile.restored</string>"));
        assertThat(Faults.of(() -> Lockdown.open(restoring, "test", RANDOM)))
                .isEqualTo(new DeviceFault.Refused("QueryType", "NotStarted"));
        assertThat(restoring.isClosed()).isTrue();
    }

    @Test
    void valuesAreAskedByDomainAndKey() throws Exception {
        BytesConnection connection = connection(
                "<key>Value</key><string>Anna\u2019s iPhone</string>",
                "<key>Value</key><dict><key>BatteryCurrentCapacity</key><integer>80</integer></dict>",
                error("GetValue", "MissingValue"),
                error("GetValue", "GetProhibited"),
                "<key>Request</key><string>SetValue</string>",
                "<key>Request</key><string>RemoveValue</string>");
        try (Lockdown lockdown = Lockdown.open(connection, "test", RANDOM)) {
            assertThat(lockdown.text(Lockdown.ROOT, "DeviceName")).contains("Anna\u2019s iPhone");
            assertThat(lockdown.values("com.apple.mobile.battery").integer("BatteryCurrentCapacity"))
                    .contains(80L);
            assertThat(lockdown.bool(Lockdown.ROOT, "Nothing")).isEmpty();
            assertThat(Faults.of(() -> lockdown.text(Lockdown.ROOT, "PhoneNumber")))
                    .isEqualTo(new DeviceFault.Refused("GetValue", "GetProhibited"));
            lockdown.setValue(Lockdown.ROOT, "DeviceName", new NSString("Ben"));
            lockdown.removeValue("com.example", "Key");
        }
        assertThat(new String(connection.written(), StandardCharsets.UTF_8))
                .contains("<key>Domain</key>", "<string>com.apple.mobile.battery</string>", "<string>Ben</string>");
    }

    @ParameterizedTest
    @CsvSource({
        "PasswordProtected, Locked",
        "EscrowLocked, Locked",
        "UserDeniedPairing, TrustDenied",
        "PairingDialogResponsePending, TrustPending",
        "InvalidHostID, PairingStale",
        "MissingPairRecord, PairingStale",
        "PairingProhibitedOverThisConnection, PairingNeedsCable",
        "MCProtected, Managed",
        "MCChallengeRequired, Managed",
        "FMiPProtected, FindMyProtects",
        "InvalidService, ServiceRefused",
        "ServiceLimit, ServiceRefused",
        "ServiceProhibited, ServiceRefused",
        "SomethingNew, ServiceRefused"
    })
    void everyRefusalOfAServiceIsTyped(String word, String fault) throws Exception {
        try (Lockdown lockdown = lockdown(error("StartService", word))) {
            assertThat(Faults.of(() -> lockdown.startService("com.apple.afc"))
                            .getClass()
                            .getSimpleName())
                    .isEqualTo(fault);
        }
    }

    @Test
    void aServiceStartsWithOrWithoutTheRightToDoSoLocked() throws Exception {
        TestPairing pairing = TestPairing.made();
        BytesConnection connection = connection(
                "<key>Port</key><integer>49200</integer><key>EnableServiceSSL</key><true/>",
                "<key>Port</key><integer>49201</integer>",
                "<key>Port</key><integer>70000</integer>");
        try (Lockdown lockdown = Lockdown.open(connection, "test", RANDOM)) {
            assertThat(lockdown.startService("com.apple.afc")).isEqualTo(new ServicePort("com.apple.afc", 49200, true));
            assertThat(new String(connection.written(), StandardCharsets.UTF_8)).doesNotContain("EscrowBag");
            assertThat(lockdown.startServiceWithEscrow("com.apple.mobilebackup2", pairing.record()))
                    .isEqualTo(new ServicePort("com.apple.mobilebackup2", 49201, false));
            assertThat(new String(connection.written(), StandardCharsets.UTF_8)).contains("<key>EscrowBag</key>");
            assertThat(Faults.of(() -> lockdown.startService("x"))).isInstanceOf(DeviceFault.Malformed.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PairingDialogResponsePending, TrustPending",
        "UserDeniedPairing, TrustDenied",
        "PasswordProtected, Locked",
        "InvalidHostID, Unknown",
        "PairingProhibitedOverThisConnection, NeedsCable",
        "MCChallengeRequired, Managed",
        "Anything, Refused"
    })
    void everyAnswerToPairingIsAState(String word, String state) throws Exception {
        PairRecord record = TestPairing.made().record();
        try (Lockdown lockdown = lockdown(error("Pair", word))) {
            assertThat(lockdown.pair(record).getClass().getSimpleName()).isEqualTo(state);
        }
    }

    @Test
    void pairingNeverSendsAPrivateKey() throws Exception {
        KeyPair device = TestCertificates.newKey();
        String key = Base64.getEncoder().encodeToString(TestCertificates.devicePublicKey(device.getPublic()));
        BytesConnection connection = connection(
                "<key>Value</key><data>" + key + "</data>",
                "<key>Value</key><string>aa:bb:cc:dd:ee:ff</string>",
                "<key>Request</key><string>Pair</string><key>EscrowBag</key><data>AAECAw==</data>");
        PairRecord completed;
        try (Lockdown lockdown = Lockdown.open(connection, "test", RANDOM)) {
            PairRecord offered = lockdown.newRecord("abc-def", "BUID", Instant.parse("2026-01-01T00:00:00Z"));
            PairAnswer.Paired paired = (PairAnswer.Paired) lockdown.pair(offered);
            completed = Lockdown.completed(offered, paired);
            assertThat(paired.toString() + completed + offered).doesNotContain("AAEC", "PRIVATE", "0, 1, 2");
        }
        assertThat(completed.hostId()).isEqualTo("ABC-DEF");
        assertThat(completed.escrowBag())
                .hasValueSatisfying(bag -> assertThat(bag).containsExactly(0, 1, 2, 3));
        String said = new String(connection.written(), StandardCharsets.UTF_8);
        assertThat(said)
                .contains("<key>ProtocolVersion</key>", "ExtendedPairingErrors", "<key>RootCertificate</key>")
                .doesNotContain("PrivateKey");
        String saved = new String(completed.toBytes(), StandardCharsets.UTF_8);
        for (String secret : List.of("HostPrivateKey", "RootPrivateKey")) {
            String base64 = Base64.getEncoder().encodeToString(completed.field(secret));
            assertThat(saved).contains(secret, "WiFiMACAddress");
            assertThat(said.replaceAll("\\s", "")).doesNotContain(base64.substring(0, 60));
        }
        assertThat(PairRecord.parse(completed.toBytes()).systemBuid()).isEqualTo("BUID");
    }

    @Test
    void hostileDeviceKeysAreRefused() throws Exception {
        for (String pem : List.of(
                "",
                "nonsense",
                "-----BEGIN RSA PUBLIC KEY-----\nAAAA\n-----END RSA PUBLIC KEY-----\n",
                "-----BEGIN RSA PUBLIC KEY-----\nMAYCAQMCAQM=\n-----END RSA PUBLIC KEY-----\n",
                "x".repeat(100_000))) {
            byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
            assertThat(Faults.of(() -> PairCertificates.deviceKey(bytes))).isInstanceOf(DeviceFault.Malformed.class);
        }
    }

    @Test
    void unpairMayBeAnsweredAsValidateAndNothingElseMay() throws Exception {
        PairRecord record = TestPairing.made().record();
        try (Lockdown lockdown = lockdown(
                "<key>Request</key><string>ValidatePair</string>", "<key>Request</key><string>GetValue</string>")) {
            assertThat(lockdown.unpair(record)).isInstanceOf(PairAnswer.Paired.class);
            assertThat(Faults.of(() -> lockdown.validatePair(record))).isInstanceOf(DeviceFault.Malformed.class);
        }
    }

    @Test
    void aSessionThatTheDeviceDoesNotKnowIsAStalePairing() throws Exception {
        PairRecord record = TestPairing.made().record();
        try (Lockdown lockdown = lockdown(error("StartSession", "InvalidHostID"))) {
            assertThat(Faults.of(() -> lockdown.startSession(record))).isEqualTo(new DeviceFault.PairingStale());
            assertThat(lockdown.hasSession()).isFalse();
        }
    }

    @Test
    void sessionsWithoutSecrecyAreUnderstood() throws Exception {
        PairRecord record = TestPairing.made().record();
        BytesConnection connection = connection(
                "<key>SessionID</key><string>S1</string><key>EnableSessionSSL</key><false/>",
                "<key>Request</key><string>StopSession</string>");
        try (Lockdown lockdown = Lockdown.open(connection, "test", RANDOM)) {
            lockdown.startSession(record);
            assertThat(lockdown.hasSession()).isTrue();
            lockdown.stopSession();
            lockdown.stopSession();
        }
        assertThat(new String(connection.written(), StandardCharsets.UTF_8))
                .contains(record.hostId(), record.systemBuid(), "<string>S1</string>");
    }

    @Test
    void brokenRecordsAreToldWithoutTheirContent() throws Exception {
        String secret = "SECRETKEYMATERIAL";
        List<String> broken = List.of(
                "<plist version=\"1.0\"><dict><key>HostPrivateKey</key><integer>" + secret
                        + "</integer></dict></plist>",
                "<plist version=\"1.0\"><dict><key>HostID</key><string>" + secret + "</string></dict></plist>",
                secret);
        for (String record : broken) {
            DeviceException failed = org.assertj.core.api.Assertions.catchThrowableOfType(
                    DeviceException.class, () -> PairRecord.parse(record.getBytes(StandardCharsets.UTF_8)));
            assertThat(failed.fault()).isInstanceOf(DeviceFault.PairingUnusable.class);
            assertThat(failed).hasNoCause().hasMessageNotContaining(secret);
        }
    }

    @Test
    void recordsAreFoundInFilesToo(@TempDir Path folder) throws Exception {
        Udid udid = new Udid("00008110-000A1B2C3D4E5F60");
        PairRecordFiles files = new PairRecordFiles(folder);
        assertThat(files.read(udid)).isEqualTo(Optional.empty());
        TestPairing pairing = TestPairing.made();
        Files.write(folder.resolve(udid + ".plist"), pairing.saved());
        assertThat(files.read(udid).orElseThrow().hostId())
                .isEqualTo(pairing.record().hostId());
        Files.delete(folder.resolve(udid + ".plist"));
        Files.createDirectory(folder.resolve(udid + ".plist"));
        assertThat(Faults.of(() -> files.read(udid))).isInstanceOf(DeviceFault.PairingUnreadable.class);
    }
}
