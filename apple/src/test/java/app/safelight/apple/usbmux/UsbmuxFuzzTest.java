package app.safelight.apple.usbmux;

import app.safelight.apple.connection.BytesConnection;
import app.safelight.apple.connection.DeviceException;
import app.safelight.apple.connection.Remedy;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Any bytes from the daemon: each message is read, or a typed fault.
class UsbmuxFuzzTest {
    private static final String UDID = "00008110-000A1B2C3D4E5F60";

    static List<Arguments> packets() {
        return List.of(
                seed(UsbmuxTest.packet(0, UsbmuxTest.dictionary(UsbmuxTest.attached(7, UDID, "USB")))),
                seed(UsbmuxTest.packet(0, UsbmuxTest.dictionary(UsbmuxTest.attached(-7, "..", "Network")))),
                seed(UsbmuxTest.packet(0, UsbmuxTest.result(0))),
                seed(UsbmuxTest.packet(1, 0, new byte[] {6, 0, 0, 0})),
                seed(UsbmuxTest.packet(8, 0, new byte[0])),
                seed(new byte[16]));
    }

    private static Arguments seed(byte[] bytes) {
        return Arguments.of((Object) bytes);
    }

    @MethodSource("packets")
    @FuzzTest
    void events(byte[] incoming) {
        try (DeviceEvents events = new DeviceEvents(new BytesConnection(incoming))) {
            while (true) {
                if (events.next(Duration.ZERO).orElse(null) instanceof DeviceEvent.Attached attached
                        && !Udid.isValid(attached.device().udid().text())) {
                    throw new AssertionError("a device that cannot be named");
                }
            }
        } catch (DeviceException expected) {
            if (expected.fault().remedy() == Remedy.NOTHING) {
                throw new AssertionError("a fault without a remedy", expected);
            }
        }
    }
}
