package app.safelight.app.icloud;

import app.safelight.apple.photoslibrary.Asset;
import app.safelight.apple.photoslibrary.ICloudState;
import app.safelight.apple.photoslibrary.Trashed;

/// Where one asset stands, as a person would sort them. In the order in which they are told.
public enum Standing {
    /// The original and all that belongs to it is in iCloud.
    IN_ICLOUD(false),
    /// The original is; its edit, its RAW file or the movie of its Live Photo is not.
    PARTLY_IN_ICLOUD(true),
    /// Handed over on the phone, not in iCloud yet.
    WAITING(true),
    /// Not even handed over.
    NOT_STARTED(true),
    /// Handing it over failed; the phone tries again.
    FAILED(true),
    /// Given up on: "couldn't sync".
    REFUSED(true),
    /// A state that nobody here knows.
    UNKNOWN(true),
    /// Of a kind that iCloud Photos leaves out.
    NOT_ELIGIBLE(true),
    /// Belongs to a shared album: never counted as backed up.
    SHARED_ALBUM(false),
    /// Shown because somebody sent it, but not saved.
    SHARED_WITH_YOU(false),
    /// In "Recently Deleted".
    RECENTLY_DELETED(false),
    /// Being removed from the library.
    BEING_REMOVED(false);

    private final boolean atRisk;

    Standing(boolean atRisk) {
        this.atRisk = atRisk;
    }

    /// Whether something of a person's own may exist on the phone only.
    public boolean atRisk() {
        return atRisk;
    }

    /// Whether it waits in the queue to be uploaded, so that its number should fall with time.
    public boolean waits() {
        return switch (this) {
            case WAITING, NOT_STARTED, FAILED -> true;
            case IN_ICLOUD,
                    PARTLY_IN_ICLOUD,
                    REFUSED,
                    UNKNOWN,
                    NOT_ELIGIBLE,
                    SHARED_ALBUM,
                    SHARED_WITH_YOU,
                    RECENTLY_DELETED,
                    BEING_REMOVED -> false;
        };
    }

    public static Standing of(Asset asset) {
        return switch (asset.trashed()) {
            case Trashed.RecentlyDeleted _ -> RECENTLY_DELETED;
            case Trashed.Expunged _ -> BEING_REMOVED;
            // A value nobody knows is taken for a photo that is kept.
            case Trashed.No _, Trashed.Unknown _ -> ofKept(asset);
        };
    }

    private static Standing ofKept(Asset asset) {
        return switch (asset.icloud()) {
            case ICloudState.Uploaded _, ICloudState.UploadedMetadataDirty _ ->
                asset.editNotUploaded() || asset.pairedNotUploaded() ? PARTLY_IN_ICLOUD : IN_ICLOUD;
            case ICloudState.PushedNotUploaded _ -> WAITING;
            case ICloudState.NotPushed _ -> NOT_STARTED;
            case ICloudState.PushFailed _ -> FAILED;
            case ICloudState.Quarantined _ -> REFUSED;
            case ICloudState.NotEligible _ -> NOT_ELIGIBLE;
            case ICloudState.SharedAlbumItem _ -> SHARED_ALBUM;
            case ICloudState.Syndicated _ -> SHARED_WITH_YOU;
            case ICloudState.Unknown _ -> UNKNOWN;
        };
    }
}
