package app.safelight.media.thumbnail;

import app.safelight.media.metadata.Orientation;
import app.safelight.media.metadata.PixelSize;
import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// Degraded mode: small pictures by what every Java has. JPEG, PNG, GIF and TIFF only, JPEG out, no colour
/// management for pixels that other programs decoded, transparency over white.
final class ImageIoPictures implements PictureMaker {
    private static final float JPEG_QUALITY = 0.82f;

    /// Pixels are left out while decoding until a long edge of this many times the largest picture is left.
    private static final int KEPT_FACTOR = 2;

    private final String whyDegraded;

    /// @param whyDegraded why libvips is not there; told for formats that only it reads
    ImageIoPictures(String whyDegraded) {
        this.whyDegraded = whyDegraded;
    }

    @Override
    public Thumbnails make(PictureInput input, Orientation turn) throws ThumbnailFailure {
        try {
            BufferedImage image = switch (input) {
                case PictureInput.StillFile still -> still(still);
                case PictureInput.InnerJpeg jpeg ->
                    read("jpeg", new MemoryCacheImageInputStream(new ByteArrayInputStream(jpeg.bytes())));
                case PictureInput.Decoded decoded -> ofPixels(decoded.pixels());
            };
            return all(upright(fitted(image, ThumbnailSize.LARGE.longEdgePixels()), turn));
        } catch (IOException | RuntimeException refused) {
            // Java's readers throw many kinds of unchecked exceptions at damaged files.
            throw new ThumbnailFailure(
                    new ThumbnailFault.Undecodable(Decoder.IMAGE_IO, String.valueOf(refused.getMessage())), refused);
        }
    }

    private BufferedImage still(PictureInput.StillFile still) throws IOException, ThumbnailFailure {
        PixelLimits.check(still.storedSize(), PixelLimits.MAX_DEGRADED_PIXELS);
        String format = switch (still.type()) {
            case JPEG, MPO -> "jpeg";
            case PNG -> "png";
            case GIF -> "gif";
            case TIFF -> "tiff";
            default -> throw new ThumbnailFailure(new ThumbnailFault.DecoderMissing(Decoder.LIBVIPS, whyDegraded));
        };
        return read(format, new FileImageInputStream(still.file().toFile()));
    }

    private static BufferedImage read(String format, ImageInputStream stream) throws IOException, ThumbnailFailure {
        try (stream) {
            Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
            if (!readers.hasNext()) {
                throw new ThumbnailFailure(new ThumbnailFault.DecoderMissing(Decoder.IMAGE_IO, format));
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(stream, true, true);
                int width = reader.getWidth(0);
                int height = reader.getHeight(0);
                PixelLimits.check(width, height, PixelLimits.MAX_DEGRADED_PIXELS);
                ImageReadParam parameters = reader.getDefaultReadParam();
                int kept = KEPT_FACTOR * ThumbnailSize.LARGE.longEdgePixels();
                int step = Math.max(1, Math.max(width, height) / kept);
                parameters.setSourceSubsampling(step, step, 0, 0);
                return reader.read(0, parameters);
            } finally {
                reader.dispose();
            }
        }
    }

    private static BufferedImage ofPixels(Pixels pixels) {
        BufferedImage image = new BufferedImage(pixels.width(), pixels.height(), BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < pixels.height(); y++) {
            for (int x = 0; x < pixels.width(); x++) {
                image.setRGB(
                        x,
                        y,
                        pixels.alpha(x, y) << 24
                                | pixels.channel(x, y, 0) << 16
                                | pixels.channel(x, y, 1) << 8
                                | pixels.channel(x, y, 2));
            }
        }
        return image;
    }

    /// Into a square, by halves first, because one step takes only four pixels into account.
    private static BufferedImage fitted(BufferedImage image, int sidePixels) {
        int longEdge = Math.max(image.getWidth(), image.getHeight());
        double factor = Math.min(1.0, (double) sidePixels / longEdge);
        int width = Math.max(1, (int) Math.round(image.getWidth() * factor));
        int height = Math.max(1, (int) Math.round(image.getHeight() * factor));
        BufferedImage from = image;
        while (from.getWidth() / 2 >= width && from.getHeight() / 2 >= height && from.getWidth() > 1) {
            from = scaled(from, from.getWidth() / 2, Math.max(1, from.getHeight() / 2));
            if (from.getHeight() == 1) {
                break;
            }
        }
        return scaled(from, width, height);
    }

    private static BufferedImage scaled(BufferedImage image, int width, int height) {
        BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = result.createGraphics();
        try {
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, width, height);
            graphics.setComposite(AlphaComposite.SrcOver);
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            graphics.drawImage(image, 0, 0, width, height, null);
        } finally {
            graphics.dispose();
        }
        return result;
    }

    private static BufferedImage upright(BufferedImage image, Orientation turn) {
        int width = turn.swapsSides() ? image.getHeight() : image.getWidth();
        int height = turn.swapsSides() ? image.getWidth() : image.getHeight();
        BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int mirrored = turn.mirrorsFirst() ? image.getWidth() - 1 - x : x;
                int right = image.getWidth() - 1 - mirrored;
                int below = image.getHeight() - 1 - y;
                switch (turn.quartersClockwise()) {
                    case 1 -> result.setRGB(below, mirrored, image.getRGB(x, y));
                    case 2 -> result.setRGB(right, below, image.getRGB(x, y));
                    case 3 -> result.setRGB(y, right, image.getRGB(x, y));
                    default -> result.setRGB(mirrored, y, image.getRGB(x, y)); // 0 quarters
                }
            }
        }
        return result;
    }

    private static Thumbnails all(BufferedImage large) throws IOException {
        Map<ThumbnailSize, Picture> pictures = new EnumMap<>(ThumbnailSize.class);
        BufferedImage image = large;
        pictures.put(ThumbnailSize.LARGE, picture(image));
        image = fitted(image, ThumbnailSize.MEDIUM.longEdgePixels());
        pictures.put(ThumbnailSize.MEDIUM, picture(image));
        image = fitted(image, ThumbnailSize.SMALL.longEdgePixels());
        pictures.put(ThumbnailSize.SMALL, picture(image));
        Pixels pixels = pixels(image);
        return new Thumbnails(pictures, ThumbHash.of(pixels), PerceptualHash.of(pixels), Rendering.DEGRADED);
    }

    private static Pixels pixels(BufferedImage image) {
        byte[] values = new byte[image.getWidth() * image.getHeight() * 3];
        int at = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int colour = image.getRGB(x, y);
                values[at++] = (byte) (colour >> 16);
                values[at++] = (byte) (colour >> 8);
                values[at++] = (byte) colour;
            }
        }
        return new Pixels(image.getWidth(), image.getHeight(), 3, values);
    }

    private static Picture picture(BufferedImage image) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(JPEG_QUALITY);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        PixelSize size = new PixelSize(image.getWidth(), image.getHeight());
        return new Picture(size, Picture.Encoding.JPEG, bytes.toByteArray());
    }
}
