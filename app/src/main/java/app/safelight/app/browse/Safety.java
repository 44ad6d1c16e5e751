package app.safelight.app.browse;

/// What the ledger knows of a photo in a library.
public enum Safety {
    /// Proven safe.
    SAFE,
    /// Seen by a backup, and not safe.
    NOT_SAFE,
    /// No backup of this source has seen it.
    NOT_SEEN
}
