package app.safelight.apple.photoslibrary;

import java.util.Optional;

/// Something that the library's status files report as holding iCloud Photos up.
///
/// Source: section 7 of the reference.
public enum SyncCause {
    QUOTA_EXCEEDED("isExceedingQuota"),
    SHARED_LIBRARY_QUOTA_EXCEEDED("isExceedingSharedLibraryQuota"),
    CLIENT_TOO_OLD("iCloudLibraryClientVersionTooOld"),
    NOT_SIGNED_IN("iCloudLibraryClientIsNotAuthenticated"),
    LIBRARY_WIPED("iCloudLibraryHasBeenWiped"),
    CONTAINER_WIPED("containerHasBeenWiped"),
    STUCK_LEAVING_SHARED_LIBRARY("isStuckInExitForSharedLibrary"),
    CELLULAR_RESTRICTED("cellularIsRestricted"),
    AIRPLANE_MODE("inAirplaneMode"),
    LOW_DATA_MODE("constrainedNetwork"),
    POOR_NETWORK("poorNetworkQuality"),
    LOW_BATTERY("lowBatteryLevel"),
    LOW_POWER_MODE("isBlockedByLowPowerModeKey"),
    HEAVY_RESOURCE_USAGE("heavyResourceUsage"),
    MODERATE_THERMAL_PRESSURE("moderateThermalPressure"),
    THERMAL_PRESSURE("thermalPressure"),
    POOR_SYSTEM_CONDITIONS("poorSystemConditions"),
    LOW_DISK_SPACE("lowDiskSpace"),
    VERY_LOW_DISK_SPACE("veryLowDiskSpace"),

    /// `connectedToNetwork` is there and false.
    NO_NETWORK(),
    /// The system gives budgets and none for cellular data.
    NO_CELLULAR_BUDGET(),
    /// The system gives budgets and none for the battery.
    NO_BATTERY_BUDGET(),
    /// `exitDeleteTime` is there: signing out is under way.
    LEAVING_ICLOUD(),
    /// A reason number is given that nobody has named: see [SyncStatus#raw].
    BLOCKED_FOR_UNNAMED_REASON(),

    /// The person has paused it.
    PAUSED_BY_USER(),
    /// It is paused, by whom is not known: see [LibraryStatus#pause].
    PAUSED_OTHERWISE(),
    /// A reset waits, which stops all uploads.
    RESET_PENDING(),
    /// A marker of Apple's engineers is there: see [LibraryStatus#engineeringMarkers].
    ENGINEERING_MARKER();

    private final Optional<String> key;

    SyncCause() {
        key = Optional.empty();
    }

    SyncCause(String key) {
        this.key = Optional.of(key);
    }

    /// The key of `syncstatus.plist` that says so by being true.
    Optional<String> key() {
        return key;
    }
}
