package app.safelight.media.thumbnail;

import app.safelight.media.metadata.HeifPicture;
import app.safelight.media.metadata.MediaFacts;
import app.safelight.media.metadata.Orientation;
import app.safelight.media.metadata.PixelSize;
import app.safelight.media.sniff.FileType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Decodes by the `ffmpeg` program what libvips does not: HEIC and AVIF, videos, rarer pictures.
///
/// The program is told the container, so that no file can pose as a play list, a script or a pattern of names;
/// it may open files only; and its answer is believed only if its size is what the container says, scaled as
/// asked. It is known to answer with one tile of a picture of many.
final class Ffmpeg {
    /// One allocation of the program. A frame of the largest picture allowed has 300 MB.
    private static final long MAX_ALLOCATION_BYTES = 1L << 30;

    /// A poster is taken this far into a video, or a third into a short one: the first frame is often black or
    /// blurred.
    private static final Duration POSTER_AT = Duration.ofSeconds(3);

    /// Pixels by which a scaled side may differ: rounding, and a coded side that is made even.
    private static final int ROUNDING_PIXELS = 2;

    /// Part of a side by which a video's frame may differ from its track header, which phones round to odd
    /// values.
    private static final double VIDEO_TOLERANCE = 0.03;

    /// Without the last flag, what was coded in the range of television comes out darker by two levels:
    /// white is 253.
    private static final String SCALING = ":flags=bicubic+accurate_rnd+full_chroma_int,setsar=1";

    /// Decoded, and how the pixels have still to be turned.
    record Frame(Pixels pixels, Orientation turn) {}

    private final OutsideDecoder decoder;

    Ffmpeg(Path program, Path scratch) {
        // The long edge is bounded, the short one by rounding.
        long side = (long) ThumbnailSize.LARGE.longEdgePixels() + ROUNDING_PIXELS;
        decoder = new OutsideDecoder(Decoder.FFMPEG, program, scratch, side * side);
    }

    /// Why the program does not start on this machine; empty if it does.
    Optional<String> whyNotStarted() throws IOException, InterruptedException {
        return decoder.whyNotStarted("-hide_banner", "-version");
    }

    /// @param heif how the container says the picture is put together
    Frame heif(Path file, MediaFacts facts, HeifPicture heif) throws ThumbnailFailure, InterruptedException {
        PixelSize stored = heif.size();
        PixelLimits.check(stored, PixelLimits.MAX_WHOLE_PIXELS);
        double factor = factor(stored);
        List<String> arguments = opening(file, "mov", Optional.empty());
        // Of a picture of tiles the program makes one stream out of many only in a complex graph, and there it turns
        // the result as the container's boxes say.
        arguments.addAll(List.of(
                heif.isGrid() ? "-filter_complex" : "-vf", heif.isGrid() ? "[0:g:0]" + scale(factor) : scale(factor)));
        arguments.addAll(closing());
        Pixels pixels = decoder.decode(arguments);
        PixelSize expected = heif.isGrid() ? turned(stored, heif.turn()) : stored;
        requireSize(pixels, expected, factor, 0);
        PixelSize shown = facts.displaySize()
                .map(size -> heif.isGrid()
                        ? turned(size, heif.turnLeftTo(facts.orientation()))
                        : turned(size, facts.orientation()))
                .orElse(expected);
        Pixels cut = pixels.centre(scaled(shown.width(), factor), scaled(shown.height(), factor));
        return new Frame(cut, heif.isGrid() ? heif.turnLeftTo(facts.orientation()) : facts.orientation());
    }

    /// A frame near the beginning of a video.
    Frame poster(Path file, MediaFacts facts) throws ThumbnailFailure, InterruptedException {
        Optional<PixelSize> shown = facts.displaySize().map(size -> turned(size, facts.orientation()));
        if (shown.isPresent()) {
            PixelLimits.check(shown.get(), PixelLimits.MAX_WHOLE_PIXELS);
        }
        Duration seek = facts.duration()
                .map(duration -> duration.dividedBy(3))
                .filter(third -> third.compareTo(POSTER_AT) < 0)
                .orElse(facts.duration().isPresent() ? POSTER_AT : Duration.ZERO);
        Pixels pixels;
        try {
            pixels = frame(file, facts.type(), shown, Optional.of(seek));
        } catch (ThumbnailFailure noFrameThere) {
            if (!(noFrameThere.fault() instanceof ThumbnailFault.Undecodable)) {
                throw noFrameThere;
            }
            pixels = frame(file, facts.type(), shown, Optional.empty());
        }
        if (shown.isPresent()) {
            requireSize(pixels, shown.get(), factor(shown.get()), VIDEO_TOLERANCE);
        }
        return new Frame(pixels, facts.orientation());
    }

    private Pixels frame(Path file, FileType type, Optional<PixelSize> shown, Optional<Duration> seek)
            throws ThumbnailFailure, InterruptedException {
        List<String> arguments = opening(file, container(type), seek);
        arguments.addAll(List.of("-vf", shown.map(size -> scale(factor(size))).orElseGet(Ffmpeg::scaleOfUnknown)));
        arguments.addAll(closing());
        return decoder.decode(arguments);
    }

    /// A picture of a rarer kind, whose size its header tells.
    Frame picture(Path file, MediaFacts facts, PixelSize stored) throws ThumbnailFailure, InterruptedException {
        PixelLimits.check(stored, PixelLimits.MAX_WHOLE_PIXELS);
        double factor = factor(stored);
        List<String> arguments = opening(file, container(facts.type()), Optional.empty());
        arguments.addAll(List.of("-vf", scale(factor)));
        arguments.addAll(closing());
        Pixels pixels = decoder.decode(arguments);
        requireSize(pixels, stored, factor, 0);
        return new Frame(pixels, facts.orientation());
    }

    private static List<String> opening(Path file, String container, Optional<Duration> seek) {
        List<String> arguments = new ArrayList<>(List.of(
                "-nostdin",
                "-hide_banner",
                "-loglevel",
                "error",
                "-max_alloc",
                Long.toString(MAX_ALLOCATION_BYTES),
                "-filter_complex_threads",
                "1",
                "-protocol_whitelist",
                "file",
                "-threads",
                "1",
                "-max_pixels",
                Long.toString(PixelLimits.MAX_WHOLE_PIXELS),
                "-noautorotate",
                // Cut to what the container shows is done here, exactly.
                "-apply_cropping",
                "codec",
                "-f",
                container));
        seek.ifPresent(at -> arguments.addAll(
                List.of("-noaccurate_seek", "-ss", String.format(Locale.ROOT, "%.3f", at.toMillis() / 1000.0))));
        arguments.addAll(List.of("-i", "file:" + file.toAbsolutePath()));
        return arguments;
    }

    private static List<String> closing() {
        return List.of(
                "-an",
                "-sn",
                "-dn",
                "-frames:v",
                "1",
                "-filter_threads",
                "1",
                "-c:v",
                "pam",
                "-pix_fmt",
                "rgba",
                "-f",
                "image2pipe",
                "file:" + OutsideDecoder.RESULT);
    }

    /// The container that the sniffer saw, by the program's name for it.
    private static String container(FileType type) throws ThumbnailFailure {
        return switch (type) {
            case MOV, MP4, THREE_GP, HEIC, HEIF, AVIF -> "mov";
            case AVI -> "avi";
            case MATROSKA, WEBM -> "matroska";
            case M2TS, MPEG_TS -> "mpegts";
            case MPEG -> "mpeg";
            case ASF -> "asf";
            case FLV -> "flv";
            case BMP -> "bmp_pipe";
            case JP2 -> "j2k_pipe";
            case PSD -> "psd_pipe";
            case WEBP -> "webp_pipe";
            case JPEG,
                    MPO,
                    JXL,
                    PNG,
                    GIF,
                    TIFF,
                    DNG,
                    CR2,
                    CR3,
                    CRW,
                    NEF,
                    ARW,
                    RAF,
                    RW2,
                    ORF,
                    PEF,
                    SRW,
                    X3F,
                    M4A,
                    WAV,
                    MP3,
                    OGG,
                    FLAC,
                    AAE,
                    XMP,
                    JSON,
                    PLIST,
                    ZIP,
                    PDF,
                    TEXT,
                    UNKNOWN,
                    EMPTY -> throw new ThumbnailFailure(new ThumbnailFault.NotAPicture(type));
        };
    }

    /// How much smaller the largest picture is.
    private static double factor(PixelSize size) {
        return Math.min(1.0, (double) ThumbnailSize.LARGE.longEdgePixels() / Math.max(size.width(), size.height()));
    }

    /// Scales by a factor, not to a size: so the size of what comes out tells the size of what went in. Pixels
    /// that are not square become so.
    private static String scale(double factor) {
        String width = "max(1,trunc(iw*if(sar,sar,1)*%1$.9f+0.5))";
        String height = "max(1,trunc(ih*%1$.9f+0.5))";
        return String.format(Locale.ROOT, "scale=w='" + width + "':h='" + height + "'" + SCALING, factor);
    }

    private static String scaleOfUnknown() {
        String factor = "min(1,%d/max(iw*if(sar,sar,1),ih))".formatted(ThumbnailSize.LARGE.longEdgePixels());
        return "scale=w='max(1,trunc(iw*if(sar,sar,1)*%1$s))':h='max(1,trunc(ih*%1$s))'".formatted(factor) + SCALING;
    }

    private static void requireSize(Pixels pixels, PixelSize source, double factor, double tolerance)
            throws ThumbnailFailure {
        double width = source.width() * factor;
        double height = source.height() * factor;
        boolean same = Math.abs(pixels.width() - width) <= Math.max(ROUNDING_PIXELS, width * tolerance)
                && Math.abs(pixels.height() - height) <= Math.max(ROUNDING_PIXELS, height * tolerance);
        if (!same) {
            throw new ThumbnailFailure(new ThumbnailFault.Undecodable(
                    Decoder.FFMPEG,
                    String.format(
                            Locale.ROOT,
                            "it gives %d x %d, the container says %.0f x %.0f",
                            pixels.width(),
                            pixels.height(),
                            width,
                            height)));
        }
    }

    private static int scaled(int side, double factor) {
        return Math.max(1, (int) Math.round(side * factor));
    }

    private static PixelSize turned(PixelSize size, Orientation turn) {
        return turn.swapsSides() ? new PixelSize(/* width= */ size.height(), /* height= */ size.width()) : size;
    }
}
