package app.safelight.media.grouping;

/// What a file is within its asset. The order is the order of parts in a [FileGroup].
public enum PartRole {
    /// The file the asset is named after. Every group has exactly one.
    ORIGINAL,
    /// The movie of a Live Photo as it was taken.
    LIVE_MOVIE,
    /// The sensor's data beside the picture the camera made of it.
    RAW,
    /// What an edit made of the original.
    EDITED_RENDER,
    /// The movie that belongs to an edited render of a Live Photo.
    EDITED_LIVE_MOVIE,
    /// The recipe of an edit: AAE, `Adjustments.plist`.
    ADJUSTMENT,
    /// Anything else said about the asset: XMP, JSON, THM, SRT, voice memo.
    SIDECAR
}
