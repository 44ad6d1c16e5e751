package app.safelight.apple.usbmux;

import app.safelight.apple.connection.DeviceException;
import app.safelight.apple.connection.DeviceFault;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/// Where the daemon listens.
public sealed interface UsbmuxAddress {
    /// Set by people who keep the daemon elsewhere, on another machine say; libusbmuxd reads the same.
    String VARIABLE = "USBMUXD_SOCKET_ADDRESS";

    /// A unix socket.
    record Unix(Path path) implements UsbmuxAddress {
        @Override
        public String toString() {
            return "UNIX:" + path;
        }
    }

    /// @param host a name or an address; of version 6 without brackets
    record Tcp(String host, int port) implements UsbmuxAddress {
        @Override
        public String toString() {
            return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
        }
    }

    /// The address that the environment names, else the one that is usual on this kind of machine.
    ///
    /// @param systemName as in the system property `os.name`
    static UsbmuxAddress of(Map<String, String> environment, String systemName) throws DeviceException {
        String text = environment.getOrDefault(VARIABLE, "");
        if (!text.isEmpty()) {
            return parse(text);
        }
        return systemName.startsWith("Windows") ? new Tcp("127.0.0.1", 27015) : new Unix(Path.of("/var/run/usbmuxd"));
    }

    /// Reads `UNIX:/path`, `host:port` or `[v6]:port`.
    ///
    /// @throws DeviceException with [DeviceFault.BadDaemonAddress]
    static UsbmuxAddress parse(String text) throws DeviceException {
        try {
            if (text.startsWith("UNIX:") && text.length() > "UNIX:".length()) {
                return new Unix(Path.of(text.substring("UNIX:".length())));
            }
            int colon = text.lastIndexOf(':');
            String host = text.substring(0, Math.max(0, colon));
            if (host.startsWith("[") && host.endsWith("]")) {
                host = host.substring(1, host.length() - 1);
            } else if (host.indexOf(':') >= 0) {
                host = ""; // a version 6 address without brackets: where would its port begin?
            }
            int port = Integer.parseInt(text.substring(colon + 1));
            if (!host.isEmpty() && port > 0 && port <= 0xFFFF) {
                return new Tcp(host, port);
            }
        } catch (NumberFormatException | InvalidPathException senseless) {
            throw new DeviceException(new DeviceFault.BadDaemonAddress(text), senseless);
        }
        throw new DeviceException(new DeviceFault.BadDaemonAddress(text));
    }

    /// For connecting; looks the host's name up.
    default SocketAddress socketAddress() {
        return switch (this) {
            case Unix unix -> UnixDomainSocketAddress.of(unix.path());
            case Tcp tcp -> new InetSocketAddress(tcp.host(), tcp.port());
        };
    }
}
