package app.safelight.apple.lockdown;

import app.safelight.apple.connection.BytesConnection;
import app.safelight.apple.connection.DeviceException;
import app.safelight.apple.connection.Remedy;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Any bytes from the doorkeeper, and any bytes as a pairing record or key: read, or a typed fault.
class LockdownFuzzTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    static List<Arguments> answers() {
        String type = "<key>Type</key><string>com.apple.mobile.lockdown</string>";
        return List.of(
                seed(LockdownTest.answers(
                        type,
                        "<key>Value</key><dict/>",
                        "<key>Port</key><integer>1</integer>",
                        "<key>Value</key><data/>")),
                seed(LockdownTest.answers(type, "<key>Value</key><string>x</string>")),
                seed(LockdownTest.answers(type, "<key>Error</key><string>PasswordProtected</string>")),
                seed(LockdownTest.answers("<key>Type</key><integer>1</integer>")),
                seed(new byte[4]));
    }

    static List<Arguments> records() throws Exception {
        return List.of(
                seed(TestPairing.made().saved()),
                seed("-----BEGIN RSA PUBLIC KEY-----\nMAYCAQMCAQM=\n-----END RSA PUBLIC KEY-----\n"
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    }

    private static Arguments seed(byte[] bytes) {
        return Arguments.of((Object) bytes);
    }

    @MethodSource("answers")
    @FuzzTest
    void anyAnswers(byte[] incoming) {
        try (Lockdown lockdown = Lockdown.open(new BytesConnection(incoming), "fuzz", RANDOM)) {
            lockdown.values(Lockdown.ROOT);
            lockdown.startService("com.apple.afc");
            PairCertificates.deviceKey(
                    lockdown.data(Lockdown.ROOT, "DevicePublicKey").orElse(new byte[0]));
        } catch (DeviceException expected) {
            hasRemedy(expected);
        }
    }

    @MethodSource("records")
    @FuzzTest
    void anyRecordOrKey(byte[] content) {
        try {
            TlsIdentity.of(PairRecord.parse(content)).isDevice(content);
        } catch (DeviceException expected) {
            hasRemedy(expected);
        }
        try {
            PairCertificates.deviceKey(content);
        } catch (DeviceException expected) {
            hasRemedy(expected);
        }
    }

    private static void hasRemedy(DeviceException failed) {
        if (failed.fault().remedy() == Remedy.NOTHING) {
            throw new AssertionError("a fault without a remedy", failed);
        }
    }
}
