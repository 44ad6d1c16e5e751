package app.safelight.core.model;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/// What reading a file's own bytes told about it; what the ledger keeps so that nothing need be read twice.
///
/// @param type short upper-case name of the format found in the bytes, such as `JPEG`; `UNKNOWN` if none fits
/// @param takenAt wall clock of the capture
/// @param takenAtOffset zone offset of the capture, only if the file says so
/// @param takenAtOrigin where the capture time came from, such as `EXIF_ORIGINAL`; empty with no time
/// @param contentIdentifier joins the still and the movie of a Live Photo
/// @param burstId joins the frames of a burst
/// @param durationMillis length of a video or sound; 0 if there is none
/// @param motionPhoto whether a playable video really stands inside the picture's file
/// @param soundness whether the bytes look whole
public record ItemFacts(
        MediaKind kind,
        String type,
        Optional<LocalDateTime> takenAt,
        Optional<ZoneOffset> takenAtOffset,
        String takenAtOrigin,
        Optional<String> contentIdentifier,
        Optional<String> burstId,
        long durationMillis,
        boolean motionPhoto,
        Soundness soundness) {

    /// What kind of file it is by its bytes.
    public enum MediaKind {
        PHOTO,
        RAW,
        VIDEO,
        AUDIO,
        SIDECAR,
        OTHER
    }

    /// What a look at the structure said; damaged files are copied byte for byte and flagged.
    public enum Soundness {
        SOUND,
        TRUNCATED,
        MALFORMED,
        NOT_CHECKED
    }

    /// Facts of a file nothing is known about.
    public static ItemFacts unknown() {
        return new ItemFacts(
                MediaKind.OTHER,
                "UNKNOWN",
                Optional.empty(),
                Optional.empty(),
                "",
                Optional.empty(),
                Optional.empty(),
                0,
                false,
                Soundness.NOT_CHECKED);
    }
}
