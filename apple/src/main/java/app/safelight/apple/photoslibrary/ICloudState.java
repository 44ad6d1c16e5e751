package app.safelight.apple.photoslibrary;

import app.safelight.apple.sqlite.Rows;
import org.jspecify.annotations.Nullable;

/// What the phone's own database reports about an asset and iCloud. It is a report, never a proof.
///
/// The order in which it is decided is section 6.1 of the reference: the state of the *master* says whether the
/// original was uploaded; the asset's own state 1 only says that it was handed to the engine on the device.
public sealed interface ICloudState {
    /// Of a shared album: not an item of this library.
    record SharedAlbumItem() implements ICloudState {}

    /// "Shared with You", shown but not saved.
    record Syndicated() implements ICloudState {}

    /// Of a kind that iCloud Photos does not upload.
    record NotEligible(String kind) implements ICloudState {}

    /// The engine has given up on it: "Couldn't sync". The reason is at [Asset#quarantineReason].
    record Quarantined() implements ICloudState {}

    /// Handing it to the engine failed.
    record PushFailed() implements ICloudState {}

    record Uploaded() implements ICloudState {}

    /// The original is uploaded, a later change of its metadata is not.
    record UploadedMetadataDirty() implements ICloudState {}

    /// Handed to the engine on the device, not in iCloud.
    record PushedNotUploaded() implements ICloudState {}

    /// Not even handed to the engine. Where iCloud Photos is off, that is all of them.
    record NotPushed() implements ICloudState {}

    /// Values that this reader does not know. Never to be taken for uploaded.
    record Unknown(
            @Nullable Long savedAssetType,
            @Nullable Long assetState,
            @Nullable Long masterState) implements ICloudState {}

    /// The stable code: as in `uploaded` and `notEligible:referenced`.
    default String code() {
        return switch (this) {
            case SharedAlbumItem() -> "sharedAlbumItem";
            case Syndicated() -> "syndicated";
            case NotEligible(String kind) -> "notEligible:" + kind;
            case Quarantined() -> "quarantined";
            case PushFailed() -> "pushFailed";
            case Uploaded() -> "uploaded";
            case UploadedMetadataDirty() -> "uploadedMetadataDirty";
            case PushedNotUploaded() -> "pushedNotUploaded";
            case NotPushed() -> "notPushed";
            case Unknown _ -> "unknown";
        };
    }

    /// If the database says that iCloud has the original.
    default boolean isUploaded() {
        return switch (this) {
            case Uploaded(), UploadedMetadataDirty() -> true;
            case SharedAlbumItem(),
                    Syndicated(),
                    NotEligible _,
                    Quarantined(),
                    PushFailed(),
                    PushedNotUploaded(),
                    NotPushed(),
                    Unknown _ -> false;
        };
    }

    /// Decides from a row.
    static ICloudState of(RawRow row) {
        Long savedType = row.integer(AssetColumn.SAVED_ASSET_TYPE);
        boolean published = row.value(AssetColumn.CLOUD_BATCH_PUBLISH_DATE) != null;
        if (published || (savedType != null && savedType == SavedAssetType.CLOUD_SHARED)) {
            return new SharedAlbumItem();
        }
        boolean unsavedMessage =
                row.value(AssetColumn.SYNDICATION_IDENTIFIER) != null && row.is(AssetColumn.SYNDICATION_HISTORY, 0);
        boolean guest = savedType != null && savedType == SavedAssetType.GUEST;
        if (guest || unsavedMessage || row.is(AssetColumn.BUNDLE_SCOPE, 3)) {
            return new Syndicated();
        }
        Long asset = row.integer(AssetColumn.CLOUD_LOCAL_STATE);
        Long master = row.integer(AssetColumn.MASTER_STATE);
        Unknown unknown = new Unknown(savedType, asset, master);
        if (!SavedAssetType.isKnown(savedType) || !isKnownScope(row.integer(AssetColumn.BUNDLE_SCOPE))) {
            return unknown;
        }
        if (!SavedAssetType.isEligible(savedType)) {
            return new NotEligible(SavedAssetType.name(savedType));
        }
        // A pointer to a master that is not there says less than no pointer.
        boolean masterLost = row.value(AssetColumn.MASTER_PK) != null && master == null;
        return masterLost ? unknown : ofStates(asset, master, unknown);
    }

    private static boolean isKnownScope(@Nullable Long scope) {
        return scope == null || (scope >= 0 && scope <= 3);
    }

    private static ICloudState ofStates(@Nullable Long assetOrNone, @Nullable Long masterOrNone, Unknown unknown) {
        long asset = assetOrNone == null ? Rows.NO_INTEGER : assetOrNone;
        long master = masterOrNone == null ? NO_MASTER : masterOrNone;
        if (asset == QUARANTINED || master == QUARANTINED) {
            return new Quarantined();
        }
        if (asset == PUSH_FAILED || master == PUSH_FAILED) {
            return new PushFailed();
        }
        if (master == UPLOADED && asset == PUSHED) {
            return new Uploaded();
        }
        if (master == UPLOADED && asset == NOT_PUSHED) {
            return new UploadedMetadataDirty();
        }
        boolean masterPending = master == NO_MASTER || master == NOT_PUSHED || master == PUSHED;
        if (masterPending && asset == PUSHED) {
            return new PushedNotUploaded();
        }
        if (masterPending && asset == NOT_PUSHED) {
            return new NotPushed();
        }
        return unknown;
    }

    /// The enumeration that assets, masters and resources share.
    long NOT_PUSHED = 0;

    long PUSHED = 1;
    long PUSH_FAILED = 2;

    /// Masters and resources only.
    long UPLOADED = 3;

    long QUARANTINED = 4;

    /// Stands for an asset without a master; no value of the enumeration.
    long NO_MASTER = Long.MIN_VALUE + 1;
}
