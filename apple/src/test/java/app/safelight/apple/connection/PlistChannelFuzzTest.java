package app.safelight.apple.connection;

import app.safelight.apple.plist.Plist;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Any bytes as messages of a service: each is read, or a typed fault.
class PlistChannelFuzzTest {
    private static final int LIMIT = 1 << 20;

    static List<Arguments> messages() {
        Plist message = Plist.empty().put("Status", "Success").put("Port", 1);
        return List.of(
                seed(message.toXml()),
                seed(message.toBinary()),
                seed(new byte[0]),
                seed("bplist00".getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
                Arguments.of((Object) new byte[] {-1, -1, -1, -1, 0}));
    }

    private static Arguments seed(byte[] body) {
        return Arguments.of((Object) ByteBuffer.allocate(4 + body.length)
                .putInt(body.length)
                .put(body)
                .array());
    }

    @MethodSource("messages")
    @FuzzTest
    void anyBytes(byte[] incoming) {
        try (PlistChannel channel = new PlistChannel(new BytesConnection(incoming), "fuzz", LIMIT)) {
            while (true) {
                channel.receive();
            }
        } catch (DeviceException expected) {
            if (expected.fault().remedy() == Remedy.NOTHING) {
                throw new AssertionError("a fault without a remedy", expected);
            }
        }
    }
}
