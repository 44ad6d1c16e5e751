package app.safelight.simulator.iphone;

import java.util.Locale;

/// Which phone it is.
///
/// @param udid its lasting identity, by which computers know it again
/// @param name what its owner calls it; any text
/// @param serialNumber Apple's
/// @param wifiAddress of its radio, six bytes as `aa:bb:…`
/// @param uniqueChipId of its processor
public record PhoneIdentity(String udid, String name, String serialNumber, String wifiAddress, long uniqueChipId) {
    public PhoneIdentity {
        if (!udid.matches("[0-9A-F]{8}-[0-9A-F]{16}|[0-9a-f]{40}")) {
            throw new IllegalArgumentException("no identity of an iPhone");
        }
    }

    /// The nth identity in the form that a profile's phones have; the same number gives the same one.
    ///
    /// @param number from 1
    public static PhoneIdentity numbered(PhoneProfile profile, int number, String name) {
        long chip = 0x000A_1B2C_3D4E_0000L + number;
        String udid = profile.longIdentity()
                ? String.format(Locale.ROOT, "%08X-%016X", profile.chipId(), chip)
                : String.format(Locale.ROOT, "%024x%016x", profile.chipId(), chip);
        return new PhoneIdentity(
                udid,
                name,
                String.format(Locale.ROOT, "SIM%07d", number),
                String.format(Locale.ROOT, "02:00:00:00:%02x:%02x", (number >> 8) & 0xff, number & 0xff),
                chip);
    }
}
