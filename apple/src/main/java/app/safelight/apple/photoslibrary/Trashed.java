package app.safelight.apple.photoslibrary;

import org.jspecify.annotations.Nullable;

/// Whether an asset is being thrown away.
public sealed interface Trashed {
    record No() implements Trashed {}

    /// In "Recently Deleted", to go after 30 days.
    record RecentlyDeleted() implements Trashed {}

    /// The row is being removed.
    record Expunged() implements Trashed {}

    /// A value that this reader does not know, as stored.
    record Unknown(@Nullable Long raw) implements Trashed {}

    /// The stable code: as in `no` and `recentlyDeleted`.
    default String code() {
        return switch (this) {
            case No() -> "no";
            case RecentlyDeleted() -> "recentlyDeleted";
            case Expunged() -> "expunged";
            case Unknown(Long raw) -> "unknown(" + raw + ")";
        };
    }

    static Trashed of(@Nullable Long raw) {
        if (raw != null && raw == 0) {
            return new No();
        }
        if (raw != null && raw == 1) {
            return new RecentlyDeleted();
        }
        return raw != null && raw == 2 ? new Expunged() : new Unknown(raw);
    }
}
