package app.safelight.media.thumbnail;

/// The decoders that may be asked.
public enum Decoder {
    /// In this process: JPEG, PNG, WebP, TIFF, GIF, and the JPEG inside a RAW.
    LIBVIPS,
    /// In this process, in degraded mode.
    IMAGE_IO,
    /// A process of its own: HEIC, AVIF, videos, and pictures of rarer kinds.
    FFMPEG,
    /// A process of its own: JPEG XL.
    DJXL
}
