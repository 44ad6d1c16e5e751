package app.safelight.core.source;

/// Why a source, or one item of it, cannot be read. Facts only; the words are made elsewhere.
public sealed interface SourceFault {
    /// Whether the fault stands between us and everything in the source, rather than one item.
    default boolean stopsSource() {
        return switch (this) {
            case Disconnected _, Locked _, DeviceLocked _, TrustLost _, ServiceRefused _ -> true;
            case AccessDenied _, Vanished _, ChangedWhileRead _, NotAFile _, UndecodableName _, LinkLoop _ -> false;
            case LinkLeavesSource _, LinkInsideSource _, HoldsCopies _, SystemFolder _, TooDeep _ -> false;
            case UnsafePath _, DamagedArchive _, ReadFailed _, OnlyInCloud _, SharedCopy _ -> false;
            case NotTheOriginal _, OriginalMissing _, OriginalElsewhere _, LibraryUnreadable _ -> false;
            case FileWithheld _ -> false;
        };
    }

    /// Whether nothing is lost by leaving the item out, because it holds no bytes of its own or they are told
    /// elsewhere. Such items are excluded, not unsafe.
    default boolean losesNothing() {
        return switch (this) {
            case NotAFile _, LinkInsideSource _, HoldsCopies _, SystemFolder _, SharedCopy _ -> true;
            case AccessDenied _, Vanished _, ChangedWhileRead _, UndecodableName _, LinkLoop _ -> false;
            case LinkLeavesSource _, TooDeep _, UnsafePath _, DamagedArchive _, ReadFailed _ -> false;
            case OnlyInCloud _, Disconnected _, Locked _, LibraryUnreadable _ -> false;
            case FileWithheld _, DeviceLocked _, TrustLost _, ServiceRefused _ -> false;
            case NotTheOriginal _, OriginalMissing _, OriginalElsewhere _ -> false;
        };
    }

    /// The person running the program may not read it.
    record AccessDenied(String detail) implements SourceFault {}

    /// It was listed, and was gone when it was to be read.
    record Vanished() implements SourceFault {}

    /// It changed while it was read, again and again.
    record ChangedWhileRead(int tries) implements SourceFault {}

    /// A socket, a pipe or a device, by its own word.
    record NotAFile(String what) implements SourceFault {}

    /// The name's bytes are not text in this machine's encoding; the detail shows them escaped.
    record UndecodableName(String detail) implements SourceFault {}

    /// Symbolic links that lead in a circle or to nothing, or a folder mounted below itself.
    record LinkLoop(String target) implements SourceFault {}

    /// A symbolic link to somewhere outside the source; it is not followed.
    record LinkLeavesSource(String target) implements SourceFault {}

    /// A symbolic link to something else in the same source. It is not followed, because what it leads to is
    /// told under its own name; nothing is lost by leaving the link out.
    record LinkInsideSource(String target) implements SourceFault {}

    /// A folder in which Safelight itself keeps copies. It is not entered: the backup would be backed up into
    /// itself.
    record HoldsCopies() implements SourceFault {}

    /// A folder that an operating system keeps for itself and lets nobody else read, such as `lost+found`.
    record SystemFolder(String name) implements SourceFault {}

    /// Folders within folders, or a path, beyond the limit.
    record TooDeep(int limit) implements SourceFault {}

    /// A path in an archive that would climb out of it.
    record UnsafePath(String detail) implements SourceFault {}

    /// An archive whose structure is broken, or that unpacks to more than it may.
    record DamagedArchive(String detail) implements SourceFault {}

    /// The medium under the source failed to give the bytes.
    record ReadFailed(String detail) implements SourceFault {}

    /// Listed at the source, but its bytes are only in a cloud; as many as are missing.
    record OnlyInCloud(long missingBytes) implements SourceFault {}

    /// What somebody shared, shown in a photo library and not of it: an item of a shared album, or one that
    /// came by message and was not saved. It is a copy made for sharing, of lesser size as a rule, and its
    /// owner decides how long it stays.
    record SharedCopy(SharedBy by) implements SourceFault {}

    /// The way in which something was shared.
    enum SharedBy {
        /// In a shared album, also in one's own.
        ALBUM,
        /// By message: "Shared with You".
        MESSAGE
    }

    /// The file is there, but its length is not the one that the library knows of the original: a smaller
    /// version, or one that another program has written over.
    record NotTheOriginal(long sizeBytes, long originalBytes) implements SourceFault {}

    /// The library says that its bytes are here, and they are not.
    record OriginalMissing() implements SourceFault {}

    /// The library only refers to it; its bytes are kept somewhere else.
    record OriginalElsewhere(String location) implements SourceFault {}

    /// The library's own list of its photos cannot be read, so nobody can tell which of them are missing.
    record LibraryUnreadable(String detail) implements SourceFault {}

    /// The whole source is encrypted, and what opens it was not given, or was wrong.
    record Locked(String detail) implements SourceFault {}

    /// The device lists the file and does not give it, and does not say that it is elsewhere.
    ///
    /// @param detail the device's own answer
    record FileWithheld(String detail) implements SourceFault {}

    /// The device waits for its passcode, and gives nothing until then.
    record DeviceLocked() implements SourceFault {}

    /// The device is there, and does not let this computer read it, or this computer lost what the two agreed
    /// on.
    record TrustLost(String detail) implements SourceFault {}

    /// The device is there and trusts this computer, and still does not give its files.
    record ServiceRefused(String detail) implements SourceFault {}

    /// The whole source is no longer there.
    record Disconnected(String detail) implements SourceFault {}
}
