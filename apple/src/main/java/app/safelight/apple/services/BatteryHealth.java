package app.safelight.apple.services;

import app.safelight.apple.plist.Plist;
import java.util.Optional;

/// How the battery of a device is, as its registry of hardware tells; each empty if it does not.
///
/// @param chargeNow and the other capacities in mAh, or in percent where a device tells no more
/// @param centiCelsius the battery's temperature in hundredths of a degree
public record BatteryHealth(
        Optional<Long> chargeNow,
        Optional<Long> chargeWhenFull,
        Optional<Long> chargeWhenNew,
        Optional<Long> cycles,
        Optional<Long> centiCelsius,
        Optional<Boolean> charging,
        Optional<Boolean> plugged) {
    static BatteryHealth of(Plist told) {
        return new BatteryHealth(
                told.integer("AppleRawCurrentCapacity").or(() -> told.integer("CurrentCapacity")),
                told.integer("AppleRawMaxCapacity").or(() -> told.integer("MaxCapacity")),
                told.integer("DesignCapacity"),
                told.integer("CycleCount"),
                told.integer("Temperature"),
                told.bool("IsCharging"),
                told.bool("ExternalConnected"));
    }
}
