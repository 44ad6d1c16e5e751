package app.safelight.media.thumbnail;

/// With what the small pictures were made. A library can make the degraded ones anew when the decoder is there.
public enum Rendering {
    /// By libvips: colour-managed, well resampled, WebP.
    FULL,
    /// By Java's own ImageIO, because libvips could not be loaded: coarser, larger, JPEG, and fewer formats.
    DEGRADED
}
