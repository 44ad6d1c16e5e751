package app.safelight.media.metadata;

/// Whether a file's outer structure is whole. Pixels are not decoded: a sound file may still hold damaged ones.
public enum Soundness {
    /// Every part that the format needs is there and fits the file.
    SOUND,
    /// The file ends before its own structure says.
    TRUNCATED,
    /// The structure contradicts itself or lacks a part that cannot be done without.
    MALFORMED,
    /// This type has no check, or a limit stopped it.
    NOT_CHECKED
}
