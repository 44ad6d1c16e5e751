package app.safelight.apple.photoslibrary;

import app.safelight.apple.mediafiles.MediaFile;
import org.jspecify.annotations.Nullable;

/// One file of an asset.
///
/// @param path where it is, or should be, from the root of the [app.safelight.apple.mediafiles.MediaFiles]; a
///     missing RAW file, whose ending is not known, ends in `.*`
/// @param file what was found there; null if it is not there
public record AssetFile(Role role, String path, @Nullable MediaFile file) {
    /// What a file is to its asset.
    public enum Role {
        ORIGINAL("original"),
        LIVE_MOVIE("liveMov"),
        RAW("raw"),
        /// The instructions of an edit, beside the original.
        SIDECAR("aae"),
        /// The instructions of an edit, beside its render.
        ADJUSTMENTS("adjustments"),
        RENDER("render"),
        RENDER_MOVIE("renderMov");

        private final String label;

        Role(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
