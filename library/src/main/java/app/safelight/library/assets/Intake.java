package app.safelight.library.assets;

import app.safelight.library.storage.Kept;
import java.time.Instant;

/// What became of an offered file.
public sealed interface Intake {
    /// It is safe in the library; the receipts say where and how that was read.
    ///
    /// @param fresh false if the asset held it before
    record Taken(AssetId asset, Kept kept, boolean fresh) implements Intake {}

    /// The person deleted it for good; only they bring it back.
    record DeletedEarlier(Instant at) implements Intake {}

    /// It is in Recently Deleted; only its person brings it back.
    record InTrash(AssetId asset) implements Intake {}

    /// It passes what the person may keep.
    record OverQuota(long quotaBytes, long usedBytes, long reservedBytes, long neededBytes) implements Intake {}

    /// The asset that it should belong to is not there, or not the person's.
    record NoSuchAsset() implements Intake {}
}
