package app.safelight.app.text;

import app.safelight.core.ledger.CopyState;
import app.safelight.core.ledger.ItemState;
import app.safelight.core.ledger.LedgerFault;
import app.safelight.core.model.AssetKind;
import app.safelight.core.model.ItemFacts;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.Role;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.policy.Reason;
import app.safelight.core.policy.ReasonCode;
import app.safelight.core.source.SourceFault;
import java.time.ZoneId;
import java.util.Map;

/// Facts as sentences: first what is so, in plain words; then, apart, what to do.
public final class Words {
    private final Map<PlaceId, String> places;
    private final ZoneId zone;

    /// @param places where each place is, for people
    public Words(Map<PlaceId, String> places, ZoneId zone) {
        this.places = Map.copyOf(places);
        this.zone = zone;
    }

    public String place(PlaceId id) {
        return places.getOrDefault(id, id.value());
    }

    /// Why an asset is not safe.
    public String reason(Reason reason) {
        return switch (reason) {
            case Reason.NotCopiedYet _ -> "It has not been copied yet.";
            case Reason.TooFewCopies(var _, var have, var want) ->
                "It is proven in " + have + " of the " + want + " places that your policy asks for.";
            case Reason.NotReadable(var _, var fault) -> fault(fault);
            case Reason.GoneBeforeCopied _ -> "It disappeared from its source before it could be copied.";
            case Reason.PlaceRefused(var _, var place, var fault) ->
                place(place) + " could not take it: " + fault(fault);
            case Reason.CopyLost(var _, var place, var fault, var seenAt) ->
                "The copy at " + place(place) + " is lost: " + fault(fault) + " Seen " + Amounts.time(seenAt, zone)
                        + ".";
            case Reason.EvidenceTooWeak(var _, var place, var have, var want) ->
                "At " + place(place) + " it was " + evidence(have) + ", but your policy asks that it is "
                        + evidence(want) + ".";
            case Reason.EvidenceTooOld(var _, var place, var readAt, var maxAge) ->
                "At " + place(place) + " it was last read on " + Amounts.time(readAt, zone)
                        + "; your policy asks for a look every " + Amounts.duration(maxAge) + ".";
        };
    }

    public static String fault(SourceFault fault) {
        return switch (fault) {
            case SourceFault.AccessDenied _ -> "You are not allowed to read it.";
            case SourceFault.Vanished _ -> "It was listed, but was gone when it was to be read.";
            case SourceFault.ChangedWhileRead(var tries) ->
                "It kept changing while it was read (" + Amounts.count(tries, "try", "tries") + ").";
            case SourceFault.NotAFile(var what) -> "It is not a file but a " + what + ".";
            case SourceFault.UndecodableName(var detail) ->
                "Its name is not valid text on this machine: " + detail + ".";
            case SourceFault.LinkLoop(var target) -> "It is a link that leads in a circle, or nowhere: " + target + ".";
            case SourceFault.LinkLeavesSource(var target) -> "It is a link to somewhere else: " + target + ".";
            case SourceFault.LinkInsideSource(var target) ->
                "It is a link to something else in the same source: " + target + ".";
            case SourceFault.HoldsCopies _ -> "Safelight keeps its own copies in this folder.";
            case SourceFault.SystemFolder(var name) ->
                "The operating system keeps this folder for itself: " + name + ".";
            case SourceFault.TooDeep(var limit) -> "It lies more than " + limit + " folders deep.";
            case SourceFault.UnsafePath(var detail) -> "Its path would lead out of the source: " + detail + ".";
            case SourceFault.DamagedArchive(var detail) -> "The archive it is in is damaged: " + detail + ".";
            case SourceFault.ReadFailed(var detail) -> "Its medium could not be read: " + detail + ".";
            case SourceFault.OnlyInCloud(var missing) ->
                "Its original is only in a cloud (" + Amounts.bytes(missing) + " are not here).";
            case SourceFault.SharedCopy(var by) ->
                switch (by) {
                    case ALBUM -> "It belongs to a shared album: a copy made for sharing, not an original of yours.";
                    case MESSAGE -> "It was sent to you and not saved: it is shown, but it is not in your library.";
                };
            case SourceFault.NotTheOriginal(var size, var original) ->
                "The file here has " + Amounts.exactBytes(size) + ", the original " + Amounts.exactBytes(original)
                        + ": it is another version. What is here is copied.";
            case SourceFault.OriginalMissing _ -> "The library lists it, but its file is not here.";
            case SourceFault.OriginalElsewhere(var location) ->
                "The library only refers to it; its file is kept elsewhere: " + location + ".";
            case SourceFault.LibraryUnreadable(var detail) ->
                "The library's list of its photos cannot be read: " + detail
                        + ". The files found are copied; whether others are missing nobody can tell.";
            case SourceFault.Locked(var detail) -> "It is encrypted and was not opened: " + detail + ".";
            case SourceFault.Disconnected(var detail) -> "The source is no longer there: " + detail + ".";
            case SourceFault.FileWithheld(var detail) -> "The phone lists it and does not give it: " + detail + ".";
            case SourceFault.DeviceLocked _ -> "The phone is locked, and gives nothing until it is unlocked.";
            case SourceFault.TrustLost(var detail) ->
                "The phone is there, but not open to this computer: " + detail + ".";
            case SourceFault.ServiceRefused(var detail) ->
                "The phone is there, but does not give its files: " + detail + ".";
        };
    }

    public static String fault(PlaceFault fault) {
        return switch (fault) {
            case PlaceFault.Missing _ -> "The copy is not there.";
            case PlaceFault.Corrupt(var found) -> "The copy's bytes have changed (now " + shortened(found) + ").";
            case PlaceFault.Full(var free, var needed) ->
                "It is full: " + Amounts.bytes(needed) + " needed, " + Amounts.bytes(free) + " free.";
            case PlaceFault.OverQuota(var free, var needed) ->
                "Your share of it is full: " + Amounts.bytes(needed) + " needed, " + Amounts.bytes(free) + " left.";
            case PlaceFault.DeletedThere _ -> "You deleted it there, so it is not copied there again.";
            case PlaceFault.WrongMedium(var expected, var found) ->
                "Another disk is there: expected " + expected + ", found " + found + ".";
            case PlaceFault.Unreachable(var detail) -> "It cannot be reached: " + detail + ".";
            case PlaceFault.Denied(var detail) -> "It may not be written or read: " + detail + ".";
            case PlaceFault.Locked _ -> "Its files are encrypted, and the key that opens them was not found.";
            case PlaceFault.NameTooLong(var name) -> "It allows no name this long: " + name + ".";
            case PlaceFault.TooLarge(var largest) ->
                "Its file system holds no file larger than " + Amounts.bytes(largest) + ".";
            case PlaceFault.ReadFailed(var detail) -> "Its medium could not be read: " + detail + ".";
            case PlaceFault.WriteFailed(var detail) -> "Its medium could not be written: " + detail + ".";
            case PlaceFault.Busy(var holder) -> "Another run is using it: " + holder + ".";
            case PlaceFault.DamagedIndex(var detail) -> "Its own records are damaged: " + detail + ".";
            case PlaceFault.NewerFormat(var found, var supported) ->
                "It was written by a later version of Safelight (format " + found + ", this one knows " + supported
                        + ").";
        };
    }

    public static String fault(LedgerFault fault) {
        return switch (fault) {
            case LedgerFault.Damaged(var detail) -> "The ledger is damaged: " + detail + ".";
            case LedgerFault.NewerFormat(var found, var supported) ->
                "The ledger was written by a later version of Safelight (format " + found + ", this one knows "
                        + supported + ").";
            case LedgerFault.Busy(var holder) -> "Another run is writing to the ledger: " + holder + ".";
            case LedgerFault.Full(var detail) -> "There is no room to write the ledger: " + detail + ".";
            case LedgerFault.Unreachable(var detail) -> "The ledger cannot be opened: " + detail + ".";
        };
    }

    /// What to do about a reason; one step, the safest first.
    public static String fix(ReasonCode code) {
        return switch (code) {
            case NOT_COPIED_YET -> "Run the backup (again), with as many places as you want copies.";
            case TOO_FEW_COPIES ->
                "Connect as many places as you want copies ('safelight places'), then run 'safelight heal'.";
            case GONE_BEFORE_COPIED -> "Look for it where it came from, or in the trash there.";
            case SOURCE_ACCESS_DENIED -> "Allow yourself to read the file, then run the backup again.";
            case SOURCE_VANISHED, SOURCE_KEEPS_CHANGING ->
                "Wait until nothing writes to it any more, then run the backup again.";
            case SOURCE_SHARED_COPY ->
                "Nothing, unless you want to keep it: save it to your own library on the device.";
            case SOURCE_NOT_THE_ORIGINAL ->
                "Have the device download its originals, then run the backup again; if you changed the file yourself,"
                        + " nothing is missing.";
            case SOURCE_ORIGINAL_MISSING ->
                "If this is a backup or a copy, back up from the device itself; else look in iCloud and in older"
                        + " backups.";
            case SOURCE_ORIGINAL_ELSEWHERE -> "Back up the folder it is kept in as well.";
            case SOURCE_LIBRARY_UNREADABLE ->
                "Close Photos or make a new backup of the device, then run the backup again.";
            case SOURCE_LOCKED -> "Give its password with --password-file FILE, a file that holds nothing else.";
            case SOURCE_LINK_INSIDE, SOURCE_HOLDS_COPIES, SOURCE_SYSTEM_FOLDER, SOURCE_NOT_A_FILE ->
                "Nothing: it holds no photo of its own.";
            case SOURCE_NAME_UNDECODABLE -> "Rename the file, then run the backup again.";
            case SOURCE_LINK_LOOP, SOURCE_LINK_LEAVES ->
                "If a photo is meant, back up the folder the link points to as well.";
            case SOURCE_TOO_DEEP -> "Back up the deep folder as a source of its own.";
            case SOURCE_UNSAFE_PATH -> "Nothing: no honest archive has such an entry; ask for the export again.";
            case SOURCE_ARCHIVE_DAMAGED -> "Download or copy the archive again, then run the backup again.";
            case SOURCE_READ_FAILED, SOURCE_DISCONNECTED ->
                "Reconnect the source, try another cable or reader, then run the backup again.";
            case SOURCE_FILE_WITHHELD ->
                "Open it in Photos on the phone, so that it is downloaded if it has to be, then run the backup again;"
                        + " if it stays so, restart the phone.";
            case SOURCE_DEVICE_LOCKED ->
                "Unlock the phone with its passcode, leave its screen on, then run the backup again.";
            case SOURCE_TRUST_LOST ->
                "Run 'safelight pair' with the phone unlocked and on its cable, and tap \"Trust\" on it; then run the"
                        + " backup again.";
            case SOURCE_SERVICE_REFUSED ->
                "Restart the phone, unlock it, then run the backup again; if an organisation manages it, ask them to"
                        + " allow computers to read it.";
            case SOURCE_ONLY_IN_CLOUD -> "Have the device download its originals, then run the backup again.";
            case COPY_MISSING, COPY_DAMAGED -> "Run 'safelight heal' while the source or another place is connected.";
            case COPY_UNREADABLE -> "Try another cable; if it stays, run 'safelight heal' with a new drive.";
            case COPY_DELETED ->
                "If you want it back, restore it there from Recently Deleted, or upload it there yourself; or copy it to"
                        + " another place.";
            case PLACE_OVER_QUOTA ->
                "Ask whoever runs the library for a larger share, or empty Recently Deleted there, then run the backup"
                        + " again.";
            case PLACE_FULL -> "Free space there or add another place, then run the backup again.";
            case PLACE_WRONG_MEDIUM -> "Connect the right drive, or name this one as a new place.";
            case PLACE_UNREACHABLE ->
                "Connect the drive, then run the command again. If it is in another folder now,"
                        + " 'safelight verify FOLDER' makes that known. For a library, see that its computer is on.";
            case PLACE_LOCKED ->
                "Give its key file: restore and 'places rebuild' take --key FILE; otherwise put it back where it was.";
            case PLACE_DENIED ->
                "Make the drive writable (a lock switch? mounted read-only?) and allow yourself to open its folder, then run"
                        + " it again. In a library sign in again: 'safelight login URL'.";
            case PLACE_NAME_TOO_LONG -> "Give the file a shorter name, or use a drive with another file system.";
            case PLACE_FILE_TOO_LARGE -> "Use a drive formatted as exFAT, NTFS, APFS or ext4 for this file.";
            case PLACE_WRITE_FAILED -> "The drive may be failing: use another one, then verify this one.";
            case PLACE_BUSY -> "Wait until the other run has ended.";
            case PLACE_INDEX_DAMAGED -> "Run 'safelight places rebuild' on the drive: it reads every file again.";
            case PLACE_NEWER_FORMAT -> "Update Safelight.";
            case EVIDENCE_TOO_WEAK ->
                "Use a drive that can be read past the computer's cache, such as ext4; or accept less for all drives"
                        + " with 'safelight policy --evidence READ_BACK'.";
            case EVIDENCE_TOO_OLD -> "Connect the place and run 'safelight verify' on it.";
        };
    }

    public static String evidence(Evidence evidence) {
        return switch (evidence) {
            case WRITE_ACKNOWLEDGED -> "written without an error";
            case STORE_CHECKSUM -> "checked by the store itself";
            case READ_BACK -> "read back";
            case READ_BACK_FROM_MEDIUM -> "read back from the medium";
        };
    }

    public static String kind(AssetKind kind, long number) {
        boolean one = number == 1;
        return switch (kind) {
            case PHOTO -> one ? "photo" : "photos";
            case LIVE_PHOTO -> one ? "Live Photo" : "Live Photos";
            case MOTION_PHOTO -> one ? "motion photo" : "motion photos";
            case RAW_PHOTO -> one ? "RAW photo" : "RAW photos";
            case BURST_FRAME -> one ? "burst frame" : "burst frames";
            case VIDEO -> one ? "video" : "videos";
            case AUDIO -> one ? "sound" : "sounds";
            case OTHER_FILE -> one ? "other file" : "other files";
        };
    }

    public static String role(Role role) {
        return switch (role) {
            case ORIGINAL -> "original";
            case RAW -> "RAW";
            case LIVE_MOVIE -> "movie of the Live Photo";
            case EDITED_RENDER -> "edited version";
            case EDITED_LIVE_MOVIE -> "movie of the edited version";
            case ADJUSTMENT -> "record of the edit";
            case SIDECAR -> "sidecar";
        };
    }

    public static String presence(ItemState.Presence presence) {
        return switch (presence) {
            case PRESENT -> "there";
            case GONE -> "no longer there";
            case RECLAIMED -> "deleted to free space, after its copies were proven";
        };
    }

    /// What to add after a format; nothing if the file looks whole.
    public static String soundness(ItemFacts.Soundness soundness) {
        return switch (soundness) {
            case SOUND, NOT_CHECKED -> "";
            case TRUNCATED -> ", but the file ends too early: it does not decode (copied as it is)";
            case MALFORMED -> ", but its structure is broken: it does not decode (copied as it is)";
        };
    }

    public static String copy(CopyState copy, Words words, ZoneId zone) {
        return switch (copy) {
            case CopyState.Held(var place, var evidence, var readAt) ->
                words.place(place) + ", " + evidence(evidence) + " " + Amounts.time(readAt, zone);
            case CopyState.Lost(var place, var fault, var seenAt) ->
                words.place(place) + ", LOST: " + fault(fault) + " Seen " + Amounts.time(seenAt, zone) + ".";
        };
    }

    private static String shortened(String digest) {
        int end = Math.min(12, digest.length());
        return digest.substring(0, end) + (end < digest.length() ? "…" : "");
    }
}
