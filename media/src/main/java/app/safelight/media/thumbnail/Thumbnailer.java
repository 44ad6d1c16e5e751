package app.safelight.media.thumbnail;

import app.safelight.media.metadata.EmbeddedPreview;
import app.safelight.media.metadata.HeifPicture;
import app.safelight.media.metadata.MediaFacts;
import app.safelight.media.metadata.Orientation;
import app.safelight.media.metadata.PixelSize;
import app.safelight.media.thumbnail.PictureInput.Decoded;
import app.safelight.media.thumbnail.PictureInput.InnerJpeg;
import app.safelight.media.thumbnail.PictureInput.StillFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/// Makes the small pictures of photos and videos.
///
/// The file's type alone decides who decodes it. What libvips reads well, it reads in this process; everything
/// else is decoded by a process of its own, within limits. The header's size is held against [PixelLimits]
/// before anything is decoded, and what a decoder gives is held against the header.
///
/// Safe for use by many threads: each call works on its own file, on the thread that makes it and, for the
/// pixels, one of libvips' own. A call may take a minute on a hostile file, and ends early if its thread is
/// interrupted.
public final class Thumbnailer {
    private static final Optional<String> NOT_THERE = Optional.of("not on this machine");

    private final PictureMaker maker;
    private final Rendering rendering;
    private final Map<Decoder, String> missing;
    private final Optional<Ffmpeg> ffmpeg;
    private final Optional<Djxl> djxl;

    private Thumbnailer(
            PictureMaker maker,
            Rendering rendering,
            Map<Decoder, String> missing,
            Optional<Ffmpeg> ffmpeg,
            Optional<Djxl> djxl) {
        this.maker = maker;
        this.rendering = rendering;
        this.missing = missing;
        this.ffmpeg = ffmpeg;
        this.djxl = djxl;
    }

    /// Loads what there is, and tries whether the programs start. Without libvips the thumbnailer works in
    /// degraded mode and says so in [#rendering()]; [#missing()] tells of every decoder that is wanting.
    ///
    /// @param scratch a folder for passing files of other programs, each removed at once; the largest has
    ///     400 MB
    /// @throws IOException if `scratch` cannot be written
    public static Thumbnailer open(NativeParts parts, Path scratch) throws IOException, InterruptedException {
        Map<Decoder, String> missing = new EnumMap<>(Decoder.class);
        Optional<Ffmpeg> ffmpeg = parts.ffmpeg().map(program -> new Ffmpeg(program, scratch));
        Optional<String> noFfmpeg = ffmpeg.isEmpty() ? NOT_THERE : ffmpeg.get().whyNotStarted();
        noFfmpeg.ifPresent(why -> missing.put(Decoder.FFMPEG, why));
        Optional<Djxl> djxl = parts.djxl().map(program -> new Djxl(program, scratch));
        Optional<String> noDjxl = djxl.isEmpty() ? NOT_THERE : djxl.get().whyNotStarted();
        noDjxl.ifPresent(why -> missing.put(Decoder.DJXL, why));
        Optional<Vips> vips = Optional.empty();
        try {
            vips = parts.libvips().map(Vips::load);
            if (vips.isEmpty()) {
                missing.put(Decoder.LIBVIPS, NOT_THERE.get());
            }
        } catch (IllegalArgumentException | IllegalStateException | NoSuchElementException unusable) {
            missing.put(Decoder.LIBVIPS, String.valueOf(unusable.getMessage()));
        }
        String whyDegraded = missing.getOrDefault(Decoder.LIBVIPS, "");
        return new Thumbnailer(
                vips.<PictureMaker>map(VipsPictures::new).orElseGet(() -> new ImageIoPictures(whyDegraded)),
                vips.isPresent() ? Rendering.FULL : Rendering.DEGRADED,
                Collections.unmodifiableMap(missing),
                ffmpeg.filter(_ -> noFfmpeg.isEmpty()),
                djxl.filter(_ -> noDjxl.isEmpty()));
    }

    public Rendering rendering() {
        return rendering;
    }

    /// The decoders that this machine lacks, and why each cannot be used; what only they read gets
    /// [ThumbnailFault.DecoderMissing]. Without [Decoder#LIBVIPS] all pictures are [Rendering#DEGRADED].
    public Map<Decoder, String> missing() {
        return missing;
    }

    /// @param facts of this very file, as [app.safelight.media.metadata.MetadataReader] read them
    /// @throws InterruptedException if the thread is interrupted while another program decodes; that program is
    ///     ended
    public ThumbnailOutcome make(Path file, MediaFacts facts) throws InterruptedException {
        try {
            return new ThumbnailOutcome.Made(made(file, facts));
        } catch (ThumbnailFailure failure) {
            return new ThumbnailOutcome.Failed(failure.fault());
        } catch (IOException trouble) {
            return new ThumbnailOutcome.Failed(new ThumbnailFault.Unreadable(String.valueOf(trouble.getMessage())));
        }
    }

    private Thumbnails made(Path file, MediaFacts facts) throws ThumbnailFailure, IOException, InterruptedException {
        return switch (facts.type()) {
            case JPEG, MPO -> jpeg(file, facts);
            case PNG, TIFF -> still(file, facts, PixelLimits.MAX_STREAMED_PIXELS);
            case WEBP, GIF -> still(file, facts, PixelLimits.MAX_WHOLE_PIXELS);
            case HEIC, HEIF, AVIF -> heif(file, facts);
            case JXL -> jxl(file, facts);
            case BMP, JP2, PSD -> framed(needed(ffmpeg, Decoder.FFMPEG).picture(file, facts, stored(facts)));
            case MOV, MP4, THREE_GP, AVI, MATROSKA, WEBM, M2TS, MPEG_TS, MPEG, ASF, FLV ->
                framed(needed(ffmpeg, Decoder.FFMPEG).poster(file, facts));
            case DNG, CR2, CR3, CRW, NEF, ARW, RAF, RW2, ORF, PEF, SRW, X3F -> raw(file, facts);
            case M4A, WAV, MP3, OGG, FLAC, AAE, XMP, JSON, PLIST, ZIP, PDF, TEXT, UNKNOWN, EMPTY ->
                throw new ThumbnailFailure(new ThumbnailFault.NotAPicture(facts.type()));
        };
    }

    private Thumbnails still(Path file, MediaFacts facts, long limitPixels) throws ThumbnailFailure {
        PixelSize stored = stored(facts);
        PixelLimits.check(stored, limitPixels);
        return maker.make(new StillFile(file, facts.type(), stored), facts.orientation());
    }

    private Thumbnails jpeg(Path file, MediaFacts facts) throws ThumbnailFailure, IOException {
        PixelSize stored = stored(facts);
        try (FileBytes bytes = FileBytes.open(file)) {
            if (JpegScans.isProgressive(bytes)) {
                PixelLimits.check(stored, PixelLimits.MAX_WHOLE_PIXELS);
                if (JpegScans.areTooMany(bytes)) {
                    throw undecodable("more than " + JpegScans.MAX_SCANS + " scans");
                }
            }
        }
        return still(file, facts, PixelLimits.MAX_STREAMED_PIXELS);
    }

    private Thumbnails heif(Path file, MediaFacts facts) throws ThumbnailFailure, IOException, InterruptedException {
        Optional<HeifPicture> picture;
        try (FileBytes bytes = FileBytes.open(file)) {
            picture = HeifPicture.read(bytes);
        }
        Ffmpeg decoder = needed(ffmpeg, Decoder.FFMPEG);
        if (picture.isEmpty()) {
            // A sequence of pictures without a main one is a video.
            return framed(decoder.poster(file, facts));
        }
        Ffmpeg.Frame frame = decoder.heif(file, facts, picture.get());
        Decoded decoded =
                new Decoded(frame.pixels().withoutIdleAlpha(), picture.get().colourProfile());
        return maker.make(decoded, frame.turn());
    }

    private Thumbnails jxl(Path file, MediaFacts facts) throws ThumbnailFailure, InterruptedException {
        PixelSize shown = facts.displaySize().orElseThrow(() -> undecodable("its header tells no size"));
        Pixels pixels = needed(djxl, Decoder.DJXL).decode(file, shown);
        return maker.make(new Decoded(pixels, Optional.empty()), Orientation.UPRIGHT);
    }

    /// The smallest preview in a RAW that is large enough; sensor data is not developed.
    private Thumbnails raw(Path file, MediaFacts facts) throws ThumbnailFailure, IOException {
        try (FileBytes bytes = FileBytes.open(file)) {
            EmbeddedPreview preview = EmbeddedPreview.find(bytes, facts.type(), ThumbnailSize.LARGE.longEdgePixels())
                    .orElseThrow(() -> undecodable("no preview in the RAW"));
            PixelLimits.check(preview.size(), PixelLimits.MAX_WHOLE_PIXELS);
            byte[] jpeg = bytes.stretch(preview.offsetBytes(), (int) preview.lengthBytes());
            return maker.make(new InnerJpeg(jpeg, preview.size()), facts.orientation());
        }
    }

    private Thumbnails framed(Ffmpeg.Frame frame) throws ThumbnailFailure {
        return maker.make(new Decoded(frame.pixels().withoutIdleAlpha(), Optional.empty()), frame.turn());
    }

    private static PixelSize stored(MediaFacts facts) throws ThumbnailFailure {
        return facts.storedSize().orElseThrow(() -> undecodable("its header tells no size"));
    }

    private <T> T needed(Optional<T> decoder, Decoder name) throws ThumbnailFailure {
        return decoder.orElseThrow(() -> new ThumbnailFailure(
                new ThumbnailFault.DecoderMissing(name, missing.getOrDefault(name, "it does not start"))));
    }

    private static ThumbnailFailure undecodable(String detail) {
        return new ThumbnailFailure(new ThumbnailFault.Undecodable(Decoder.LIBVIPS, detail));
    }
}
