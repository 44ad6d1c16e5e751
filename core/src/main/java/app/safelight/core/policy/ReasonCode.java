package app.safelight.core.policy;

import app.safelight.core.place.PlaceFault;
import app.safelight.core.source.SourceFault;

/// Stable names of reasons, for programs, documentation pages and statistics. Never renamed and never reused.
public enum ReasonCode {
    NOT_COPIED_YET(Actor.SAFELIGHT),
    TOO_FEW_COPIES(Actor.SAFELIGHT),
    GONE_BEFORE_COPIED(Actor.NOBODY),
    SOURCE_ACCESS_DENIED(Actor.PERSON),
    SOURCE_VANISHED(Actor.SAFELIGHT),
    SOURCE_KEEPS_CHANGING(Actor.SAFELIGHT),
    SOURCE_NOT_A_FILE(Actor.NOBODY),
    SOURCE_NAME_UNDECODABLE(Actor.PERSON),
    SOURCE_LINK_LOOP(Actor.PERSON),
    SOURCE_LINK_LEAVES(Actor.PERSON),
    SOURCE_LINK_INSIDE(Actor.NOBODY),
    SOURCE_HOLDS_COPIES(Actor.NOBODY),
    SOURCE_SYSTEM_FOLDER(Actor.NOBODY),
    SOURCE_TOO_DEEP(Actor.PERSON),
    SOURCE_UNSAFE_PATH(Actor.NOBODY),
    SOURCE_ARCHIVE_DAMAGED(Actor.PERSON),
    SOURCE_READ_FAILED(Actor.PERSON),
    SOURCE_ONLY_IN_CLOUD(Actor.PERSON),
    SOURCE_SHARED_COPY(Actor.NOBODY),
    SOURCE_NOT_THE_ORIGINAL(Actor.PERSON),
    SOURCE_ORIGINAL_MISSING(Actor.PERSON),
    SOURCE_ORIGINAL_ELSEWHERE(Actor.PERSON),
    SOURCE_LIBRARY_UNREADABLE(Actor.PERSON),
    SOURCE_LOCKED(Actor.PERSON),
    SOURCE_DISCONNECTED(Actor.PERSON),
    SOURCE_FILE_WITHHELD(Actor.PERSON),
    SOURCE_DEVICE_LOCKED(Actor.PERSON),
    SOURCE_TRUST_LOST(Actor.PERSON),
    SOURCE_SERVICE_REFUSED(Actor.PERSON),
    COPY_MISSING(Actor.SAFELIGHT),
    COPY_DAMAGED(Actor.SAFELIGHT),
    COPY_UNREADABLE(Actor.PERSON),
    COPY_DELETED(Actor.PERSON),
    PLACE_FULL(Actor.PERSON),
    PLACE_OVER_QUOTA(Actor.PERSON),
    PLACE_WRONG_MEDIUM(Actor.PERSON),
    PLACE_UNREACHABLE(Actor.PERSON),
    PLACE_DENIED(Actor.PERSON),
    PLACE_LOCKED(Actor.PERSON),
    PLACE_NAME_TOO_LONG(Actor.PERSON),
    PLACE_FILE_TOO_LARGE(Actor.PERSON),
    PLACE_WRITE_FAILED(Actor.PERSON),
    PLACE_BUSY(Actor.SAFELIGHT),
    PLACE_INDEX_DAMAGED(Actor.PERSON),
    PLACE_NEWER_FORMAT(Actor.PERSON),
    EVIDENCE_TOO_WEAK(Actor.SAFELIGHT),
    EVIDENCE_TOO_OLD(Actor.SAFELIGHT);

    /// Who can make the reason go away.
    public enum Actor {
        /// The next run does.
        SAFELIGHT,
        /// Somebody has to do something first.
        PERSON,
        /// Nothing can be done.
        NOBODY
    }

    private final Actor actor;

    ReasonCode(Actor actor) {
        this.actor = actor;
    }

    public Actor actor() {
        return actor;
    }

    public static ReasonCode of(Reason reason) {
        return switch (reason) {
            case Reason.NotCopiedYet _ -> NOT_COPIED_YET;
            case Reason.TooFewCopies _ -> TOO_FEW_COPIES;
            case Reason.GoneBeforeCopied _ -> GONE_BEFORE_COPIED;
            case Reason.NotReadable unreadable -> of(unreadable.fault());
            case Reason.PlaceRefused refused -> of(refused.fault());
            case Reason.CopyLost lost -> of(lost.fault());
            case Reason.EvidenceTooWeak _ -> EVIDENCE_TOO_WEAK;
            case Reason.EvidenceTooOld _ -> EVIDENCE_TOO_OLD;
        };
    }

    public static ReasonCode of(SourceFault fault) {
        return switch (fault) {
            case SourceFault.AccessDenied _ -> SOURCE_ACCESS_DENIED;
            case SourceFault.Vanished _ -> SOURCE_VANISHED;
            case SourceFault.ChangedWhileRead _ -> SOURCE_KEEPS_CHANGING;
            case SourceFault.NotAFile _ -> SOURCE_NOT_A_FILE;
            case SourceFault.UndecodableName _ -> SOURCE_NAME_UNDECODABLE;
            case SourceFault.LinkLoop _ -> SOURCE_LINK_LOOP;
            case SourceFault.LinkLeavesSource _ -> SOURCE_LINK_LEAVES;
            case SourceFault.LinkInsideSource _ -> SOURCE_LINK_INSIDE;
            case SourceFault.HoldsCopies _ -> SOURCE_HOLDS_COPIES;
            case SourceFault.SystemFolder _ -> SOURCE_SYSTEM_FOLDER;
            case SourceFault.TooDeep _ -> SOURCE_TOO_DEEP;
            case SourceFault.UnsafePath _ -> SOURCE_UNSAFE_PATH;
            case SourceFault.DamagedArchive _ -> SOURCE_ARCHIVE_DAMAGED;
            case SourceFault.ReadFailed _ -> SOURCE_READ_FAILED;
            case SourceFault.OnlyInCloud _ -> SOURCE_ONLY_IN_CLOUD;
            case SourceFault.SharedCopy _ -> SOURCE_SHARED_COPY;
            case SourceFault.NotTheOriginal _ -> SOURCE_NOT_THE_ORIGINAL;
            case SourceFault.OriginalMissing _ -> SOURCE_ORIGINAL_MISSING;
            case SourceFault.OriginalElsewhere _ -> SOURCE_ORIGINAL_ELSEWHERE;
            case SourceFault.LibraryUnreadable _ -> SOURCE_LIBRARY_UNREADABLE;
            case SourceFault.Locked _ -> SOURCE_LOCKED;
            case SourceFault.Disconnected _ -> SOURCE_DISCONNECTED;
            case SourceFault.FileWithheld _ -> SOURCE_FILE_WITHHELD;
            case SourceFault.DeviceLocked _ -> SOURCE_DEVICE_LOCKED;
            case SourceFault.TrustLost _ -> SOURCE_TRUST_LOST;
            case SourceFault.ServiceRefused _ -> SOURCE_SERVICE_REFUSED;
        };
    }

    public static ReasonCode of(PlaceFault fault) {
        return switch (fault) {
            case PlaceFault.Missing _ -> COPY_MISSING;
            case PlaceFault.Corrupt _ -> COPY_DAMAGED;
            case PlaceFault.ReadFailed _ -> COPY_UNREADABLE;
            case PlaceFault.DeletedThere _ -> COPY_DELETED;
            case PlaceFault.Full _ -> PLACE_FULL;
            case PlaceFault.OverQuota _ -> PLACE_OVER_QUOTA;
            case PlaceFault.WrongMedium _ -> PLACE_WRONG_MEDIUM;
            case PlaceFault.Unreachable _ -> PLACE_UNREACHABLE;
            case PlaceFault.Denied _ -> PLACE_DENIED;
            case PlaceFault.Locked _ -> PLACE_LOCKED;
            case PlaceFault.NameTooLong _ -> PLACE_NAME_TOO_LONG;
            case PlaceFault.TooLarge _ -> PLACE_FILE_TOO_LARGE;
            case PlaceFault.WriteFailed _ -> PLACE_WRITE_FAILED;
            case PlaceFault.Busy _ -> PLACE_BUSY;
            case PlaceFault.DamagedIndex _ -> PLACE_INDEX_DAMAGED;
            case PlaceFault.NewerFormat _ -> PLACE_NEWER_FORMAT;
        };
    }
}
