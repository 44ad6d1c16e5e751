package app.safelight.apple.services;

import app.safelight.apple.connection.Connection;
import app.safelight.apple.connection.DeviceException;
import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.connection.PlistChannel;
import app.safelight.apple.plist.Plist;
import java.time.Duration;
import java.util.Optional;

/// Notifications among the programs on a device: post some, observe others.
///
/// Threads: one at a time.
public final class NotificationProxy implements AutoCloseable {
    public static final String SERVICE = "com.apple.mobile.notification_proxy";

    /// The name of the device was changed.
    public static final String DEVICE_NAME_CHANGED = "com.apple.mobile.lockdown.device_name_changed";

    private static final String NAME = "notification_proxy";

    private static final int MAX_MESSAGE_BYTES = 1 << 20;

    /// Notifications that come between our farewell and the answer to it.
    private static final int MAX_LATE_NOTIFICATIONS = 1000;

    private final PlistChannel channel;

    public NotificationProxy(Connection connection) {
        this.channel = new PlistChannel(connection, NAME, MAX_MESSAGE_BYTES);
    }

    /// Is not confirmed by the device.
    public void post(String name) throws DeviceException {
        channel.send(Plist.empty().put("Command", "PostNotification").put("Name", name));
    }

    /// From now on notifications of that name come. Is not confirmed by the device.
    public void observe(String name) throws DeviceException {
        channel.send(Plist.empty().put("Command", "ObserveNotification").put("Name", name));
    }

    /// Waits for the next notification observed.
    ///
    /// @return its name; empty if none came in that time
    /// @throws DeviceException with [DeviceFault.CableLost] if the service ended
    public Optional<String> next(Duration wait) throws DeviceException {
        Optional<Plist> message = channel.receive(wait);
        if (message.isEmpty()) {
            return Optional.empty();
        }
        if (isDeath(message.get())) {
            throw new DeviceException(new DeviceFault.CableLost());
        }
        return message.get().string("Name");
    }

    private static boolean isDeath(Plist message) {
        return message.string("Command").filter("ProxyDeath"::equals).isPresent();
    }

    /// Ends the service politely, which makes sure that all that was posted has arrived.
    public void shutdown() throws DeviceException {
        channel.send(Plist.empty().put("Command", "Shutdown"));
        for (int i = 0; i < MAX_LATE_NOTIFICATIONS; i++) {
            if (isDeath(channel.receive())) {
                return;
            }
        }
        throw DeviceException.malformed(NAME, "no end");
    }

    @Override
    public void close() {
        channel.close();
    }
}
