package app.safelight.media.metadata;

/// Width and height in pixels, both at least 1.
public record PixelSize(int width, int height) {
    public PixelSize {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("no pixels: " + width + " x " + height);
        }
    }

    PixelSize turned(Orientation orientation) {
        return orientation.swapsSides() ? new PixelSize(/* width= */ height, /* height= */ width) : this;
    }
}
