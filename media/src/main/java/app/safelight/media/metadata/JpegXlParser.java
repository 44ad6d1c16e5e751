package app.safelight.media.metadata;

import app.safelight.media.metadata.ExifTags.Directory;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Reads a JPEG XL file: a bare codestream (`FF 0A`), or boxes that hold one beside Exif and XMP.
///
/// Source: ISO/IEC 18181-1 (SizeHeader, ImageMetadata: little-endian bits) and 18181-2 (boxes).
final class JpegXlParser {
    /// The header's size and orientation lie in its first bits.
    private static final int MAX_HEADER_BYTES = 32;

    private final BoundedBytes bytes;
    private final FactsDraft draft;
    private long bit;

    private JpegXlParser(BoundedBytes bytes, FactsDraft draft) {
        this.bytes = bytes;
        this.draft = draft;
    }

    static void read(BoundedBytes bytes, FactsDraft draft) throws IOException, UnreadablePart {
        JpegXlParser parser = new JpegXlParser(bytes, draft);
        if (bytes.u8(0) == 0xFF) {
            parser.codestream(0);
            return; // a bare codestream does not say where it ends
        }
        parser.boxes(Box.list(bytes, 0, bytes.sizeBytes(), draft));
    }

    private void boxes(List<Box> boxes) throws IOException, UnreadablePart {
        for (Box box : boxes) {
            switch (box.name()) {
                case "Exif" -> exif(box);
                case "xml " -> XmpFacts.read(bytes, box.payload(), box.payloadBytes(), draft);
                default -> {
                    // handled below or not wanted
                }
            }
        }
        Optional<Box> whole = Box.first(boxes, "jxlc");
        Optional<Box> part = Box.first(boxes, "jxlp");
        if (whole.isPresent()) {
            codestream(whole.get().payload());
        } else if (part.isPresent()) {
            codestream(part.get().payload() + 4); // behind the part's number
        }
        if (boxes.isEmpty()) {
            draft.soundness(Soundness.MALFORMED);
        } else if (boxes.getLast().isCut()) {
            draft.problem(
                    new ReadingProblem.Truncated("JPEG XL", boxes.getLast().claimedEnd(), bytes.sizeBytes()));
            draft.soundness(Soundness.TRUNCATED);
        } else {
            draft.soundness(whole.isPresent() || part.isPresent() ? Soundness.SOUND : Soundness.MALFORMED);
        }
    }

    private void exif(Box box) throws IOException, UnreadablePart {
        if (box.payloadBytes() < 8) {
            return;
        }
        long header = box.payload() + 4 + bytes.u32(box.payload());
        ExifTags tags = ExifTags.read(bytes, header, box.end() - header, false, Directory.MAIN, draft);
        ExifFacts.record(tags, draft);
        draft.orientation(Orientation.UPRIGHT); // the codestream's own orientation alone counts; it is read next
    }

    private void codestream(long start) throws IOException, UnreadablePart {
        if (bytes.u16(start) != 0xFF0A) {
            throw new UnreadablePart(new ReadingProblem.Malformed("JPEG XL", "no codestream signature"));
        }
        bit = (start + 2) * 8;
        long limit = bit + MAX_HEADER_BYTES * 8L;
        boolean small = bits(1) == 1;
        long height = side(small);
        int ratio = (int) bits(3);
        long width = switch (ratio) {
            case 1 -> height;
            case 2 -> height * 12 / 10;
            case 3 -> height * 4 / 3;
            case 4 -> height * 3 / 2;
            case 5 -> height * 16 / 9;
            case 6 -> height * 5 / 4;
            case 7 -> height * 2;
            default -> side(small); // 0: the width is written out
        };
        draft.storedSize(width, height);
        boolean allDefault = bits(1) == 1;
        if (!allDefault && bits(1) == 1 && bit < limit) {
            draft.orientation(Orientation.ofExif(bits(3) + 1));
        }
    }

    private long side(boolean small) throws IOException, UnreadablePart {
        if (small) {
            return (bits(5) + 1) * 8;
        }
        int width = switch ((int) bits(2)) {
            case 0 -> 9;
            case 1 -> 13;
            case 2 -> 18;
            default -> 30; // 3
        };
        return bits(width) + 1;
    }

    private long bits(int count) throws IOException, UnreadablePart {
        long value = 0;
        for (int i = 0; i < count; i++, bit++) {
            value |= (long) (bytes.u8(bit / 8) >> (bit % 8) & 1) << i;
        }
        return value;
    }
}
