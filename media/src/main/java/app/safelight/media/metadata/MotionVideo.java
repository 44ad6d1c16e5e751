package app.safelight.media.metadata;

/// The short movie inside a motion photo. Its `ftyp` box was seen at this offset: a claim alone makes none.
public record MotionVideo(long offsetBytes, long sizeBytes) {
    public MotionVideo {
        if (offsetBytes < 0 || sizeBytes < 1) {
            throw new IllegalArgumentException("no room for a movie: " + offsetBytes + ", " + sizeBytes);
        }
    }
}
