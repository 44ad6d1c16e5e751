package app.safelight.app.wiring;

import app.safelight.apple.connection.DeviceException;
import app.safelight.apple.device.Device;
import app.safelight.apple.device.DeviceSession;
import app.safelight.apple.device.Devices;
import app.safelight.apple.device.Pairing;
import app.safelight.apple.device.Patience;
import app.safelight.apple.device.PhoneFiles;
import app.safelight.apple.usbmux.Udid;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// The phones that this computer can reach, as far as the commands need them.
///
/// Threads: any.
public interface Phones {
    /// How the program calls itself to the daemon and in a phone's log.
    String PROGRAM_NAME = "safelight";

    /// Each device that is there, once, with its state.
    ///
    /// @throws DeviceException if the daemon cannot be asked
    List<Device> list() throws DeviceException;

    /// Whether a device is there, in whatever state; it is asked nothing.
    ///
    /// @throws DeviceException if the daemon cannot be asked
    boolean isThere(Udid udid) throws DeviceException;

    Pairing pair(Udid udid, Patience patience) throws DeviceException;

    void unpair(Udid udid) throws DeviceException;

    void restart(Udid udid) throws DeviceException;

    /// The media folder of a paired phone.
    ///
    /// @param patience with a phone that goes away or is locked in the midst of reading
    PhoneFiles media(Udid udid, Patience patience) throws DeviceException;

    /// Those of this machine, unless its environment names another daemon.
    ///
    /// @param systemName as in the system property `os.name`
    static Phones of(Map<String, String> environment, String systemName, InstantSource clock) throws DeviceException {
        Devices devices = Devices.of(environment, systemName, PROGRAM_NAME, new SecureRandom(), clock);
        return new Phones() {
            @Override
            public List<Device> list() throws DeviceException {
                return devices.list();
            }

            @Override
            public boolean isThere(Udid udid) throws DeviceException {
                return devices.isAttached(udid);
            }

            @Override
            public Pairing pair(Udid udid, Patience patience) throws DeviceException {
                return devices.pair(udid, patience);
            }

            @Override
            public void unpair(Udid udid) throws DeviceException {
                devices.unpair(udid);
            }

            @Override
            public void restart(Udid udid) throws DeviceException {
                try (DeviceSession session = devices.open(udid)) {
                    session.restart();
                }
            }

            @Override
            public PhoneFiles media(Udid udid, Patience patience) throws DeviceException {
                return PhoneFiles.open(devices, udid, patience);
            }
        };
    }
}
