package app.safelight.media.thumbnail;

/// What came of one file.
public sealed interface ThumbnailOutcome {
    record Made(Thumbnails thumbnails) implements ThumbnailOutcome {}

    /// The file stays as safe as it was: only its small picture is wanting.
    record Failed(ThumbnailFault fault) implements ThumbnailOutcome {}
}
