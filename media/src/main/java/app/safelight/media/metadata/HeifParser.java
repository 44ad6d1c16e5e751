package app.safelight.media.metadata;

import app.safelight.media.metadata.ExifTags.Directory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a HEIF still (HEIC, AVIF): its primary item's size and how it is turned, and its Exif and XMP items.
///
/// Sources: ISO/IEC 14496-12 clause 8.11 (meta, iloc, iinf, pitm), ISO/IEC 23008-12 clauses 6.5 and 9.3 (ispe,
/// clap, irot, imir, ipma).
final class HeifParser {
    /// Items of one file. A 48 MP photo has under 200 tiles, and iOS 18 adds some dozen auxiliary images.
    private static final int MAX_ITEMS = 4_096;

    /// Extents of one item. Real ones have one; interleaved files a few.
    private static final int MAX_EXTENTS = 64;

    /// Properties of one item: the standard's own counter has 8 bits.
    private static final int MAX_ASSOCIATIONS = 255;

    private static final int MAX_CONTENT_TYPE_BYTES = 64;

    /// Where an item's first extent lies; `end` is behind the last extent.
    private record Location(long start, long length) {}

    private final BoundedBytes bytes;
    private final FactsDraft draft;
    private final Map<Long, Location> locations = new HashMap<>();
    private long exifItem = -1;
    private long xmpItem = -1;
    private long itemsEnd;
    private boolean emptyPrimary;
    private XmpDocument xmp = XmpDocument.parse("");

    private HeifParser(BoundedBytes bytes, FactsDraft draft) {
        this.bytes = bytes;
        this.draft = draft;
    }

    static void read(BoundedBytes bytes, FactsDraft draft) throws IOException, UnreadablePart {
        List<Box> top = Box.list(bytes, 0, bytes.sizeBytes(), draft);
        Optional<Box> meta = Box.first(top, "meta");
        if (meta.isEmpty()) {
            // Image sequences keep their facts where movies do.
            if (Box.first(top, "moov").isPresent()) {
                MovieParser.read(bytes, draft);
                return;
            }
            draft.problem(new ReadingProblem.Malformed("HEIF", "no meta box"));
            draft.soundness(top.stream().anyMatch(Box::isCut) ? Soundness.TRUNCATED : Soundness.MALFORMED);
            return;
        }
        new HeifParser(bytes, draft).readMeta(meta.get(), top);
    }

    private void readMeta(Box meta, List<Box> top) throws IOException {
        List<Box> boxes = meta.childrenBehind(4, bytes, draft);
        boolean whole = part(() -> itemInformation(boxes));
        whole &= part(() -> itemLocations(boxes));
        part(this::exif);
        part(this::readXmp);
        // The boxes' own turn replaces the Exif orientation: files that have both say the same thing twice.
        boolean sized = part(() -> properties(boxes));
        motionVideo(top);
        draft.soundness(
                soundness(meta, top, whole && sized && Box.first(boxes, "pitm").isPresent()));
    }

    private interface Step {
        /// @return whether what the step needs was there
        boolean run() throws IOException, UnreadablePart;
    }

    private boolean part(Step step) throws IOException {
        try {
            return step.run();
        } catch (UnreadablePart part) {
            draft.problem(part);
            return false;
        }
    }

    private Soundness soundness(Box meta, List<Box> top, boolean whole) {
        Box last = top.getLast();
        if (meta.isCut() || last.isCut() || itemsEnd > bytes.sizeBytes()) {
            draft.problem(
                    new ReadingProblem.Truncated("HEIF", Math.max(itemsEnd, last.claimedEnd()), bytes.sizeBytes()));
            return Soundness.TRUNCATED;
        }
        return whole && !emptyPrimary ? Soundness.SOUND : Soundness.MALFORMED;
    }

    /// `iinf`: which items are the Exif and XMP blocks.
    private boolean itemInformation(List<Box> boxes) throws IOException, UnreadablePart {
        Optional<Box> information = Box.first(boxes, "iinf");
        if (information.isEmpty()) {
            return false;
        }
        Box box = information.get();
        int headerBytes = bytes.u8(box.payload()) == 0 ? 6 : 8;
        for (Box entry : box.childrenBehind(headerBytes, bytes, draft)) {
            if (entry.name().equals("infe")) {
                itemEntry(entry);
            }
        }
        return true;
    }

    private void itemEntry(Box entry) throws IOException, UnreadablePart {
        int version = bytes.u8(entry.payload());
        if (version < 2) {
            return; // without an item type
        }
        int idBytes = version == 2 ? 2 : 4;
        long id = bytes.number(entry.payload() + 4, idBytes);
        long typeAt = entry.payload() + 4 + idBytes + 2;
        if (typeAt + 4 > entry.end()) {
            return;
        }
        String type = bytes.name(typeAt);
        if (type.equals("Exif") && exifItem < 0) {
            exifItem = id;
        } else if (type.equals("mime") && xmpItem < 0) {
            int length = (int) Math.min(MAX_CONTENT_TYPE_BYTES, entry.end() - typeAt - 4);
            String nameAndType = bytes.text("item content type", typeAt + 4, length, MAX_CONTENT_TYPE_BYTES);
            if (nameAndType.contains("application/rdf+xml")) {
                xmpItem = id;
            }
        }
    }

    /// `iloc`: where every item lies. Construction method 0 counts from the file's start, 1 from the `idat`
    /// box.
    private boolean itemLocations(List<Box> boxes) throws IOException, UnreadablePart {
        Optional<Box> found = Box.first(boxes, "iloc");
        if (found.isEmpty()) {
            return false;
        }
        long at = found.get().payload();
        int version = bytes.u8(at);
        int sizes = bytes.u16(at + 4);
        Widths widths = new Widths(
                sizes >> 12, sizes >> 8 & 0xF, sizes >> 4 & 0xF, version == 0 ? 0 : sizes & 0xF, version < 2 ? 2 : 4);
        long count = bytes.number(at + 6, widths.id());
        at += 6 + widths.id();
        if (count > MAX_ITEMS) {
            throw new UnreadablePart(new ReadingProblem.LimitHit("HEIF items"));
        }
        long dataStart = Box.first(boxes, "idat").map(Box::payload).orElse(-1L);
        for (long i = 0; i < count; i++) {
            at = itemLocation(at, version, widths, dataStart);
            if (at > found.get().end()) {
                throw new UnreadablePart(new ReadingProblem.Malformed("iloc", "items run over the box"));
            }
        }
        return true;
    }

    private record Widths(int offset, int length, int base, int index, int id) {}

    private long itemLocation(long start, int version, Widths widths, long dataStart)
            throws IOException, UnreadablePart {
        long at = start;
        long id = bytes.number(at, widths.id());
        at += widths.id();
        int method = 0;
        if (version > 0) {
            method = bytes.u16(at) & 0xF;
            at += 2;
        }
        long base = bytes.number(at + 2, widths.base());
        int extents = bytes.u16(at + 2 + widths.base());
        at += 4 + widths.base();
        if (extents > MAX_EXTENTS) {
            throw new UnreadablePart(new ReadingProblem.LimitHit("extents of a HEIF item"));
        }
        for (int i = 0; i < extents; i++) {
            at += widths.index();
            long offset = bytes.number(at, widths.offset());
            long length = bytes.number(at + widths.offset(), widths.length());
            at += widths.offset() + widths.length();
            extent(id, method, base, offset, length, dataStart, i == 0);
        }
        return at;
    }

    private void extent(long id, int method, long base, long offset, long length, long dataStart, boolean first)
            throws UnreadablePart {
        if (base < 0 || offset < 0 || length < 0 || base > Long.MAX_VALUE / 4 || offset > Long.MAX_VALUE / 4) {
            throw new UnreadablePart(new ReadingProblem.Malformed("iloc", "impossible extent of item " + id));
        }
        boolean inData = method == 1 && dataStart >= 0;
        if (method != 0 && !inData) {
            return; // made of other items
        }
        long start = base + offset + (inData ? dataStart : 0);
        long end = length > Long.MAX_VALUE - start ? Long.MAX_VALUE : start + length;
        itemsEnd = Math.max(itemsEnd, end);
        if (first) {
            locations.put(id, new Location(start, length));
        }
    }

    /// An Exif item begins with the distance from behind this number to the TIFF header.
    private boolean exif() throws IOException, UnreadablePart {
        Location location = locations.get(exifItem);
        if (location == null || location.length() < 8) {
            return false;
        }
        long header = location.start() + 4 + bytes.u32(location.start());
        long end = location.start() + location.length();
        ExifFacts.record(ExifTags.read(bytes, header, end - header, false, Directory.MAIN, draft), draft);
        return true;
    }

    private boolean readXmp() throws IOException {
        Location location = locations.get(xmpItem);
        if (location == null) {
            return false;
        }
        xmp = XmpFacts.read(bytes, location.start(), location.length(), draft);
        return true;
    }

    private boolean properties(List<Box> boxes) throws IOException, UnreadablePart {
        Optional<Box> primaryBox = Box.first(boxes, "pitm");
        Optional<Box> propertiesBox = Box.first(boxes, "iprp");
        if (primaryBox.isEmpty() || propertiesBox.isEmpty()) {
            return false;
        }
        long pitm = primaryBox.get().payload();
        long primary = bytes.number(pitm + 4, bytes.u8(pitm) == 0 ? 2 : 4);
        Location location = locations.get(primary);
        emptyPrimary = location == null || location.length() == 0;
        List<Box> ofPrimary = propertiesOf(bytes, primary, propertiesBox.get(), draft);
        if (ofPrimary.isEmpty()) {
            return false;
        }
        return apply(ofPrimary);
    }

    /// The properties of one item, in the order in which they are applied; none if the boxes do not tell.
    static List<Box> propertiesOf(BoundedBytes bytes, long item, Box propertiesBox, FactsDraft draft)
            throws IOException, UnreadablePart {
        List<Box> ofItem = new ArrayList<>();
        List<Box> parts = propertiesBox.children(bytes, draft);
        Optional<Box> container = Box.first(parts, "ipco");
        if (container.isEmpty()) {
            return ofItem;
        }
        List<Box> properties = container.get().children(bytes, draft);
        for (Box part : parts) {
            if (part.name().equals("ipma")) {
                associated(bytes, part, item, properties, ofItem);
            }
        }
        return ofItem;
    }

    /// The turn that an `irot` or `imir` box with this value asks for.
    static Orientation turn(String box, int value) {
        if (box.equals("irot")) {
            return counterclockwise(value & 3);
        }
        return (value & 1) == 0 ? Orientation.MIRRORED_SIDEWAYS : Orientation.MIRRORED_UPSIDE_DOWN;
    }

    /// `ipma`: the numbers (from 1) of each item's properties, in the order in which they are applied.
    private static void associated(BoundedBytes bytes, Box box, long item, List<Box> properties, List<Box> found)
            throws IOException, UnreadablePart {
        int version = bytes.u8(box.payload());
        boolean wide = (bytes.u8(box.payload() + 3) & 1) == 1;
        long count = bytes.u32(box.payload() + 4);
        if (count > MAX_ITEMS) {
            throw new UnreadablePart(new ReadingProblem.LimitHit("HEIF items with properties"));
        }
        long at = box.payload() + 8;
        for (long i = 0; i < count && at < box.end(); i++) {
            long id = bytes.number(at, version < 1 ? 2 : 4);
            at += version < 1 ? 2 : 4;
            int associations = bytes.u8(at);
            at++;
            for (int k = 0; k < associations && id == item && k < MAX_ASSOCIATIONS; k++) {
                int index = wide ? bytes.u16(at + k * 2L) & 0x7FFF : bytes.u8(at + k) & 0x7F;
                if (index >= 1 && index <= properties.size()) {
                    found.add(properties.get(index - 1));
                }
            }
            at += (long) associations * (wide ? 2 : 1);
        }
    }

    private boolean apply(List<Box> properties) throws IOException, UnreadablePart {
        @Nullable Orientation turn = null;
        long width = 0;
        long height = 0;
        for (Box property : properties) {
            long at = property.payload();
            switch (property.name()) {
                case "ispe" -> {
                    width = bytes.u32(at + 4);
                    height = bytes.u32(at + 8);
                    draft.storedSize(width, height);
                }
                case "clap" -> {
                    width = quotient(bytes.u32(at), bytes.u32(at + 4), width);
                    height = quotient(bytes.u32(at + 8), bytes.u32(at + 12), height);
                }
                case "irot" -> {
                    Orientation quarter = turn("irot", bytes.u8(at));
                    turn = (turn == null ? Orientation.UPRIGHT : turn).then(quarter);
                    if (quarter.swapsSides()) {
                        long swapped = width;
                        width = height;
                        height = swapped;
                    }
                }
                case "imir" -> turn = (turn == null ? Orientation.UPRIGHT : turn).then(turn("imir", bytes.u8(at)));
                default -> {
                    // the many other properties say nothing about size or turn
                }
            }
        }
        if (turn != null) {
            draft.orientation(turn);
        }
        boolean swapped = turn != null && turn.swapsSides();
        draft.croppedSize(swapped ? height : width, swapped ? width : height);
        return width > 0 && height > 0;
    }

    /// A clean aperture's side, a fraction; one that is impossible is left out.
    private long quotient(long numerator, long denominator, long whole) {
        if (denominator == 0 || numerator == 0 || numerator / denominator > whole) {
            draft.problem(new ReadingProblem.Malformed("clap", numerator + "/" + denominator));
            return whole;
        }
        return Math.max(1, numerator / denominator);
    }

    private static Orientation counterclockwise(int quarters) {
        return switch (quarters) {
            case 1 -> Orientation.QUARTER_TURN_COUNTERCLOCKWISE;
            case 2 -> Orientation.HALF_TURN;
            case 3 -> Orientation.QUARTER_TURN_CLOCKWISE;
            default -> Orientation.UPRIGHT; // two bits: only 0 is left
        };
    }

    /// A HEIF motion photo keeps its movie in a box of its own, `mpvd`; the XMP's lengths are the second way.
    private void motionVideo(List<Box> top) throws IOException {
        MotionPhoto motion = new MotionPhoto(bytes, draft);
        Optional<Box> box = Box.first(top, "mpvd");
        if (box.isPresent() && motion.isMovie(box.get().payload())) {
            draft.motionVideo(new MotionVideo(box.get().payload(), box.get().payloadBytes()));
        }
        motion.find(xmp);
    }
}
