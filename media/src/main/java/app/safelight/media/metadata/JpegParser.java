package app.safelight.media.metadata;

import app.safelight.media.metadata.ExifTags.Directory;
import java.io.IOException;
import java.util.Optional;

/// Walks a JPEG's segments up to the first scan, and looks for the end of the image from the back.
///
/// Shape: `FF D8`, then segments of `FF marker length16 payload`, then coded data, in which `FF` is always followed by
/// 0 or a restart marker, then `FF D9`. Movies, gain maps and trailers may follow.
/// Source: ITU-T T.81 Annex B.
final class JpegParser {
    private static final String EXIF = "Exif\0";
    private static final String XMP = "http://ns.adobe.com/xap/1.0/\0";
    private static final String PHOTOSHOP = "Photoshop 3.0\0";

    /// Segments walked. Depth maps and colour profiles of 64 KiB pieces make some hundreds.
    private static final int MAX_SEGMENTS = 512;

    /// Padding bytes before one marker.
    private static final int MAX_FILL_BYTES = 64;

    /// How far before the end of the picture its end marker is looked for: some cameras append a small trailer of
    /// their own. An end marker cannot occur in coded data, so finding one anywhere there proves that the
    /// data ended.
    private static final int MAX_TAIL_BYTES = 128 << 10;

    private final BoundedBytes bytes;
    private final FactsDraft draft;
    private boolean exifRead;
    private boolean frameSeen;
    private XmpDocument xmp = XmpDocument.parse("");

    private JpegParser(BoundedBytes bytes, FactsDraft draft) {
        this.bytes = bytes;
        this.draft = draft;
    }

    static void read(BoundedBytes bytes, FactsDraft draft) throws IOException {
        JpegParser parser = new JpegParser(bytes, draft);
        Optional<Long> scan = parser.segments();
        long pictureEnd = new MotionPhoto(bytes, draft).find(parser.xmp);
        if (scan.isPresent()) {
            draft.soundness(parser.endOf(scan.get(), pictureEnd));
        }
    }

    /// @return where coded data begins; empty if the walk ended before, which then has been recorded
    private Optional<Long> segments() throws IOException {
        long at = 2;
        try {
            for (int i = 0; i < MAX_SEGMENTS; i++) {
                at = marker(at);
                int marker = bytes.u8(at - 1);
                if (marker == 0xD8 || marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7)) {
                    continue; // markers without a payload
                }
                if (marker == 0xD9) {
                    return malformed("the image ends before any scan");
                }
                int length = bytes.u16(at);
                if (length < 2) {
                    return malformed("segment of " + length + " bytes");
                }
                if (at + length > bytes.sizeBytes()) {
                    throw new UnreadablePart(
                            new ReadingProblem.Truncated("JPEG segment", at + length, bytes.sizeBytes()));
                }
                if (marker == 0xDA) {
                    return frameSeen ? Optional.of(at + length) : malformed("a scan before its frame header");
                }
                segment(marker, at + 2, at + length);
                at += length;
            }
            draft.problem(new ReadingProblem.LimitHit("JPEG segments"));
        } catch (UnreadablePart part) {
            draft.problem(part);
            draft.soundness(soundnessOf(part));
        }
        return Optional.empty();
    }

    static Soundness soundnessOf(UnreadablePart part) {
        return switch (part.problem()) {
            case ReadingProblem.Truncated _ -> Soundness.TRUNCATED;
            case ReadingProblem.Malformed _, ReadingProblem.Implausible _, ReadingProblem.MotionVideoAbsent _ ->
                Soundness.MALFORMED;
            case ReadingProblem.LimitHit _ -> Soundness.NOT_CHECKED;
        };
    }

    private Optional<Long> malformed(String what) {
        draft.problem(new ReadingProblem.Malformed("JPEG", what));
        draft.soundness(Soundness.MALFORMED);
        return Optional.empty();
    }

    /// @return the position behind the marker that stands at `at`
    private long marker(long at) throws IOException, UnreadablePart {
        if (bytes.u8(at) != 0xFF) {
            throw new UnreadablePart(new ReadingProblem.Malformed("JPEG", "no marker at " + at));
        }
        long next = at + 1;
        for (int i = 0; i < MAX_FILL_BYTES && bytes.u8(next) == 0xFF; i++) {
            next++;
        }
        return next + 1;
    }

    private void segment(int marker, long start, long end) throws IOException {
        try {
            if (isFrameHeader(marker)) {
                frame(start);
            } else if (marker == 0xE1 && !exifRead && bytes.has(start, EXIF)) {
                // The name is followed by two zero bytes; some writers leave out or garble the second.
                exifRead = true;
                ExifFacts.record(ExifTags.read(bytes, start + 6, end - start - 6, false, Directory.MAIN, draft), draft);
            } else if (marker == 0xE1 && xmp.properties().isEmpty() && bytes.has(start, XMP)) {
                xmp = XmpFacts.read(bytes, start + XMP.length(), end - start - XMP.length(), draft);
            } else if (marker == 0xED && bytes.has(start, PHOTOSHOP)) {
                IptcFacts.readPhotoshop(bytes, start + PHOTOSHOP.length(), end, draft);
            }
        } catch (UnreadablePart part) {
            draft.problem(part);
        }
    }

    /// C0 to CF but for DHT, JPG and DAC.
    private static boolean isFrameHeader(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    private void frame(long start) throws IOException, UnreadablePart {
        if (!frameSeen) {
            frameSeen = true;
            draft.storedSize(bytes.u16(start + 3), bytes.u16(start + 1));
        }
    }

    /// Looks back from the picture's end for the end marker. Without one, a tail that is all coded data was cut; a tail
    /// with anything else in it is some maker's trailer longer than we look, and nothing is claimed.
    private Soundness endOf(long scanStart, long pictureEnd) throws IOException {
        long lowest = Math.max(scanStart, pictureEnd - MAX_TAIL_BYTES);
        boolean coded = true;
        try {
            for (long at = pictureEnd - 2; at >= lowest; at--) {
                if (bytes.u8(at) == 0xFF) {
                    int next = bytes.u8(at + 1);
                    if (next == 0xD9) {
                        return Soundness.SOUND;
                    }
                    coded &= isInsideCodedData(next);
                }
            }
        } catch (UnreadablePart part) {
            draft.problem(part);
            return soundnessOf(part);
        }
        if (!coded) {
            draft.problem(new ReadingProblem.LimitHit("bytes searched for the end of a JPEG"));
            return Soundness.NOT_CHECKED;
        }
        draft.problem(new ReadingProblem.Truncated("JPEG image", pictureEnd + 2, pictureEnd));
        return Soundness.TRUNCATED;
    }

    /// What may follow `FF` between the first scan and the end: a stuffed zero, padding, a restart, and in progressive
    /// pictures the tables and headers of further scans.
    private static boolean isInsideCodedData(int next) {
        return next == 0x00
                || next == 0xFF
                || (next >= 0xD0 && next <= 0xD7)
                || next == 0xC4
                || next == 0xDA
                || next == 0xDB
                || next == 0xDD;
    }
}
