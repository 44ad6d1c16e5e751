package app.safelight.core.model;

/// What one item is to the asset it belongs to. Every role counts: an asset is safe only with all its parts.
public enum Role {
    ORIGINAL,
    RAW,
    LIVE_MOVIE,
    EDITED_RENDER,
    EDITED_LIVE_MOVIE,
    ADJUSTMENT,
    SIDECAR
}
