package app.safelight.simulator.iphone;

import app.safelight.apple.plist.Plist;
import com.dd.plist.NSArray;
import com.dd.plist.NSNumber;
import com.dd.plist.NSObject;
import com.dd.plist.NSString;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What a phone says of itself by domain and key. The domain without a name is [#ROOT].
///
/// Threads: any.
final class PhoneValues {
    static final String ROOT = "";

    /// Most values a computer can add; more would only be a way to fill the memory.
    private static final int MAX_VALUES = 10_000;

    /// What a phone tells a computer it does not trust.
    private static final Set<String> PUBLIC = Set.of(
            "BuildVersion",
            "CPUArchitecture",
            "DeviceClass",
            "DeviceColor",
            "DeviceName",
            "DevicePublicKey",
            "HardwareModel",
            "ModelNumber",
            "PasswordProtected",
            "ProductName",
            "ProductType",
            "ProductVersion",
            "TelephonyCapability",
            "UniqueDeviceID",
            "WiFiAddress");

    /// Domains in which a computer may set any value.
    private static final Set<String> OPEN_DOMAINS = Set.of(
            "com.apple.international",
            "com.apple.mobile.data_sync",
            "com.apple.mobile.wireless_lockdown",
            "com.apple.iTunes");

    private final InstantSource time;
    private final Map<String, Plist> domains = new TreeMap<>();

    PhoneValues(PhoneProfile profile, PhoneIdentity identity, byte[] publicKey, InstantSource time) {
        this.time = time;
        domains.put(ROOT, root(profile, identity, publicKey));
        domains.put("com.apple.disk_usage", diskUsage(profile.disk()));
        domains.put("com.apple.mobile.battery", battery(profile.battery()));
        domains.put(
                "com.apple.mobile.backup",
                Plist.empty().put("WillEncrypt", false).put("RequiresEncrypt", false));
        domains.put("com.apple.mobile.iTunes", Plist.empty().put("MinITunesVersion", "12.6.5"));
        domains.put("com.apple.iTunes", Plist.empty());
        domains.put("com.apple.fmip", Plist.empty().put("IsAssociated", true));
        domains.put(
                "com.apple.international",
                Plist.empty()
                        .put("Language", "en-GB")
                        .put("Locale", "en_GB")
                        .put("Keyboard", "en-GB")
                        .put("SupportedLanguages", texts("en-GB", "de", "fr", "ja")));
        domains.put("com.apple.mobile.data_sync", Plist.empty());
        domains.put("com.apple.mobile.wireless_lockdown", Plist.empty().put("EnableWifiConnections", false));
        domains.put("com.apple.purplebuddy", Plist.empty().put("SetupDone", true));
    }

    private static NSArray texts(String... texts) {
        NSArray array = new NSArray(texts.length);
        for (int i = 0; i < texts.length; i++) {
            array.setValue(i, new NSString(texts[i]));
        }
        return array;
    }

    private static Plist root(PhoneProfile profile, PhoneIdentity identity, byte[] publicKey) {
        return Plist.empty()
                .put("ActivationState", "Activated")
                .put("BasebandVersion", "3.50.03")
                .put("BluetoothAddress", identity.wifiAddress())
                .put("BuildVersion", profile.build())
                .put("CPUArchitecture", profile.longIdentity() ? "arm64e" : "arm64")
                .put("ChipID", profile.chipId())
                .put("DeviceClass", "iPhone")
                .put("DeviceColor", "1")
                .put("DeviceName", identity.name())
                .put("DevicePublicKey", publicKey)
                .put("HardwareModel", profile.hardwareModel())
                .put("HardwarePlatform", "t" + Long.toHexString(profile.chipId()))
                .put("IntegratedCircuitCardIdentity", "8944000000000000000")
                .put("InternationalMobileEquipmentIdentity", "000000000000000")
                .put("ModelNumber", "SIM01")
                .put("NonVolatileRAM", Plist.empty().put("auto-boot", "dHJ1ZQ=="))
                .put("PasswordProtected", false)
                .put("PhoneNumber", "+44 20 7946 0000")
                .put("ProductName", "iPhone OS")
                .put("ProductType", profile.productType())
                .put("ProductVersion", profile.version())
                .put("RegionInfo", "B/A")
                .put("SerialNumber", identity.serialNumber())
                .put("TelephonyCapability", true)
                .put("TimeZone", "Europe/London")
                .put("TimeZoneOffsetFromUTC", new NSNumber(0.0))
                .put("UniqueChipID", identity.uniqueChipId())
                .put("UniqueDeviceID", identity.udid())
                .put("Uses24HourClock", true)
                .put("WiFiAddress", identity.wifiAddress());
    }

    private static Plist diskUsage(PhoneProfile.DiskUsage disk) {
        return Plist.empty()
                .put("AmountDataAvailable", disk.freeBytes())
                .put("AmountDataReserved", 200L << 20)
                .put("TotalDataAvailable", disk.freeBytes() + (200L << 20))
                .put("TotalDataCapacity", disk.dataBytes())
                .put("TotalDiskCapacity", disk.totalBytes())
                .put("TotalSystemAvailable", 0)
                .put("TotalSystemCapacity", disk.systemBytes());
    }

    private static Plist battery(PhoneProfile.Battery battery) {
        return Plist.empty()
                .put("BatteryCurrentCapacity", battery.percent())
                .put("BatteryIsCharging", battery.charging())
                .put("ExternalChargeCapable", true)
                .put("ExternalConnected", true)
                .put("FullyCharged", battery.percent() == 100)
                .put("GasGaugeCapability", true)
                .put("HasBattery", true);
    }

    /// A whole domain; of the root, only what is public unless the computer is trusted.
    synchronized Optional<Plist> domain(String domain, boolean trusted) {
        Plist values = domains.get(domain);
        if (values == null || (!trusted && !domain.equals(ROOT))) {
            return Optional.empty();
        }
        Plist copy = Plist.empty().putAll(values);
        if (domain.equals(ROOT)) {
            copy.put("TimeIntervalSince1970", seconds());
        }
        if (!trusted) {
            for (String key : copy.keys()) {
                if (!PUBLIC.contains(key)) {
                    copy.remove(key);
                }
            }
        }
        return Optional.of(copy);
    }

    synchronized Optional<NSObject> value(String domain, String key) {
        if (domain.equals(ROOT) && key.equals("TimeIntervalSince1970")) {
            return Optional.of(seconds());
        }
        Plist values = domains.get(domain);
        return values == null ? Optional.empty() : values.value(key);
    }

    private NSNumber seconds() {
        return new NSNumber(time.instant().toEpochMilli() / 1000.0);
    }

    static boolean isPublic(String domain, String key) {
        return domain.equals(ROOT) && PUBLIC.contains(key);
    }

    /// Whether a trusted computer may set or remove a value.
    static boolean isOpen(String domain, String key) {
        return OPEN_DOMAINS.contains(domain) || (domain.equals(ROOT) && key.equals("DeviceName"));
    }

    /// False if there is no room for another one.
    synchronized boolean set(String domain, String key, NSObject value) {
        int count = domains.values().stream()
                .mapToInt(values -> values.keys().size())
                .sum();
        if (count >= MAX_VALUES) {
            return false;
        }
        domains.computeIfAbsent(domain, _ -> Plist.empty()).put(key, value);
        return true;
    }

    synchronized void remove(String domain, String key) {
        Plist values = domains.get(domain);
        if (values != null) {
            values.remove(key);
        }
    }
}
