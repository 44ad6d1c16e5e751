package app.safelight.apple.usbmux;

import app.safelight.apple.connection.Connection;
import app.safelight.apple.connection.DeviceException;
import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.connection.SocketConnection;
import app.safelight.apple.plist.Plist;
import java.io.IOException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The daemon that owns the cable. Each request opens a connection of its own, as the protocol wants it.
///
/// Threads: any.
public final class Usbmux {
    /// The daemon is on this machine or its network; it answers at once or is stuck.
    private static final Duration DAEMON_LIMIT = Duration.ofSeconds(10);

    private static final int REQUEST_TAG = 1;

    /// What the daemons of all systems expect of a client that speaks property lists.
    private static final int LIBRARY_VERSION = 3;

    private static final long OK = 0;
    private static final long BAD_DEVICE_OR_MISSING = 2;
    private static final long CONNECTION_REFUSED = 3;

    private final UsbmuxAddress address;
    private final String programName;

    /// @param programName how this program calls itself to the daemon, for its log
    public Usbmux(UsbmuxAddress address, String programName) {
        this.address = address;
        this.programName = programName;
    }

    public UsbmuxAddress address() {
        return address;
    }

    /// The devices there are now, each once: one that is there over cable and network too, by its cable.
    public List<AttachedDevice> devices() throws DeviceException {
        List<AttachedDevice> all = new ArrayList<>();
        for (Plist attached : ask(request("ListDevices")).dictionaries("DeviceList")) {
            AttachedDevice.of(attached).ifPresent(all::add);
        }
        return eachOnce(all);
    }

    static List<AttachedDevice> eachOnce(Collection<AttachedDevice> devices) {
        Map<Udid, AttachedDevice> best = new LinkedHashMap<>();
        for (AttachedDevice device : devices) {
            best.merge(device.udid(), device, (had, found) -> found.route() == Route.CABLE ? found : had);
        }
        return List.copyOf(best.values());
    }

    /// The device of that name, if it is there.
    ///
    /// @throws DeviceException with [DeviceFault.NoDevice]
    public AttachedDevice device(Udid udid) throws DeviceException {
        for (AttachedDevice device : devices()) {
            if (device.udid().equals(udid)) {
                return device;
            }
        }
        throw new DeviceException(new DeviceFault.NoDevice(udid.text()));
    }

    /// From now on what happens to devices, beginning with those that are there.
    public DeviceEvents listen() throws DeviceException {
        Connection connection = open();
        try {
            UsbmuxFrames frames = new UsbmuxFrames(connection);
            frames.send(request("Listen"), REQUEST_TAG);
            expectOk("Listen", frames.receive(REQUEST_TAG));
            return new DeviceEvents(connection);
        } catch (DeviceException failed) {
            connection.close();
            throw failed;
        }
    }

    /// A connection to a TCP port of the device.
    ///
    /// @throws DeviceException with [DeviceFault.NoDevice] if it went away, [DeviceFault.PortRefused] if
    ///     nothing listens there
    public Connection connect(AttachedDevice device, int port) throws DeviceException {
        Connection connection = open();
        try {
            UsbmuxFrames frames = new UsbmuxFrames(connection);
            int networkOrder = Short.toUnsignedInt(Short.reverseBytes((short) port));
            frames.send(
                    request("Connect").put("DeviceID", device.number()).put("PortNumber", networkOrder), REQUEST_TAG);
            long number = resultOf("Connect", frames.receive(REQUEST_TAG));
            if (number == BAD_DEVICE_OR_MISSING) {
                throw new DeviceException(new DeviceFault.NoDevice(device.udid().text()));
            }
            if (number == CONNECTION_REFUSED) {
                throw new DeviceException(new DeviceFault.PortRefused(port));
            }
            if (number != OK) {
                throw new DeviceException(new DeviceFault.DaemonRefused("Connect", number));
            }
            connection.silenceLimit(Connection.SILENCE_LIMIT);
            return connection;
        } catch (DeviceException failed) {
            connection.close();
            throw failed;
        }
    }

    /// This computer's name in pairings.
    public String systemBuid() throws DeviceException {
        Plist answer = ask(request("ReadBUID"));
        return answer.string("BUID").orElseThrow(() -> refusedOrSenseless("ReadBUID", answer));
    }

    /// The pairing record of a device as it was saved: a property list with private keys. Empty if there is
    /// none.
    public Optional<byte[]> readPairRecord(Udid udid) throws DeviceException {
        Plist answer = ask(request("ReadPairRecord").put("PairRecordID", udid.text()));
        Optional<byte[]> record = answer.data("PairRecordData");
        if (record.isPresent()) {
            return record;
        }
        if (answer.integer("Number")
                .filter(number -> number == BAD_DEVICE_OR_MISSING)
                .isPresent()) {
            return Optional.empty();
        }
        throw refusedOrSenseless("ReadPairRecord", answer);
    }

    /// Saves a pairing record over the one that there may be; the daemon tells its listeners.
    public void savePairRecord(AttachedDevice device, byte[] record) throws DeviceException {
        Plist request = request("SavePairRecord")
                .put("PairRecordID", device.udid().text())
                .put("PairRecordData", record)
                .put("DeviceID", device.number());
        expectOk("SavePairRecord", ask(request));
    }

    /// Forgets the pairing record of a device. That there is none is no failure.
    public void deletePairRecord(Udid udid) throws DeviceException {
        Plist answer = ask(request("DeletePairRecord").put("PairRecordID", udid.text()));
        if (resultOf("DeletePairRecord", answer) != BAD_DEVICE_OR_MISSING) {
            expectOk("DeletePairRecord", answer);
        }
    }

    private Plist request(String type) {
        return Plist.empty()
                .put("MessageType", type)
                .put("ClientVersionString", programName)
                .put("ProgName", programName)
                .put("kLibUSBMuxVersion", LIBRARY_VERSION);
    }

    private Plist ask(Plist request) throws DeviceException {
        try (Connection connection = open()) {
            UsbmuxFrames frames = new UsbmuxFrames(connection);
            frames.send(request, REQUEST_TAG);
            return frames.receive(REQUEST_TAG);
        }
    }

    private Connection open() throws DeviceException {
        try {
            Connection connection = SocketConnection.open(address.socketAddress(), DAEMON_LIMIT);
            connection.silenceLimit(DAEMON_LIMIT);
            return connection;
        } catch (IOException | UnresolvedAddressException nobody) {
            throw new DeviceException(new DeviceFault.NoDaemon(address.toString()), nobody);
        }
    }

    private static void expectOk(String request, Plist answer) throws DeviceException {
        long number = resultOf(request, answer);
        if (number != OK) {
            throw new DeviceException(new DeviceFault.DaemonRefused(request, number));
        }
    }

    private static long resultOf(String request, Plist answer) throws DeviceException {
        return answer.integer("Number").orElseThrow(() -> senseless(request));
    }

    private static DeviceException refusedOrSenseless(String request, Plist answer) {
        return answer.integer("Number")
                .map(number -> new DeviceException(new DeviceFault.DaemonRefused(request, number)))
                .orElseGet(() -> senseless(request));
    }

    private static DeviceException senseless(String request) {
        return DeviceException.malformed("usbmuxd", "an answer to " + request + " without what was asked");
    }
}
