package app.safelight.media.metadata;

import app.safelight.media.metadata.ExifTags.Directory;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// Reads a QuickTime or MP4 movie: header, first shown video track, Apple's keys, user data. Media data is jumped over.
///
/// Sources: ISO/IEC 14496-12; Apple "QuickTime File Format"; 3GPP TS 26.244 for `loci`.
final class MovieParser {
    /// Keys of a metadata box. Phones write under 40.
    private static final int MAX_KEYS = 512;

    private static final int MAX_KEY_BYTES = 256;
    private static final int MAX_VALUE_BYTES = 1 << 10;

    /// Seconds from 1904-01-01, QuickTime's first day, to 1970-01-01.
    private static final long SECONDS_1904_TO_1970 = 2_082_844_800L;

    /// Seconds after which a date is taken for one: LocalDateTime's own range is far wider than any header's.
    private static final long MAX_EPOCH_SECONDS = 253_402_300_799L;

    private static final String XMP_UUID = "be7acfcb97a942e89c71999491e3afac";
    private static final String CANON_UUID = "85c0b687820f11e08111f4ce462b6a48";

    private final BoundedBytes bytes;
    private final FactsDraft draft;
    private boolean videoSeen;
    private long headerUnits;
    private long headerScale;

    private MovieParser(BoundedBytes bytes, FactsDraft draft) {
        this.bytes = bytes;
        this.draft = draft;
    }

    static void read(BoundedBytes bytes, FactsDraft draft) throws IOException {
        List<Box> top = Box.list(bytes, 0, bytes.sizeBytes(), draft);
        MovieParser parser = new MovieParser(bytes, draft);
        Optional<Box> movie = Box.first(top, "moov");
        if (movie.isPresent()) {
            parser.movie(movie.get());
        }
        for (Box box : top) {
            parser.guarded(() -> {
                if (box.isUuid(bytes, XMP_UUID)) {
                    XmpFacts.read(bytes, box.behindUuid(), box.end() - box.behindUuid(), draft);
                }
            });
        }
        draft.soundness(parser.soundness(top, movie));
    }

    /// A Canon CR3 is an MP4 whose facts are TIFF blocks in a box of Canon's.
    static void readCanonRaw(BoundedBytes bytes, FactsDraft draft) throws IOException {
        read(bytes, draft);
        new MovieParser(bytes, draft).canonBlocks();
    }

    private interface Step {
        void run() throws IOException, UnreadablePart;
    }

    private void guarded(Step step) throws IOException {
        try {
            step.run();
        } catch (UnreadablePart part) {
            draft.problem(part);
        }
    }

    private Soundness soundness(List<Box> top, Optional<Box> movie) {
        boolean media = top.stream()
                .anyMatch(box -> (box.name().equals("mdat") || box.name().equals("moof")) && !box.isCut());
        for (Box box : top) {
            if (box.isCut() && !(movie.isPresent() && media && !isMovieBox(box))) {
                draft.problem(new ReadingProblem.Truncated(box.name(), box.claimedEnd(), bytes.sizeBytes()));
                return Soundness.TRUNCATED;
            }
        }
        if (movie.isPresent() && media) {
            return Soundness.SOUND;
        }
        draft.problem(
                new ReadingProblem.Malformed("movie", movie.isPresent() ? "no media data" : "no movie header (moov)"));
        return Soundness.MALFORMED;
    }

    /// A recording that was cut off leaves one of these open; anything else behind a whole movie is a maker's trailer.
    private static boolean isMovieBox(Box box) {
        return switch (box.name()) {
            case "moov", "mdat", "moof", "ftyp", "mfra", "sidx" -> true;
            default -> false;
        };
    }

    private void movie(Box movie) throws IOException {
        List<Box> boxes = movie.children(bytes, draft);
        List<Box> metas = new ArrayList<>();
        for (Box box : boxes) {
            guarded(() -> {
                switch (box.name()) {
                    case "mvhd" -> movieHeader(box);
                    case "trak" -> track(box);
                    case "meta" -> metas.add(box);
                    case "udta" -> userData(box, metas);
                    case "mvex" -> fragmentDuration(box);
                    default -> {
                        // other boxes hold nothing that we want
                    }
                }
            });
        }
        for (Box meta : metas) {
            guarded(() -> metadata(meta));
        }
        draft.duration(headerUnits, headerScale);
    }

    private void movieHeader(Box box) throws IOException, UnreadablePart {
        boolean wide = bytes.u8(box.payload()) == 1;
        long at = box.payload() + 4;
        headerTime(wide ? bytes.s64(at) : bytes.u32(at));
        headerScale = bytes.u32(at + (wide ? 16 : 8));
        headerUnits = wide ? bytes.s64(at + 20) : bytes.u32(at + 12);
        if (!wide && headerUnits == 0xFFFF_FFFFL) {
            headerUnits = 0; // "not known"
        }
    }

    private void fragmentDuration(Box box) throws IOException, UnreadablePart {
        Optional<Box> header = Box.first(box.children(bytes, draft), "mehd");
        if (header.isPresent() && headerUnits == 0) {
            long at = header.get().payload();
            headerUnits = bytes.u8(at) == 1 ? bytes.s64(at + 4) : bytes.u32(at + 4);
        }
    }

    /// Zero means "not set". A time before 1970 was counted from 1970 by mistake, which many writers make.
    private void headerTime(long seconds) {
        long epoch = seconds >= SECONDS_1904_TO_1970 ? seconds - SECONDS_1904_TO_1970 : seconds;
        if (epoch > 0 && epoch <= MAX_EPOCH_SECONDS) {
            draft.time(
                    CaptureTimeSource.QUICKTIME_HEADER_UTC,
                    new DateText(LocalDateTime.ofEpochSecond(epoch, 0, ZoneOffset.UTC), Optional.of(ZoneOffset.UTC)));
        }
    }

    private void track(Box track) throws IOException, UnreadablePart {
        List<Box> boxes = track.children(bytes, draft);
        Optional<Box> header = Box.first(boxes, "tkhd");
        Optional<Box> media = Box.first(boxes, "mdia");
        if (videoSeen || header.isEmpty() || media.isEmpty()) {
            return;
        }
        List<Box> mediaBoxes = media.get().children(bytes, draft);
        Optional<Box> handler = Box.first(mediaBoxes, "hdlr");
        if (handler.isEmpty() || !bytes.has(handler.get().payload() + 8, "vide")) {
            return;
        }
        Optional<Box> description = descendant(mediaBoxes, "minf", "stbl", "stsd");
        videoSeen = true;
        shownSize(header.get());
        if (description.isPresent() && description.get().payloadBytes() >= 8 + 36) {
            long entry = description.get().payload() + 8;
            draft.storedSize(bytes.u16(entry + 32), bytes.u16(entry + 34));
        }
    }

    private Optional<Box> descendant(List<Box> boxes, String... names) throws IOException {
        Optional<Box> found = Optional.empty();
        List<Box> level = boxes;
        for (String name : names) {
            found = Box.first(level, name);
            if (found.isEmpty()) {
                return found;
            }
            // A sample description's entries are not plain boxes, so the last level is not listed.
            level = name.equals(names[names.length - 1])
                    ? List.of()
                    : found.get().children(bytes, draft);
        }
        return found;
    }

    /// Width and height are 16.16 fixed point, for presentation: the sides of non-square pixels are already made right.
    private void shownSize(Box header) throws IOException, UnreadablePart {
        long matrix = header.payload() + (bytes.u8(header.payload()) == 1 ? 52 : 40);
        draft.orientation(Orientation.ofMatrix(
                bytes.s32(matrix), bytes.s32(matrix + 12), bytes.s32(matrix + 4), bytes.s32(matrix + 16)));
        draft.croppedSize(rounded(bytes.u32(matrix + 36)), rounded(bytes.u32(matrix + 40)));
    }

    private static long rounded(long fixedPoint) {
        return (fixedPoint + 0x8000) >> 16;
    }

    /// User data: texts with a 16-bit length and language, boxes of phone makers, and an iTunes-style `meta`.
    private void userData(Box userData, List<Box> metas) throws IOException {
        for (Box box : userData.children(bytes, draft)) {
            guarded(() -> {
                switch (box.name()) {
                    case "\u00A9xyz" -> GeographicText.iso6709(userText(box), draft);
                    case "\u00A9day" -> userDay(userText(box));
                    case "\u00A9mak" -> draft.make(userText(box));
                    case "\u00A9mod" -> draft.model(userText(box));
                    case "loci" -> threeGppLocation(box);
                    case "meta" -> metas.add(box);
                    case "XMP_" -> XmpFacts.read(bytes, box.payload(), box.payloadBytes(), draft);
                    default -> {
                        // other user data holds nothing that we want
                    }
                }
            });
        }
    }

    private @Nullable String userText(Box box) throws IOException, UnreadablePart {
        if (box.payloadBytes() < 4) {
            return null;
        }
        long length = Math.min(bytes.u16(box.payload()), box.payloadBytes() - 4);
        return bytes.text(box.name(), box.payload() + 4, length, MAX_VALUE_BYTES);
    }

    /// `©day` may be a year or a day only; that is no capture time.
    private void userDay(@Nullable String text) {
        if (text != null && text.length() > "2021-04-10".length()) {
            draft.time(CaptureTimeSource.QUICKTIME_USER_DATA, text);
        }
    }

    /// Full box, 16-bit language, a text ended by zero, a role byte, then longitude, latitude, altitude as 16.16.
    private void threeGppLocation(Box box) throws IOException, UnreadablePart {
        long at = box.payload() + 6;
        long nameEnd = Math.min(box.end(), at + MAX_VALUE_BYTES);
        while (at < nameEnd && bytes.u8(at) != 0) {
            at++;
        }
        at += 2;
        if (at + 12 <= box.end()) {
            draft.position(
                    bytes.s32(at + 4) / 65_536.0,
                    bytes.s32(at) / 65_536.0,
                    OptionalDouble.of(bytes.s32(at + 8) / 65_536.0));
        }
    }

    /// Apple's keys: `keys` lists names, `ilst` holds values under their numbers (from 1). In iTunes' form the values
    /// stand under their own four-letter names. QuickTime's `meta` is a plain box, MP4's begins with version
    /// and flags.
    private void metadata(Box meta) throws IOException, UnreadablePart {
        boolean plain = bytes.has(meta.payload() + 4, "hdlr");
        List<Box> boxes = meta.childrenBehind(plain ? 0 : 4, bytes, draft);
        Optional<Box> list = Box.first(boxes, "ilst");
        if (list.isEmpty()) {
            return;
        }
        Optional<Box> keysBox = Box.first(boxes, "keys");
        List<String> keys = keysBox.isPresent() ? keys(keysBox.get()) : List.of();
        int items = 0;
        for (Box item : list.get().children(bytes, draft)) {
            if (++items > MAX_KEYS) {
                throw new UnreadablePart(new ReadingProblem.LimitHit("movie metadata items"));
            }
            long number = bytes.u32(item.start() + 4);
            String name = number >= 1 && number <= keys.size() ? keys.get((int) number - 1) : item.name();
            guarded(() -> item(name, item));
        }
    }

    private List<String> keys(Box box) throws IOException, UnreadablePart {
        List<String> keys = new ArrayList<>();
        long count = Math.min(bytes.u32(box.payload() + 4), MAX_KEYS);
        long at = box.payload() + 8;
        for (long i = 0; i < count && at + 8 <= box.end(); i++) {
            long size = bytes.u32(at);
            if (size < 8 || at + size > box.end()) {
                break;
            }
            boolean readable = size - 8 <= MAX_KEY_BYTES;
            keys.add(readable ? bytes.text("movie key", at + 8, size - 8, MAX_KEY_BYTES) : "");
            at += size;
        }
        return keys;
    }

    private void item(String name, Box item) throws IOException, UnreadablePart {
        switch (name) {
            case "com.apple.quicktime.creationdate" ->
                draft.time(CaptureTimeSource.QUICKTIME_CREATION_DATE, value(item));
            case "com.apple.quicktime.content.identifier" -> draft.contentIdentifier(value(item));
            case "com.apple.quicktime.location.ISO6709" -> GeographicText.iso6709(value(item), draft);
            case "com.apple.quicktime.make", "com.android.manufacturer", "\u00A9mak" -> draft.make(value(item));
            case "com.apple.quicktime.model", "com.android.model", "\u00A9mod" -> draft.model(value(item));
            case "com.apple.quicktime.camera.lens_model" -> draft.lens(value(item));
            case "\u00A9day" -> userDay(value(item));
            case "\u00A9xyz" -> GeographicText.iso6709(value(item), draft);
            default -> {
                // the other keys say nothing that we want
            }
        }
    }

    /// The first `data` box: type, locale, then the value.
    private @Nullable String value(Box item) throws IOException, UnreadablePart {
        Optional<Box> data = Box.first(item.children(bytes, draft), "data");
        if (data.isEmpty() || data.get().payloadBytes() < 8) {
            return null;
        }
        return bytes.text(
                "movie metadata value", data.get().payload() + 8, data.get().payloadBytes() - 8, MAX_VALUE_BYTES);
    }

    private void canonBlocks() throws IOException {
        Optional<Box> movie = Box.first(Box.list(bytes, 0, bytes.sizeBytes(), draft), "moov");
        if (movie.isEmpty()) {
            return;
        }
        for (Box box : movie.get().children(bytes, draft)) {
            guarded(() -> {
                if (box.isUuid(bytes, CANON_UUID)) {
                    for (Box block : Box.list(bytes, box.behindUuid(), box.end(), draft)) {
                        canonBlock(block);
                    }
                }
            });
        }
    }

    private void canonBlock(Box block) throws IOException {
        Directory directory = switch (block.name()) {
            case "CMT1" -> Directory.MAIN;
            case "CMT2" -> Directory.EXIF;
            case "CMT4" -> Directory.GPS;
            default -> null;
        };
        if (directory == null) {
            return;
        }
        ExifTags tags = ExifTags.read(bytes, block.payload(), block.payloadBytes(), false, directory, draft);
        ExifFacts.record(tags, draft);
    }
}
