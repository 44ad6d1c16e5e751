package app.safelight.apple.device;

import app.safelight.apple.usbmux.AttachedDevice;
import app.safelight.apple.usbmux.Udid;
import java.util.Optional;

/// A device as it was found at one moment.
///
/// @param facts empty if it said nothing at all
public record Device(AttachedDevice attached, Optional<DeviceFacts> facts, DeviceState state) {
    public Udid udid() {
        return attached.udid();
    }
}
