package app.safelight.media.grouping;

/// What one asset is to the person who took it.
public enum GroupKind {
    /// A still picture, perhaps with edited renders and sidecars. A motion photo kept in one file is one too.
    PHOTO,
    /// A video, perhaps with edited renders and sidecars.
    VIDEO,
    /// A still and the short movie taken with it. A RAW of the same shot may be a part as well.
    LIVE_PHOTO,
    /// A RAW with no other picture of the same shot beside it.
    RAW_PHOTO,
    /// A RAW and the JPEG or HEIC that the camera wrote with it.
    RAW_WITH_JPEG,
    /// A sound recording of its own.
    AUDIO,
    /// A sidecar whose photo or video is not in this set.
    ORPHAN_SIDECAR,
    /// A file that is no photo, video, sound or sidecar.
    OTHER_FILE
}
