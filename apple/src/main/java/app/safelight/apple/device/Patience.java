package app.safelight.apple.device;

import app.safelight.apple.connection.DeviceFault;

/// How a program waits for a person to do something on the device.
@FunctionalInterface
public interface Patience {
    /// Waits about a second.
    ///
    /// @param until what still is so: the device is locked, or asks whether to trust this computer
    /// @return whether to look once more
    boolean again(DeviceFault until);

    /// Looks once and does not wait.
    static Patience none() {
        return _ -> false;
    }
}
