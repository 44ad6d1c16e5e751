package app.safelight.apple.device;

import app.safelight.apple.connection.DeviceException;
import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.lockdown.Lockdown;
import app.safelight.apple.plist.Plist;
import java.util.List;
import java.util.Optional;

/// What a device says about itself. Unpaired it says little; what it does not say is an empty text.
///
/// @param name as its owner calls it
/// @param productType the model, such as `iPhone15,2`
/// @param systemVersion of iOS, such as `18.1`
/// @param deviceClass `iPhone`, `iPad` or `iPod`
/// @param locked whether its passcode must be entered; empty if it does not say
public record DeviceFacts(
        String name,
        String productType,
        String systemVersion,
        String buildVersion,
        String deviceClass,
        String serialNumber,
        Optional<Boolean> locked) {
    private static final String NAME = "DeviceName";
    private static final String PRODUCT_TYPE = "ProductType";
    private static final String SYSTEM_VERSION = "ProductVersion";
    private static final String BUILD_VERSION = "BuildVersion";
    private static final String DEVICE_CLASS = "DeviceClass";
    private static final String SERIAL_NUMBER = "SerialNumber";
    private static final String LOCKED = "PasswordProtected";

    private static final List<String> TEXTS =
            List.of(NAME, PRODUCT_TYPE, SYSTEM_VERSION, BUILD_VERSION, DEVICE_CLASS, SERIAL_NUMBER);

    /// Longer names are not shown whole; a device takes no longer ones.
    private static final int MAX_CHARACTERS = 256;

    /// Asks for all at once, and one by one where a device does not answer that.
    static DeviceFacts ask(Lockdown lockdown) throws DeviceException {
        try {
            return of(lockdown.values(Lockdown.ROOT));
        } catch (DeviceException refused) {
            if (!(refused.fault() instanceof DeviceFault.Refused)) {
                throw refused;
            }
        }
        Plist told = Plist.empty();
        for (String key : TEXTS) {
            unlessRefused(lockdown, key).ifPresent(value -> told.put(key, value));
        }
        return of(told);
    }

    private static Optional<String> unlessRefused(Lockdown lockdown, String key) throws DeviceException {
        try {
            return lockdown.text(Lockdown.ROOT, key);
        } catch (DeviceException refused) {
            if (refused.fault() instanceof DeviceFault.Refused) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    static DeviceFacts of(Plist told) {
        return new DeviceFacts(
                text(told, NAME),
                text(told, PRODUCT_TYPE),
                text(told, SYSTEM_VERSION),
                text(told, BUILD_VERSION),
                text(told, DEVICE_CLASS),
                text(told, SERIAL_NUMBER),
                told.bool(LOCKED));
    }

    /// A name is its owner's to choose, and may hold what would confuse a terminal.
    private static String text(Plist told, String key) {
        StringBuilder clean = new StringBuilder();
        told.string(key)
                .orElse("")
                .codePoints()
                .limit(MAX_CHARACTERS)
                .map(letter -> Character.isISOControl(letter) ? ' ' : letter)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
