package app.safelight.media.sniff;

/// What a person would call a file.
public enum Kind {
    PHOTO,
    /// A camera's undeveloped sensor data.
    RAW,
    VIDEO,
    AUDIO,
    /// Facts or edits that belong to a photo or video: XMP, AAE, a Takeout JSON.
    SIDECAR,
    OTHER
}
