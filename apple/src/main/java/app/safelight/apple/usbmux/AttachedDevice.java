package app.safelight.apple.usbmux;

import app.safelight.apple.plist.Plist;
import java.util.Optional;

/// A device as the daemon sees it now.
///
/// @param number the daemon's own number for this attachment; another after the device was plugged in again
/// @param locationId where on the bus; 0 if not told
/// @param productId the kind of device on the bus; 0 if not told
public record AttachedDevice(long number, Udid udid, Route route, long locationId, long productId) {
    /// Reads a message `Attached`; empty if it names no device that one could talk to.
    static Optional<AttachedDevice> of(Plist attached) {
        Optional<Plist> properties = attached.dictionary("Properties");
        if (properties.isEmpty()) {
            return Optional.empty();
        }
        Plist told = properties.get();
        Optional<Long> number = attached.integer("DeviceID").or(() -> told.integer("DeviceID"));
        Optional<String> serial = told.string("SerialNumber").filter(Udid::isValid);
        if (number.isEmpty() || serial.isEmpty()) {
            return Optional.empty();
        }
        boolean network =
                told.string("ConnectionType").filter("Network"::equals).isPresent();
        return Optional.of(new AttachedDevice(
                number.get(),
                new Udid(serial.get()),
                network ? Route.NETWORK : Route.CABLE,
                told.integer("LocationID").orElse(0L),
                told.integer("ProductID").orElse(0L)));
    }
}
