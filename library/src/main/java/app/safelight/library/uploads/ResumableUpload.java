package app.safelight.library.uploads;

import app.safelight.library.assets.Offer;
import java.time.Instant;

/// An upload as its person finds it.
///
/// @param offer what was announced; of a partial upload only its size means something
/// @param expiresAt when nobody finds it any more
public record ResumableUpload(UploadId id, Kind kind, Offer offer, Progress progress, Instant expiresAt) {
    /// What its bytes are.
    public enum Kind {
        /// One file.
        WHOLE,
        /// A part of a file that comes in parts.
        PARTIAL,
        /// A file out of partial uploads; takes no bytes of its own.
        FINAL
    }
}
