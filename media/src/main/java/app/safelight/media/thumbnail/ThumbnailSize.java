package app.safelight.media.thumbnail;

/// The three pictures made of every photo and video, by their long edge. A smaller original is never made
/// larger.
public enum ThumbnailSize {
    /// A tile of a dense grid, or of an ordinary one on a screen of single density: rows there are 120 to 250
    /// pixels high.
    SMALL(256),
    /// The same tile on a phone or another screen of double density.
    MEDIUM(512),
    /// One photo filling a window. 1440 is the long edge that fits a laptop's window and a phone's whole
    /// screen; the original is one click away.
    LARGE(1440);

    private final int longEdgePixels;

    ThumbnailSize(int longEdgePixels) {
        this.longEdgePixels = longEdgePixels;
    }

    public int longEdgePixels() {
        return longEdgePixels;
    }
}
