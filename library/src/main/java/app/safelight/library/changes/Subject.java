package app.safelight.library.changes;

/// What kind of thing changed.
public enum Subject {
    ASSET,
    ALBUM
}
