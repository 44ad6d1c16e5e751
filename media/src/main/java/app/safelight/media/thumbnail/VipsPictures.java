package app.safelight.media.thumbnail;

import app.safelight.media.metadata.Orientation;
import app.safelight.media.metadata.PixelSize;
import app.safelight.media.sniff.FileType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/// Small pictures by libvips: decoded once, each size made from the next larger one.
final class VipsPictures implements PictureMaker {
    /// At 75 to 80 a small picture shows no fault at its own size.
    private static final int WEBP_QUALITY = 78;

    /// libwebp's effort, 0 to 6. See docs/decisions/0013: each step up costs more time than all the rest
    /// together.
    private static final int WEBP_EFFORT = 0;

    /// Pictures that are tiny from the start are shown enlarged, where lossy WebP's halved colours and its
    /// blocks would be seen; without loss they take a few KiB.
    private static final int LOSSLESS_SIDE_PIXELS = 128;

    /// The decoder may round a side up when it shrinks while decoding.
    private static final int ROUNDING_PIXELS = 1;

    private final Vips vips;

    VipsPictures(Vips vips) {
        this.vips = vips;
    }

    @Override
    public Thumbnails make(PictureInput input, Orientation turn) throws ThumbnailFailure {
        vips.forgetErrors();
        try {
            return switch (input) {
                case PictureInput.StillFile still -> still(still, turn);
                case PictureInput.InnerJpeg jpeg -> innerJpeg(jpeg, turn);
                case PictureInput.Decoded decoded -> decoded(decoded, turn);
            };
        } catch (Vips.VipsFault fault) {
            throw new ThumbnailFailure(new ThumbnailFault.Undecodable(Decoder.LIBVIPS, fault.text()), fault);
        }
    }

    private Thumbnails still(PictureInput.StillFile still, Orientation turn) throws ThumbnailFailure, Vips.VipsFault {
        boolean jpeg = still.type() == FileType.JPEG || still.type() == FileType.MPO;
        int shrink = jpeg ? shrinkFor(still.storedSize()) : 1;
        try (Vips.Image opened = opened(still.file(), still.type(), shrink)) {
            // A TIFF's largest page need not be its first, and a GIF's frames may stand out of its screen.
            boolean exact = still.type() != FileType.TIFF && still.type() != FileType.GIF;
            check(opened, still.storedSize(), shrink, exact);
            return all(opened, turn);
        }
    }

    private Vips.Image opened(Path file, FileType type, int shrink) throws Vips.VipsFault {
        return switch (type) {
            case PNG -> vips.png(file);
            case WEBP -> vips.webp(file);
            case GIF -> vips.gif(file);
            case TIFF -> vips.tiff(file);
            default -> vips.jpeg(file, shrink); // Thumbnailer sends no other type here
        };
    }

    private Thumbnails innerJpeg(PictureInput.InnerJpeg jpeg, Orientation turn)
            throws ThumbnailFailure, Vips.VipsFault {
        int shrink = shrinkFor(jpeg.storedSize());
        // libvips decodes on threads of its own.
        try (Arena arena = Arena.ofShared()) {
            MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, jpeg.bytes());
            try (Vips.Image opened = vips.jpeg(bytes, shrink)) {
                check(opened, jpeg.storedSize(), shrink, true);
                return all(opened, turn);
            }
        }
    }

    private Thumbnails decoded(PictureInput.Decoded decoded, Orientation turn) throws Vips.VipsFault {
        try (Vips.Image image = vips.image(decoded.pixels())) {
            decoded.colourProfile().ifPresent(image::attachProfile);
            return all(image, turn);
        }
    }

    /// The largest shrinking while decoding that leaves at least the largest picture. A JPEG's blocks are
    /// decoded at a half, a quarter or an eighth in the domain of frequencies, which loses nothing that the
    /// picture would show.
    static int shrinkFor(PixelSize size) {
        int longEdge = Math.max(size.width(), size.height());
        int shrink = 1;
        while (shrink < 8 && longEdge / (shrink * 2) >= ThumbnailSize.LARGE.longEdgePixels()) {
            shrink *= 2;
        }
        return shrink;
    }

    /// Holds what the decoder found in the header against what we found there.
    private static void check(Vips.Image image, PixelSize stored, int shrink, boolean exact) throws ThumbnailFailure {
        long width = image.width();
        long height = image.height();
        PixelLimits.check(width * shrink, height * shrink, PixelLimits.MAX_STREAMED_PIXELS);
        boolean same = Math.abs(width - (stored.width() + shrink - 1) / shrink) <= ROUNDING_PIXELS
                && Math.abs(height - (stored.height() + shrink - 1) / shrink) <= ROUNDING_PIXELS;
        if (exact && !same) {
            throw new ThumbnailFailure(new ThumbnailFault.Undecodable(
                    Decoder.LIBVIPS,
                    "it sees %d x %d at 1/%d, the header says %d x %d"
                            .formatted(width, height, shrink, stored.width(), stored.height())));
        }
        if (image.bands() > MAX_BANDS) {
            throw new ThumbnailFailure(
                    new ThumbnailFault.Undecodable(Decoder.LIBVIPS, image.bands() + " channels in one picture"));
        }
    }

    /// CMYK with alpha; a TIFF may claim 65 535, each as large as the picture.
    private static final int MAX_BANDS = 5;

    private Thumbnails all(Vips.Image opened, Orientation turn) throws Vips.VipsFault {
        Map<ThumbnailSize, Picture> pictures = new EnumMap<>(ThumbnailSize.class);
        try (Vips.Image large = large(opened, turn);
                Vips.Image medium = smaller(large, ThumbnailSize.MEDIUM);
                Vips.Image small = smaller(medium, ThumbnailSize.SMALL)) {
            pictures.put(ThumbnailSize.LARGE, picture(large));
            pictures.put(ThumbnailSize.MEDIUM, picture(medium));
            pictures.put(ThumbnailSize.SMALL, picture(small));
            Pixels pixels = small.pixels();
            return new Thumbnails(pictures, ThumbHash.of(pixels), PerceptualHash.of(pixels), Rendering.FULL);
        }
    }

    /// Here everything is decoded; what follows works on a few million bytes of memory.
    private static Vips.Image large(Vips.Image opened, Orientation turn) throws Vips.VipsFault {
        int side = ThumbnailSize.LARGE.longEdgePixels();
        try (Vips.Image fitted = opened.hasProfile() ? opened.fittedFromProfile(side) : opened.fitted(side);
                Vips.Image coloured = fitted.inSrgb();
                Vips.Image computed = coloured.computed()) {
            return upright(computed, turn);
        }
    }

    private static Vips.Image upright(Vips.Image image, Orientation turn) throws Vips.VipsFault {
        try (Vips.Image mirrored = turn.mirrorsFirst() ? image.mirrored() : image.rotated(0);
                Vips.Image turned = mirrored.rotated(turn.quartersClockwise())) {
            return turned.computed();
        }
    }

    private static Vips.Image smaller(Vips.Image image, ThumbnailSize size) throws Vips.VipsFault {
        try (Vips.Image fitted = image.fitted(size.longEdgePixels())) {
            return fitted.computed();
        }
    }

    private static Picture picture(Vips.Image image) throws Vips.VipsFault {
        PixelSize size = new PixelSize(image.width(), image.height());
        boolean lossless = Math.max(size.width(), size.height()) <= LOSSLESS_SIDE_PIXELS;
        byte[] bytes = image.webp(WEBP_QUALITY, WEBP_EFFORT, lossless);
        return new Picture(size, Picture.Encoding.WEBP, bytes);
    }
}
