package app.safelight.apple.usbmux;

import app.safelight.apple.connection.Connection;
import app.safelight.apple.connection.DeviceException;
import app.safelight.apple.plist.Plist;
import java.time.Duration;
import java.util.Optional;

/// What happens to devices, as it happens.
///
/// Threads: one at a time; waiting is the caller's. Interrupting it ends the wait.
public final class DeviceEvents implements AutoCloseable {
    private static final int EVENT_TAG = 0;

    private final Connection connection;
    private final UsbmuxFrames frames;

    DeviceEvents(Connection connection) {
        this.connection = connection;
        this.frames = new UsbmuxFrames(connection);
    }

    /// Waits for the next event. Messages that this program does not know also end the wait.
    ///
    /// @return empty if nothing happened in that time; one may go on waiting
    /// @throws DeviceException with `CableLost` when the daemon went away
    public Optional<DeviceEvent> next(Duration wait) throws DeviceException {
        if (!connection.await(wait)) {
            return Optional.empty();
        }
        Plist message = frames.receive(EVENT_TAG);
        Optional<Long> number = message.integer("DeviceID");
        return switch (message.string("MessageType").orElse("")) {
            case "Attached" -> AttachedDevice.of(message).map(DeviceEvent.Attached::new);
            case "Detached" -> number.map(DeviceEvent.Detached::new);
            case "Paired" -> number.map(DeviceEvent.Paired::new);
            default -> Optional.empty();
        };
    }

    @Override
    public void close() {
        connection.close();
    }
}
