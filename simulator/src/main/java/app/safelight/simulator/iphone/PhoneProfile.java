package app.safelight.simulator.iphone;

import java.util.List;

/// What a kind of iPhone with one version of iOS says of itself.
///
/// @param version what it calls its version, such as 17.5.1
/// @param build Apple's name of that version
/// @param productType the model as software names it, such as iPhone14,5
/// @param hardwareModel the board
/// @param chipId which processor it has
/// @param longIdentity its identity has 25 characters (since the iPhone XS) instead of 40
/// @param encryptsServices its services are encrypted, not its sessions alone
/// @param tls13 it offers TLS 1.3 besides 1.2
/// @param disk how much room it has
/// @param battery how its battery is
public record PhoneProfile(
        String version,
        String build,
        String productType,
        String hardwareModel,
        long chipId,
        boolean longIdentity,
        boolean encryptsServices,
        boolean tls13,
        DiskUsage disk,
        Battery battery) {
    /// Room on a phone.
    ///
    /// @param totalBytes all of its flash
    /// @param systemBytes what iOS has for itself
    /// @param freeBytes what is left for the person's data
    public record DiskUsage(long totalBytes, long systemBytes, long freeBytes) {
        public DiskUsage {
            if (systemBytes < 0 || freeBytes < 0 || systemBytes + freeBytes > totalBytes) {
                throw new IllegalArgumentException("a disk with more parts than there is");
            }
        }

        long dataBytes() {
            return totalBytes - systemBytes;
        }
    }

    /// A phone's battery.
    ///
    /// @param percent how full it is
    /// @param charging a charger is at work
    /// @param cycles how often it was filled
    /// @param healthPercent what is left of its first capacity
    public record Battery(int percent, boolean charging, int cycles, int healthPercent) {
        public Battery {
            if (percent < 0 || percent > 100 || healthPercent < 0 || healthPercent > 100 || cycles < 0) {
                throw new IllegalArgumentException("no battery is so");
            }
        }
    }

    private static final long GB = 1_000_000_000L;

    /// The first iOS that a profile is for; the tools that judge us speak a TLS with older ones that nobody may
    /// offer any more.
    public static final int OLDEST = 12;

    private static final List<PhoneProfile> ALL = List.of(
            plain("12.5.7", "16H81", "iPhone7,2", "N61AP", 0x7000, false, 64, 3, new Battery(81, true, 812, 79)),
            plain("13.7", "17H35", "iPhone8,1", "N71AP", 0x8000, false, 64, 9, new Battery(64, true, 644, 82)),
            plain("14.8.1", "18H107", "iPhone10,4", "D201AP", 0x8015, false, 64, 12, new Battery(55, true, 520, 84)),
            plain("15.8.2", "19H384", "iPhone9,1", "D10AP", 0x8010, false, 128, 2, new Battery(97, true, 731, 80)),
            plain("16.7.8", "20H343", "iPhone10,6", "D221AP", 0x8015, false, 256, 31, new Battery(100, false, 402, 86)),
            plain("17.5.1", "21F90", "iPhone14,5", "D17AP", 0x8110, true, 128, 5, new Battery(72, true, 311, 90)),
            plain("18.5", "22F76", "iPhone15,2", "D73AP", 0x8120, true, 256, 64, new Battery(48, true, 188, 94)),
            plain("26.1", "23B85", "iPhone17,1", "D93AP", 0x8140, true, 512, 210, new Battery(18, false, 40, 99)));

    private static PhoneProfile plain(
            String version,
            String build,
            String type,
            String board,
            long chip,
            boolean longIdentity,
            long total,
            long free,
            Battery battery) {
        DiskUsage disk = new DiskUsage(total * GB, 12 * GB, free * GB);
        return new PhoneProfile(version, build, type, board, chip, longIdentity, true, false, disk, battery);
    }

    /// One profile for each iOS, the oldest first.
    public static List<PhoneProfile> all() {
        return ALL;
    }

    /// The profile of one iOS by its first number, such as 17.
    ///
    /// @throws IllegalArgumentException if there is none
    public static PhoneProfile ofIos(int major) {
        return ALL.stream()
                .filter(profile -> profile.major() == major)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no profile for iOS " + major));
    }

    /// The first number of its version.
    public int major() {
        int dot = version.indexOf('.');
        return Integer.parseInt(dot < 0 ? version : version.substring(0, dot));
    }

    /// Whether its version is this one or a later one.
    boolean isAtLeast(int wantedMajor, int wantedMinor) {
        String[] parts = version.split("\\.", -1);
        int minor = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
        return major() > wantedMajor || (major() == wantedMajor && minor >= wantedMinor);
    }

    public PhoneProfile withTls13(boolean offered) {
        return new PhoneProfile(
                version,
                build,
                productType,
                hardwareModel,
                chipId,
                longIdentity,
                encryptsServices,
                offered,
                disk,
                battery);
    }

    public PhoneProfile withEncryptedServices(boolean encrypted) {
        return new PhoneProfile(
                version, build, productType, hardwareModel, chipId, longIdentity, encrypted, tls13, disk, battery);
    }

    public PhoneProfile withDisk(DiskUsage other) {
        return new PhoneProfile(
                version,
                build,
                productType,
                hardwareModel,
                chipId,
                longIdentity,
                encryptsServices,
                tls13,
                other,
                battery);
    }

    public PhoneProfile withBattery(Battery other) {
        return new PhoneProfile(
                version, build, productType, hardwareModel, chipId, longIdentity, encryptsServices, tls13, disk, other);
    }
}
