package app.safelight.app.text;

import app.safelight.app.icloud.Doubt;
import app.safelight.app.icloud.Standing;
import app.safelight.app.icloud.Trend;
import app.safelight.apple.backupfiles.BackupFault;
import app.safelight.apple.mediafiles.MediaFault;
import app.safelight.apple.photoslibrary.Asset;
import app.safelight.apple.photoslibrary.ICloudState;
import app.safelight.apple.photoslibrary.LibraryFault;
import app.safelight.apple.photoslibrary.LibraryStatus;
import app.safelight.apple.photoslibrary.OriginalLocal;
import app.safelight.apple.photoslibrary.SyncCause;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    /// The same in two or three words, for lists.
    public static String shortly(Standing standing) {
        return switch (standing) {
            case IN_ICLOUD -> "in iCloud";
            case PARTLY_IN_ICLOUD -> "partly in iCloud";
            case WAITING -> "waiting";
            case NOT_STARTED -> "not begun";
            case FAILED -> "failed";
            case REFUSED -> "given up on";
            case UNKNOWN -> "unknown";
            case NOT_ELIGIBLE -> "left out";
            case SHARED_ALBUM -> "shared album";
            case SHARED_WITH_YOU -> "shared with you";
            case RECENTLY_DELETED -> "deleted";
            case BEING_REMOVED -> "being removed";
        };
    }

    /// What to do about photos that stand so; empty where nothing need be done.
    public static String advice(Standing standing) {
        return switch (standing) {
            case PARTLY_IN_ICLOUD -> "Copy them; the missing part may be the one you care for.";
            case WAITING -> "Copy them now. Then leave the device on power and Wi-Fi, locked, over night.";
            case NOT_STARTED ->
                "Copy them now. Then see that iCloud Photos is on, and leave the device on power and"
                        + " Wi-Fi, locked, over night.";
            case FAILED -> "Copy them now. Then restart the device and look again after a day.";
            case REFUSED ->
                "Copy them now. Such a photo often gets through when it is exported, deleted and imported"
                        + " again: only after its copy is proven safe.";
            case UNKNOWN -> "Copy them now, whatever the state means.";
            case NOT_ELIGIBLE -> "Copy them: iCloud never takes these.";
            case IN_ICLOUD, SHARED_ALBUM, SHARED_WITH_YOU, RECENTLY_DELETED, BEING_REMOVED -> "";
        };
    }

    /// Whether the device uploads at all, and why iCloud Backup is no help.
    public static String gap(LibraryStatus.ICloudPhotos switched) {
        return switch (switched) {
            case ON ->
                "While iCloud Photos is on, iCloud Backup leaves all photos out. So what is not uploaded is in neither:"
                        + " this device holds the only copy that Apple knows of.";
            case OFF, NEVER_USED ->
                "iCloud Photos is off, so nothing is uploaded by it. Whether a backup of the device has them cannot be"
                        + " seen from here.";
            case UNKNOWN -> "Whether iCloud Photos is on cannot be seen from here, nor whether a backup has them.";
        };
    }

    /// What two readings tell together.
    public static String trend(Trend trend, ZoneId zone) {
        return switch (trend) {
            case Trend.NothingWaits _ -> "Nothing waits to be uploaded.";
            case Trend.First _ -> "Slow or stuck? That takes two readings, and this was the first.";
            case Trend.TooSoon(var between) ->
                "Slow or stuck? It cannot be said: the last reading is only " + Amounts.duration(between) + " old, and "
                        + Amounts.duration(Trend.LEAST_BETWEEN) + " is the least.";
            case Trend.TooLongAgo(var between) ->
                "Slow or stuck? It cannot be said: the last reading is " + Amounts.duration(between) + " old.";
            case Trend.ClockSetBack(var then) ->
                "Slow or stuck? It cannot be said: the last reading is of " + Amounts.time(then, zone)
                        + ", later than this one. A clock was set back, or this is an older copy.";
            case Trend.OtherLibrary _ ->
                "Slow or stuck? It cannot be said: the last reading was of other photos. The device was exchanged,"
                        + " erased or set up anew since.";
            case Trend.Unchanged _ ->
                "Slow or stuck? It cannot be said: this is the same copy of the library as at the last reading.";
            case Trend.NewQueue(var between) ->
                "What waited " + ago(between) + " waits no more; what waits now is new since.";
            case Trend.Moving moving -> moving(moving);
            case Trend.NothingArrived(var between, var largest, var after) ->
                "Slow or stuck? Nothing of what waited has arrived in " + Amounts.duration(between)
                        + ". A single video of " + Amounts.bytes(largest)
                        + " may take that long on a slow line, so look again in " + Amounts.duration(after) + ".";
            case Trend.Stuck(var between) ->
                "STUCK: nothing of what waited has arrived in " + Amounts.duration(between) + ".";
        };
    }

    private static String moving(Trend.Moving moving) {
        String rate = moving.bytesPerSecond() > 0 ? " (" + Amounts.bytes(moving.bytesPerSecond()) + "/s)" : "";
        String joined = moving.joined() == 0
                ? ""
                : " " + Amounts.count(moving.joined(), "new one has", "new ones have") + " joined the queue.";
        String left = moving.left()
                .map(time -> " At this rate the rest takes about " + Amounts.duration(time) + ".")
                .orElse(" How long the rest takes cannot be said.");
        return "MOVING: " + Amounts.count(moving.arrived(), "photo or video", "photos and videos") + " arrived in "
                + Amounts.duration(moving.between()) + rate + "." + joined + left;
    }

    private static String ago(Duration between) {
        return Amounts.duration(between) + " ago";
    }

    /// What to do about it; empty where nothing need be done.
    public static String fix(Trend trend) {
        return switch (trend) {
            case Trend.NothingWaits _, Trend.NewQueue _, Trend.Moving _, Trend.NothingArrived _ -> "";
            case Trend.First _, Trend.TooSoon _, Trend.TooLongAgo _, Trend.ClockSetBack _, Trend.OtherLibrary _ ->
                "Run it again after " + Amounts.duration(Trend.LEAST_BETWEEN) + ", or add --wait 20m.";
            case Trend.Unchanged _ -> "Make a new backup or copy, or ask the phone itself: safelight icloud iphone";
            case Trend.Stuck _ ->
                "Copy the photos first. Then, one after the other, looking again after each: power and Wi-Fi over night;"
                        + " Low Power Mode off; 'safelight restart'. Do not switch iCloud Photos off to force it: that can"
                        + " remove photos from the device.";
        };
    }

    /// Stable for programs.
    public static String code(Trend trend) {
        return switch (trend) {
            case Trend.NothingWaits _ -> "NOTHING_WAITS";
            case Trend.First _ -> "FIRST";
            case Trend.TooSoon _ -> "TOO_SOON";
            case Trend.TooLongAgo _ -> "TOO_LONG_AGO";
            case Trend.ClockSetBack _ -> "CLOCK_SET_BACK";
            case Trend.OtherLibrary _ -> "OTHER_LIBRARY";
            case Trend.Unchanged _ -> "UNCHANGED";
            case Trend.NewQueue _ -> "NEW_QUEUE";
            case Trend.Moving _ -> "MOVING";
            case Trend.NothingArrived _ -> "NOTHING_ARRIVED";
            case Trend.Stuck _ -> "STUCK";
        };
    }

    /// Whether iCloud Photos is on, and when it last was in step.
    public static String switched(LibraryStatus status, ZoneId zone) {
        String since = status.sync()
                .found()
                .flatMap(sync -> Optional.ofNullable(sync.lastSync()))
                .map(date -> ", last in step with iCloud " + Amounts.time(date, zone))
                .orElse("");
        return switch (status.icloudPhotos()) {
            case ON -> "on" + since;
            case OFF -> "switched OFF" + since;
            case NEVER_USED -> "never used with this library";
            case UNKNOWN -> "not to be seen from here";
        };
    }

    /// What keeps the report from being the whole truth, and what to do.
    public static String doubt(Doubt doubt) {
        return switch (doubt) {
            case Doubt.FoldersNotListed(var why) ->
                "The photo folders could not be looked at (" + Words.fault(why)
                        + "): there may be photos in them that the library does not know.";
            case Doubt.FoldersNotRead(var number) ->
                Amounts.count(number, "folder or file", "folders and files")
                        + " could not be looked at: there may be photos that the library does not know.";
            case Doubt.SwitchedOff(var photos) ->
                "iCloud Photos is switched off. What is said of " + Amounts.count(photos, "photo", "photos")
                        + " in iCloud is from before: whether iCloud still has them cannot be seen from here.";
            case Doubt.CountedLess(var counted, var uploaded) ->
                "iCloud itself counts " + Amounts.number(counted) + ", and the device believes to have uploaded "
                        + Amounts.number(uploaded) + ": some may be lost there, or being removed.";
        };
    }

    /// The stable code of a doubt.
    public static String code(Doubt doubt) {
        return switch (doubt) {
            case Doubt.FoldersNotListed _ -> "FOLDERS_NOT_LISTED";
            case Doubt.FoldersNotRead _ -> "FOLDERS_NOT_READ";
            case Doubt.SwitchedOff _ -> "SWITCHED_OFF";
            case Doubt.CountedLess _ -> "COUNTED_LESS";
        };
    }

    /// What the status files say of a cause beyond its name, raw; empty if nothing.
    public static String detail(SyncCause cause, LibraryStatus status, ZoneId zone) {
        return switch (cause) {
            case BLOCKED_FOR_UNNAMED_REASON ->
                status.sync()
                        .found()
                        .map(sync -> " (blockedReason " + sync.raw().get("blockedReason") + ")")
                        .orElse("");
            case PAUSED_BY_USER, PAUSED_OTHERWISE ->
                status.pause()
                        .found()
                        .map(pause -> " (" + (pause.byUser() ? "" : "reason " + pause.reason() + ", ")
                                + (pause.until() == null
                                        ? "until it is resumed"
                                        : "until " + Amounts.time(pause.until(), zone))
                                + ")")
                        .orElse("");
            case ENGINEERING_MARKER -> " (" + String.join(", ", status.engineeringMarkers()) + ")";
            case QUOTA_EXCEEDED,
                    SHARED_LIBRARY_QUOTA_EXCEEDED,
                    CLIENT_TOO_OLD,
                    NOT_SIGNED_IN,
                    LIBRARY_WIPED,
                    CONTAINER_WIPED,
                    STUCK_LEAVING_SHARED_LIBRARY,
                    CELLULAR_RESTRICTED,
                    AIRPLANE_MODE,
                    LOW_DATA_MODE,
                    POOR_NETWORK,
                    LOW_BATTERY,
                    LOW_POWER_MODE,
                    HEAVY_RESOURCE_USAGE,
                    MODERATE_THERMAL_PRESSURE,
                    THERMAL_PRESSURE,
                    POOR_SYSTEM_CONDITIONS,
                    LOW_DISK_SPACE,
                    VERY_LOW_DISK_SPACE,
                    NO_NETWORK,
                    NO_CELLULAR_BUDGET,
                    NO_BATTERY_BUDGET,
                    LEAVING_ICLOUD,
                    RESET_PENDING -> "";
        };
    }

    /// What is said, after their number, of files that the library does not know.
    public static String strays() {
        return "lie in the photo folders, and the library does not know them";
    }

    /// When a photo was taken, where it was taken if that is known.
    public static String taken(Asset asset, ZoneId zone) {
        Instant created = asset.dates().created();
        ZoneOffset there = asset.dates().zone();
        return created == null ? "not known" : Amounts.time(created, there == null ? zone : there);
    }

    /// What else is to be said about one photo: its former name, why it was given up on, what is missing.
    ///
    /// @param standing of the asset
    public static String remarks(Asset asset, Standing standing) {
        List<String> remarks = new ArrayList<>();
        String name = asset.originalFilename();
        if (name != null && !asset.path().endsWith("/" + name)) {
            remarks.add("once called " + name);
        }
        if (asset.quarantineReason() != null) {
            remarks.add("the device says: " + asset.quarantineReason());
        }
        if (asset.editNotUploaded()) {
            remarks.add("its edit is not uploaded");
        }
        if (asset.pairedNotUploaded()) {
            remarks.add("its RAW file or movie is not uploaded");
        }
        if (standing == Standing.PARTLY_IN_ICLOUD && !asset.editNotUploaded() && !asset.pairedNotUploaded()) {
            remarks.add("a file beside it is not known to the library, and so not uploaded");
        }
        if (asset.originalLocal() instanceof OriginalLocal.NotLocal) {
            remarks.add("its original is not on the device");
        }
        if (asset.icloud() instanceof ICloudState.Unknown(var type, var own, var master)) {
            remarks.add("its state as stored: kind " + type + ", photo " + own + ", master " + master);
        }
        asset.unknown().forEach(value -> remarks.add(value.column() + " is " + value.value()));
        return String.join("; ", remarks);
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

    /// Of photos that are not in iCloud, or not wholly.
    public static String provenElsewhere(long photos) {
        return Amounts.count(photos, "photo or video that is", "photos and videos that are")
                + " not in iCloud, whole or in part: proven safe in copies of your own. See 'safelight status'.";
    }
}
