package app.safelight.media.metadata;

import app.safelight.media.sniff.FileType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What one file says about the photo or movie in it.
///
/// @param type by content
/// @param captureTime the most trusted reading, see [CaptureTimeSource]
/// @param orientation how to turn the stored pixels for display, once
/// @param storedSize pixels as stored (a movie's coded size)
/// @param displaySize pixels as seen: cropped and turned
/// @param contentIdentifier joins the still and the movie of a Live Photo
/// @param burstId shared by the frames of one burst
/// @param motionVideo the movie inside a motion photo, verified to be there
/// @param problems what was met while reading, in order, at most [FactsDraft#MAX_PROBLEMS]
public record MediaFacts(
        FileType type,
        Optional<CaptureTime> captureTime,
        Optional<GpsPosition> position,
        Orientation orientation,
        Optional<PixelSize> storedSize,
        Optional<PixelSize> displaySize,
        Optional<Duration> duration,
        Optional<String> make,
        Optional<String> model,
        Optional<String> lens,
        Optional<String> contentIdentifier,
        Optional<String> burstId,
        Optional<MotionVideo> motionVideo,
        Soundness soundness,
        List<ReadingProblem> problems) {
    public MediaFacts {
        problems = List.copyOf(problems);
    }
}
