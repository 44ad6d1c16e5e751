package app.safelight.media.thumbnail;

import app.safelight.media.metadata.PixelSize;

/// How many pixels are decoded for a small picture. Checked against the header, and again against what the
/// decoder says, before a single pixel is.
final class PixelLimits {
    /// Decoded strip by strip, in little memory. The largest phone sensors have 200 million pixels.
    static final long MAX_STREAMED_PIXELS = 1L << 28;

    /// Decoded as a whole, 3 to 6 bytes each: progressive JPEG, interlaced PNG, WebP, GIF, and all that ffmpeg
    /// decodes. Real ones stay under 64 million.
    static final long MAX_WHOLE_PIXELS = 100_000_000;

    /// In degraded mode Java's heap has to hold a part of the picture.
    static final long MAX_DEGRADED_PIXELS = 64_000_000;

    /// A side longer than libjpeg, libwebp and the rest can take is no photo's.
    static final int MAX_SIDE_PIXELS = 65_535;

    private PixelLimits() {}

    static void check(PixelSize size, long limitPixels) throws ThumbnailFailure {
        check(size.width(), size.height(), limitPixels);
    }

    static void check(long width, long height, long limitPixels) throws ThumbnailFailure {
        if (width > MAX_SIDE_PIXELS || height > MAX_SIDE_PIXELS || width * height > limitPixels) {
            throw new ThumbnailFailure(new ThumbnailFault.TooLarge(width, height, limitPixels));
        }
    }
}
