package app.safelight.media.metadata;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/// When a photo or movie was taken, as its camera's clock said.
///
/// @param wallClock date and time with whatever part of a second is known
/// @param offset what to subtract from the wall clock for UTC; absent if unknown
public record CaptureTime(
        LocalDateTime wallClock, Optional<ZoneOffset> offset, CaptureTimeSource source, OffsetSource offsetSource) {
    public CaptureTime {
        if (offset.isPresent() == (offsetSource == OffsetSource.NONE)) {
            throw new IllegalArgumentException("an offset and where it came from go together");
        }
    }
}
