package app.safelight.media.sniff;

/// What a person would call a file.
public enum MediaKind {
    /// A picture that a person can look at: JPEG, HEIC, PNG, WebP …
    PHOTO,
    /// A camera's undeveloped sensor data: DNG, CR3, NEF …
    RAW,
    /// Moving pictures, with or without sound.
    VIDEO,
    /// Sound alone.
    AUDIO,
    /// Facts or edits that belong to a photo or video: XMP, AAE, a Takeout JSON.
    SIDECAR,
    /// Anything else, and media too damaged to be recognised.
    OTHER;

    /// Whether a person sees a picture here: a photo or a RAW.
    public boolean isStill() {
        return switch (this) {
            case PHOTO, RAW -> true;
            case VIDEO, AUDIO, SIDECAR, OTHER -> false;
        };
    }
}
