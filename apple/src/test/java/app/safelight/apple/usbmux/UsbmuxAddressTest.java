package app.safelight.apple.usbmux;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.connection.Faults;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsbmuxAddressTest {
    @Test
    void theEnvironmentComesFirst() throws Exception {
        assertThat(UsbmuxAddress.of(Map.of("USBMUXD_SOCKET_ADDRESS", "UNIX:/tmp/mux"), "Linux"))
                .isEqualTo(new UsbmuxAddress.Unix(Path.of("/tmp/mux")));
        assertThat(UsbmuxAddress.of(Map.of("USBMUXD_SOCKET_ADDRESS", "nas.local:27015"), "Linux"))
                .isEqualTo(new UsbmuxAddress.Tcp("nas.local", 27015));
        assertThat(UsbmuxAddress.of(Map.of("USBMUXD_SOCKET_ADDRESS", "[::1]:5000"), "Linux"))
                .isEqualTo(new UsbmuxAddress.Tcp("::1", 5000))
                .hasToString("[::1]:5000");
    }

    @Test
    void withoutItEachSystemHasItsOwn() throws Exception {
        assertThat(UsbmuxAddress.of(Map.of(), "Linux")).hasToString("UNIX:/var/run/usbmuxd");
        assertThat(UsbmuxAddress.of(Map.of("USBMUXD_SOCKET_ADDRESS", ""), "Mac OS X"))
                .hasToString("UNIX:/var/run/usbmuxd");
        assertThat(UsbmuxAddress.of(Map.of(), "Windows 11")).hasToString("127.0.0.1:27015");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"UNIX:", "host", "host:", ":1", "host:0", "host:65536", "host:-1", "::1:5000", "[]:1", "a:b"})
    void whatIsNoAddressIsSaidSo(String text) {
        assertThat(Faults.of(() -> UsbmuxAddress.parse(text))).isEqualTo(new DeviceFault.BadDaemonAddress(text));
    }
}
