package app.safelight.apple.device;

import app.safelight.apple.connection.DeviceFault;

/// Whether one can work with a device now.
public sealed interface DeviceState {
    /// Paired, and it opened a session.
    ///
    /// @param locked whether it is locked at the moment; its files can be read all the same if it was unlocked
    ///     since it was switched on
    record Ready(boolean locked) implements DeviceState {}

    /// Something is missing; the fault says what, and its remedy what to do.
    record NotReady(DeviceFault why) implements DeviceState {}

    default boolean isPaired() {
        return switch (this) {
            case Ready _ -> true;
            case NotReady _ -> false;
        };
    }
}
