package app.safelight.apple.photoslibrary;

import org.jspecify.annotations.Nullable;

/// Whether the database says that the original's bytes are on the device. Look for the file too.
public sealed interface OriginalLocal {
    record Local() implements OriginalLocal {}

    /// Optimised away, referenced, or lost: see [Asset#optimizedAway].
    record NotLocal() implements OriginalLocal {}

    /// The database has no row for an original: items of shared albums.
    record NoResourceRow() implements OriginalLocal {}

    /// A value that this reader does not know, as stored.
    record Unknown(@Nullable Long raw) implements OriginalLocal {}

    /// The stable code: as in `local` and `unknown(-32768)`.
    default String code() {
        return switch (this) {
            case Local() -> "local";
            case NotLocal() -> "notLocal";
            case NoResourceRow() -> "noResourceRow";
            case Unknown(Long raw) -> "unknown(" + raw + ")";
        };
    }

    static OriginalLocal of(@Nullable Resource original) {
        if (original == null) {
            return new NoResourceRow();
        }
        Long raw = original.local();
        if (raw != null && raw == 1) {
            return new Local();
        }
        return raw != null && raw == -1 ? new NotLocal() : new Unknown(raw);
    }
}
