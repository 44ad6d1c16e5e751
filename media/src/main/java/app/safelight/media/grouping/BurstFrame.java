package app.safelight.media.grouping;

import java.time.LocalDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The place of one asset in a burst. Each frame of a burst is an asset of its own.
///
/// Frames with the same file name in different directories are copies of one frame: they share a number and
/// are counted once.
///
/// @param burstId the camera's identifier, or `name:` with directory and name pattern where there is none
/// @param takenAt wall clock of the frame; orders the frames
/// @param number 1 for the first frame
/// @param count how many frames were in the sets joined so far; not how many the camera made
public record BurstFrame(String burstId, @Nullable LocalDateTime takenAt, int number, int count) {
    public BurstFrame {
        Objects.requireNonNull(burstId, "burstId");
        if (number < 1 || number > count) {
            throw new IllegalArgumentException("frame " + number + " of " + count);
        }
    }
}
