package app.safelight.apple.mediafiles;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One file or directory of a [MediaFiles].
///
/// @param path from the root, with `/` between names and none in front; the root itself is the empty text
/// @param sizeBytes of its content; 0 for a directory
/// @param modifiedAt null where the source does not tell
public record MediaFile(
        String path,
        boolean directory,
        long sizeBytes,
        @Nullable Instant modifiedAt) {
    public MediaFile {
        if (sizeBytes < 0) {
            throw new IllegalArgumentException("a size of " + sizeBytes);
        }
    }

    /// The last part of the path.
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
