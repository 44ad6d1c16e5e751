package app.safelight.apple.services;

import app.safelight.apple.connection.Connection;
import app.safelight.apple.connection.DeviceException;
import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.connection.PlistChannel;
import app.safelight.apple.plist.Plist;
import com.dd.plist.NSArray;
import com.dd.plist.NSString;
import java.util.List;

/// Diagnostics of a device, and restarting it.
///
/// Threads: one at a time.
public final class DiagnosticsRelay implements AutoCloseable {
    public static final String SERVICE = "com.apple.mobile.diagnostics_relay";

    private static final String NAME = "diagnostics_relay";

    /// All diagnostics of a device are some hundred KB, its registry some MB.
    private static final int MAX_MESSAGE_BYTES = 32 << 20;

    private static final String BATTERY_CLASS = "IOPMPowerSource";

    /// What can be asked for by name.
    public enum Kind {
        ALL("All"),
        WIFI("WiFi"),
        GAS_GAUGE("GasGauge"),
        NAND("NAND");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    private final PlistChannel channel;

    public DiagnosticsRelay(Connection connection) {
        this.channel = new PlistChannel(connection, NAME, MAX_MESSAGE_BYTES);
    }

    /// Restarts the device as soon as this connection has ended; [#close] ends it.
    public void restart() throws DeviceException {
        whenDisconnected("Restart");
    }

    /// Switches the device off as soon as this connection has ended.
    public void shutDown() throws DeviceException {
        whenDisconnected("Shutdown");
    }

    private void whenDisconnected(String request) throws DeviceException {
        ask(request(request).put("WaitForDisconnect", true));
        ask(request("Goodbye"));
    }

    /// Darkens the screen, as the side button does.
    public void sleep() throws DeviceException {
        ask(request("Sleep"));
    }

    public Plist diagnostics(Kind kind) throws DeviceException {
        return found(ask(request(kind.word)));
    }

    /// Entries of the device's registry of hardware, by their class.
    public Plist registryClass(String entryClass) throws DeviceException {
        return found(ask(request("IORegistry").put("EntryClass", entryClass)));
    }

    /// Entries of the device's registry of hardware, by their name.
    public Plist registryName(String entryName) throws DeviceException {
        return found(ask(request("IORegistry").put("EntryName", entryName)));
    }

    /// A whole tree of the device's registry of hardware, such as `IOPower`.
    public Plist registryPlane(String plane) throws DeviceException {
        return found(ask(request("IORegistry").put("CurrentPlane", plane)));
    }

    /// Values of the device's store of facts about itself. Since iOS 17.4 it gives none of them.
    ///
    /// @throws DeviceException with [DeviceFault.Refused] `MobileGestaltDeprecated` then
    public Plist mobileGestalt(List<String> keys) throws DeviceException {
        NSString[] names = keys.stream().map(NSString::new).toArray(NSString[]::new);
        Plist facts = found(ask(request("MobileGestalt").put("MobileGestaltKeys", new NSArray(names))))
                .dictionary("MobileGestalt")
                .orElseThrow(() -> DeviceException.malformed(NAME, "no facts"));
        String status = facts.string("Status").orElse("Success");
        if (!status.equals("Success")) {
            throw new DeviceException(new DeviceFault.Refused("MobileGestalt", status));
        }
        return facts;
    }

    public BatteryHealth battery() throws DeviceException {
        return BatteryHealth.of(registryClass(BATTERY_CLASS)
                .dictionary("IORegistry")
                .orElseThrow(() -> DeviceException.malformed(NAME, "no battery")));
    }

    private static Plist request(String name) {
        return Plist.empty().put("Request", name);
    }

    private static Plist found(Plist answer) throws DeviceException {
        return answer.dictionary("Diagnostics").orElseThrow(() -> DeviceException.malformed(NAME, "no diagnostics"));
    }

    private Plist ask(Plist request) throws DeviceException {
        Plist answer = channel.ask(request);
        String status = answer.string("Status").orElse("");
        return switch (status) {
            case "Success" -> answer;
            case "Failure", "UnknownRequest" ->
                throw new DeviceException(
                        new DeviceFault.Refused(request.string("Request").orElse(""), status));
            default -> throw DeviceException.malformed(NAME, "an answer without a status");
        };
    }

    @Override
    public void close() {
        channel.close();
    }
}
