package app.safelight.library.assets;

/// Where a person finds an asset; each stands on one.
public enum Shelf {
    TIMELINE,
    ARCHIVE,
    /// Shown only after the password was given again.
    HIDDEN,
    /// Recently Deleted.
    TRASH
}
