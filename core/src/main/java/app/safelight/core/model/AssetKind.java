package app.safelight.core.model;

/// What a person would call the asset.
public enum AssetKind {
    PHOTO,
    LIVE_PHOTO,
    MOTION_PHOTO,
    RAW_PHOTO,
    BURST_FRAME,
    VIDEO,
    AUDIO,
    /// Files in a source that are neither a photo nor a video nor part of one; copied all the same.
    OTHER_FILE
}
