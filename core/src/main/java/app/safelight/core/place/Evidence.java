package app.safelight.core.place;

/// How it is known that a place holds a content, from weakest to strongest.
public enum Evidence {
    /// The place took the bytes and reported no error.
    WRITE_ACKNOWLEDGED,
    /// The place says it computed the checksum itself.
    STORE_CHECKSUM,
    /// The bytes were read again and hashed, perhaps out of a cache.
    READ_BACK,
    /// The bytes were read again by a way that no cache of this computer can answer, and hashed.
    READ_BACK_FROM_MEDIUM;

    public boolean isAtLeast(Evidence other) {
        return compareTo(other) >= 0;
    }
}
