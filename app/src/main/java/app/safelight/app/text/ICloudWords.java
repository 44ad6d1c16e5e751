package app.safelight.app.text;

import app.safelight.app.icloud.Standing;
import app.safelight.apple.backupfiles.BackupFault;
import app.safelight.apple.mediafiles.MediaFault;
import app.safelight.apple.photoslibrary.LibraryFault;
import app.safelight.apple.photoslibrary.SyncCause;

/// What a phone's library reports, as sentences: first what is so, then, apart, what to do. Never more than a
/// report.
public final class ICloudWords {
    private ICloudWords() {}

    public static String standing(Standing standing) {
        return switch (standing) {
            case IN_ICLOUD -> "in iCloud";
            case PARTLY_IN_ICLOUD -> "NOT WHOLLY in iCloud: an edit, RAW file or Live Photo movie is missing there";
            case WAITING -> "NOT in iCloud: waiting to be uploaded";
            case NOT_STARTED -> "NOT in iCloud: uploading has not begun";
            case FAILED -> "NOT in iCloud: uploading failed, the device tries again";
            case REFUSED -> "NOT in iCloud: given up on (\"couldn't sync\")";
            case UNKNOWN -> "NOT KNOWN to be in iCloud: the device gives a state that Safelight does not know";
            case NOT_ELIGIBLE -> "NOT in iCloud: of a kind that iCloud Photos leaves out";
            case SHARED_ALBUM -> "of shared albums: other people's, or copies of reduced size";
            case SHARED_WITH_YOU -> "shared with you in Messages and not saved";
            case RECENTLY_DELETED -> "in Recently Deleted";
            case BEING_REMOVED -> "being removed";
        };
    }

    /// What holds iCloud Photos up.
    public static String cause(SyncCause cause) {
        return switch (cause) {
            case QUOTA_EXCEEDED -> "The iCloud storage is full.";
            case SHARED_LIBRARY_QUOTA_EXCEEDED -> "The iCloud storage of the shared library's owner is full.";
            case CLIENT_TOO_OLD -> "iCloud asks for a newer version of the device's software.";
            case NOT_SIGNED_IN -> "The device is not signed in to iCloud.";
            case LIBRARY_WIPED -> "The photo library in iCloud was wiped.";
            case CONTAINER_WIPED -> "The photo data in iCloud was wiped.";
            case STUCK_LEAVING_SHARED_LIBRARY -> "Leaving the shared library is stuck.";
            case CELLULAR_RESTRICTED -> "Mobile data may not be used for photos.";
            case AIRPLANE_MODE -> "The device is in airplane mode.";
            case LOW_DATA_MODE -> "The network is in Low Data Mode.";
            case POOR_NETWORK -> "The network is poor.";
            case LOW_BATTERY -> "The battery is low.";
            case LOW_POWER_MODE -> "Low Power Mode is on.";
            case HEAVY_RESOURCE_USAGE -> "The device is busy with other things.";
            case MODERATE_THERMAL_PRESSURE -> "The device is warm.";
            case THERMAL_PRESSURE -> "The device is too hot.";
            case POOR_SYSTEM_CONDITIONS -> "The device says that its conditions are poor.";
            case LOW_DISK_SPACE -> "The device has little room left.";
            case VERY_LOW_DISK_SPACE -> "The device has almost no room left.";
            case NO_NETWORK -> "The device is not connected to a network.";
            case NO_CELLULAR_BUDGET -> "The device allows no mobile data for this now.";
            case NO_BATTERY_BUDGET -> "The device allows no battery power for this now.";
            case LEAVING_ICLOUD -> "Signing out of iCloud Photos is under way.";
            case BLOCKED_FOR_UNNAMED_REASON -> "It is blocked, for a reason that the device gives only as a number.";
            case PAUSED_BY_USER -> "Somebody has paused it on the device.";
            case PAUSED_OTHERWISE -> "The device has paused it by itself.";
            case RESET_PENDING -> "A reset is queued, and nothing is uploaded until it is done.";
            case ENGINEERING_MARKER -> "A marker is set that stops it and that the settings do not show.";
        };
    }

    /// What to do about it: the step that can lose nothing.
    public static String fix(SyncCause cause) {
        return switch (cause) {
            case QUOTA_EXCEEDED, SHARED_LIBRARY_QUOTA_EXCEEDED ->
                "Rescue the photos first; then get more iCloud storage, or free some. Do not delete photos for it.";
            case CLIENT_TOO_OLD -> "Rescue the photos first; then update the device's software.";
            case NOT_SIGNED_IN -> "Sign in under Settings, your name.";
            case LIBRARY_WIPED, CONTAINER_WIPED, LEAVING_ICLOUD ->
                "Rescue the photos before anything else; the device may be about to remove some.";
            case STUCK_LEAVING_SHARED_LIBRARY, RESET_PENDING, ENGINEERING_MARKER, BLOCKED_FOR_UNNAMED_REASON ->
                "Rescue the photos first; then restart the device and look again after a day.";
            case CELLULAR_RESTRICTED, NO_CELLULAR_BUDGET, NO_NETWORK, POOR_NETWORK, AIRPLANE_MODE ->
                "Connect the device to Wi-Fi.";
            case LOW_DATA_MODE -> "Switch Low Data Mode off for this network, or use another.";
            case LOW_BATTERY, NO_BATTERY_BUDGET -> "Connect it to power and leave it locked for the night.";
            case LOW_POWER_MODE -> "Switch Low Power Mode off under Settings, Battery.";
            case HEAVY_RESOURCE_USAGE, MODERATE_THERMAL_PRESSURE, THERMAL_PRESSURE, POOR_SYSTEM_CONDITIONS ->
                "Leave it on power, locked and cool, and look again in some hours.";
            case LOW_DISK_SPACE, VERY_LOW_DISK_SPACE ->
                "Free room with other things than photos: apps, downloads, films.";
            case PAUSED_BY_USER -> "Open Photos, scroll to the end of the library, and choose Resume.";
            case PAUSED_OTHERWISE -> "Connect it to power and Wi-Fi, leave it locked, and look again in some hours.";
        };
    }

    public static String fault(LibraryFault fault) {
        return switch (fault) {
            case LibraryFault.NoLibrary _ -> "There is no photo library of an iPhone or Mac here.";
            case LibraryFault.Unsupported(var what) ->
                "This library is of a form that Safelight does not know: " + what + ".";
            case LibraryFault.Restless(var attempts) ->
                "The library changed each time it was copied (" + Amounts.count(attempts, "try", "tries") + ").";
            case LibraryFault.Damaged(var why) -> "The library's database is damaged: " + why + ".";
            case LibraryFault.TooMuch(var what, var limit) ->
                "The library holds more " + what + " than any real one (" + Amounts.number(limit) + ").";
            case LibraryFault.CannotRead(var media) -> fault(media);
            case LibraryFault.CannotCopy(var why) -> "The database could not be copied to this computer: " + why + ".";
        };
    }

    public static String fix(LibraryFault fault) {
        return switch (fault) {
            case LibraryFault.NoLibrary _ ->
                "Name a Mac's .photoslibrary, a backup folder of an iPhone, a copied media folder, or a Photos.sqlite.";
            case LibraryFault.Unsupported _, LibraryFault.TooMuch _ ->
                "Nothing is guessed. Its files can be backed up as a folder all the same.";
            case LibraryFault.Restless _ -> "Close Photos, or wait until it has finished, then try again.";
            case LibraryFault.Damaged _ -> "Back up the files as a folder; let Photos repair its library.";
            case LibraryFault.CannotRead _ -> "Allow yourself to read it, or copy it elsewhere first.";
            case LibraryFault.CannotCopy _ -> "Make room on the disk that holds SAFELIGHT_HOME.";
        };
    }

    public static String fault(MediaFault fault) {
        return switch (fault) {
            case MediaFault.Missing(var path) -> "It is not there: " + path + ".";
            case MediaFault.Denied(var path) -> "You are not allowed to read it: " + path + ".";
            case MediaFault.Unreadable(var path, var why) -> "It could not be read: " + path + " (" + why + ").";
            case MediaFault.Damaged(var path, var why) -> "It is damaged: " + path + " (" + why + ").";
            case MediaFault.TooLarge(var path, var _) -> "It is larger than anything of its kind: " + path + ".";
            case MediaFault.Refused(var path, var _) -> "The device lists it and does not give it: " + path + ".";
            case MediaFault.Changed(var path, var _, var _) -> "It changed while it was being read: " + path + ".";
            case MediaFault.SourceGone(var path, var _) ->
                "The device can no longer be read; " + path + " was the last.";
        };
    }

    public static String fault(BackupFault fault) {
        return switch (fault) {
            case BackupFault.NotABackup(var why) -> "This folder is no backup of an iPhone: " + why + ".";
            case BackupFault.Unfinished(var state) -> "This backup was never completed (" + state + ").";
            case BackupFault.PasswordNeeded _ -> "This backup is encrypted.";
            case BackupFault.WrongPassword _ -> "The password does not open this backup. Nothing was read.";
            case BackupFault.Unsupported(var what) ->
                "This backup is of a form that Safelight does not know: " + what + ".";
            case BackupFault.Damaged(var why) -> "This backup is damaged: " + why + ".";
            case BackupFault.CannotRead(var why) -> "This backup could not be read: " + why + ".";
        };
    }

    public static String fix(BackupFault fault) {
        return switch (fault) {
            case BackupFault.NotABackup _ -> "Name the folder that holds Manifest.db.";
            case BackupFault.Unfinished _ -> "Make a new backup and let it end.";
            case BackupFault.PasswordNeeded _, BackupFault.WrongPassword _ ->
                "Give its password with --password-file FILE, a file that holds nothing else.";
            case BackupFault.Unsupported _ -> "Make a new backup with a current iOS.";
            case BackupFault.Damaged _, BackupFault.CannotRead _ -> "Try a copy of it, or an older backup.";
        };
    }
}
