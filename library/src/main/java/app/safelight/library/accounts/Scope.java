package app.safelight.library.accounts;

/// One kind of thing that a caller may do with what is theirs.
public enum Scope {
    /// Look at photos and download them.
    READ,
    /// Add photos.
    UPLOAD,
    /// Mark, describe, sort into albums.
    EDIT,
    /// Put into Recently Deleted, restore, delete for good.
    DELETE,
    /// Make links for people without an account.
    SHARE,
    /// Add people, change what they may do, see the audit log.
    ADMINISTER
}
