package app.safelight.media.metadata;

/// How stored pixels are turned, once, to be seen upright. Numbered as EXIF does.
///
/// A HEIF's `irot` and `imir` boxes and a movie's display matrix are brought to the same eight cases. A HEIF
/// that has such boxes and an EXIF orientation too says the same thing twice: only the boxes count.
public enum Orientation {
    UPRIGHT(1, 1, 0, 0, 1),
    MIRRORED_SIDEWAYS(2, -1, 0, 0, 1),
    HALF_TURN(3, -1, 0, 0, -1),
    MIRRORED_UPSIDE_DOWN(4, 1, 0, 0, -1),
    TRANSPOSED(5, 0, 1, 1, 0),
    QUARTER_TURN_CLOCKWISE(6, 0, -1, 1, 0),
    TRANSVERSED(7, 0, -1, -1, 0),
    QUARTER_TURN_COUNTERCLOCKWISE(8, 0, 1, -1, 0);

    private final int exifValue;
    // The matrix that takes stored (x right, y down) to displayed: x' = xx*x + xy*y, y' = yx*x + yy*y.
    private final int xx;
    private final int xy;
    private final int yx;
    private final int yy;

    Orientation(int exifValue, int xx, int xy, int yx, int yy) {
        this.exifValue = exifValue;
        this.xx = xx;
        this.xy = xy;
        this.yx = yx;
        this.yy = yy;
    }

    /// 1 to 8.
    public int exifValue() {
        return exifValue;
    }

    /// Whether the displayed width is the stored height.
    public boolean swapsSides() {
        return xx == 0;
    }

    /// Whether turning upright begins by mirroring left to right; [#quartersClockwise()] follow.
    public boolean mirrorsFirst() {
        return xx * yy - xy * yx < 0;
    }

    /// How many quarters clockwise make it upright, after mirroring if it [#mirrorsFirst()].
    public int quartersClockwise() {
        return switch (this) {
            case UPRIGHT, MIRRORED_SIDEWAYS -> 0;
            case QUARTER_TURN_CLOCKWISE, TRANSVERSED -> 1;
            case HALF_TURN, MIRRORED_UPSIDE_DOWN -> 2;
            case QUARTER_TURN_COUNTERCLOCKWISE, TRANSPOSED -> 3;
        };
    }

    /// The orientation that does this one first and then `next`.
    Orientation then(Orientation next) {
        return ofMatrix(
                next.xx * xx + next.xy * yx,
                next.xx * xy + next.xy * yy,
                next.yx * xx + next.yy * yx,
                next.yx * xy + next.yy * yy);
    }

    /// Only the signs matter, so a matrix with scales is taken too. Anything but the eight cases is [#UPRIGHT].
    static Orientation ofMatrix(int xx, int xy, int yx, int yy) {
        for (Orientation candidate : values()) {
            if (candidate.xx == Integer.signum(xx)
                    && candidate.xy == Integer.signum(xy)
                    && candidate.yx == Integer.signum(yx)
                    && candidate.yy == Integer.signum(yy)) {
                return candidate;
            }
        }
        return UPRIGHT;
    }

    /// Values other than 1 to 8 occur (0 above all) and mean [#UPRIGHT].
    static Orientation ofExif(long value) {
        for (Orientation candidate : values()) {
            if (candidate.exifValue == value) {
                return candidate;
            }
        }
        return UPRIGHT;
    }
}
