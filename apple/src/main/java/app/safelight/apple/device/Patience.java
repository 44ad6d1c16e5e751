package app.safelight.apple.device;

import app.safelight.apple.connection.DeviceFault;

/// How a program waits for a person to do something on the device, or to plug it in again.
@FunctionalInterface
public interface Patience {
    /// Waits about a second.
    ///
    /// @param until what still is so: the device is locked, asks whether to trust this computer, or is away
    /// @return whether to look once more
    boolean again(DeviceFault until);

    /// Looks once and does not wait.
    static Patience none() {
        return _ -> false;
    }
}
