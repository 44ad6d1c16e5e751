package app.safelight.media.grouping;

/// What a file is, as far as grouping cares.
public enum MediaKind {
    /// A picture that a person can look at: JPEG, HEIC, PNG, WebP …
    PHOTO,
    /// What a camera's sensor saw: DNG, CR3, NEF …
    RAW,
    /// Moving pictures, with or without sound.
    VIDEO,
    /// Sound alone.
    AUDIO,
    /// A file that says something about another file: XMP, AAE, JSON, THM …
    SIDECAR,
    /// Anything else, and media too damaged to be recognised.
    OTHER;

    /// Whether a person sees a picture here: a photo or a RAW.
    boolean still() {
        return switch (this) {
            case PHOTO, RAW -> true;
            case VIDEO, AUDIO, SIDECAR, OTHER -> false;
        };
    }
}
