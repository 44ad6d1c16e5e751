package app.safelight.media.takeout;

import java.util.List;

/// Why a JSON of a directory speaks of no media file there.
public sealed interface UnmatchedSidecar {
    /// It is about the album that the directory is.
    record AboutAlbum() implements UnmatchedSidecar {}

    /// It is neither about a photo nor about an album.
    record AboutSomethingElse() implements UnmatchedSidecar {}

    /// It is about a photo whose file is not in the directory: in another part of the export, or left out of it.
    record MediaMissing() implements UnmatchedSidecar {}

    /// It could be any of these, ordered by name, and nothing tells which.
    record Ambiguous(List<String> mediaNames) implements UnmatchedSidecar {
        public Ambiguous {
            mediaNames = List.copyOf(mediaNames);
        }
    }

    /// Its media file has a JSON that fits better.
    record BetterMatchTaken(String mediaName, String sidecarName) implements UnmatchedSidecar {}

    /// It could not be read, and its name fits no media file.
    record Unreadable(TakeoutProblem problem) implements UnmatchedSidecar {}
}
