package app.safelight.media.metadata;

import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/// Reads duration, date and size of a Matroska or WebM movie.
///
/// Shape: elements of a 1 to 4 byte identifier and a 1 to 8 byte size, both with their length in the leading bits.
/// Source: RFC 8794 (EBML), RFC 9559 (Matroska).
final class MatroskaParser {
    /// Elements walked in one parent up to the first cluster. Real files have under 20 there.
    private static final int MAX_ELEMENTS = 256;

    private static final int SEGMENT = 0x18538067;
    private static final int INFORMATION = 0x1549A966;
    private static final int TIME_SCALE = 0x2AD7B1;
    private static final int DURATION = 0x4489;
    private static final int DATE_UTC = 0x4461;
    private static final int TRACKS = 0x1654AE6B;
    private static final int TRACK = 0xAE;
    private static final int VIDEO = 0xE0;
    private static final int PIXEL_WIDTH = 0xB0;
    private static final int PIXEL_HEIGHT = 0xBA;
    private static final int CLUSTER = 0x1F43B675;

    /// Nanoseconds of one unit of time where the file does not say.
    private static final long DEFAULT_TIME_SCALE = 1_000_000;

    private static final LocalDateTime EPOCH = LocalDateTime.of(2001, 1, 1, 0, 0);

    /// @param size -1 if not known, as in live recordings
    private record Element(int id, long payload, long size) {
        long end(long parentEnd) {
            return size < 0 || size > parentEnd - payload ? parentEnd : payload + size;
        }
    }

    private final BoundedBytes bytes;
    private final FactsDraft draft;
    private long timeScale = DEFAULT_TIME_SCALE;
    private double duration;
    private long width;
    private long height;
    private boolean clusterSeen;

    private MatroskaParser(BoundedBytes bytes, FactsDraft draft) {
        this.bytes = bytes;
        this.draft = draft;
    }

    static void read(BoundedBytes bytes, FactsDraft draft) throws IOException, UnreadablePart {
        new MatroskaParser(bytes, draft).read();
    }

    private void read() throws IOException, UnreadablePart {
        Element header = element(0);
        Element segment = element(header.end(bytes.sizeBytes()));
        if (segment.id() != SEGMENT) {
            throw new UnreadablePart(new ReadingProblem.Malformed("Matroska", "no segment behind the header"));
        }
        walk(segment.payload(), segment.end(bytes.sizeBytes()), 0);
        if (width > 0) {
            draft.storedSize(width, height);
        }
        draft.duration((long) Math.min(duration * timeScale, Long.MAX_VALUE), 1_000_000_000);
        boolean cut = segment.size() > bytes.sizeBytes() - segment.payload();
        if (cut) {
            draft.problem(
                    new ReadingProblem.Truncated("Matroska", segment.payload() + segment.size(), bytes.sizeBytes()));
        }
        draft.soundness(cut ? Soundness.TRUNCATED : clusterSeen ? Soundness.SOUND : Soundness.MALFORMED);
    }

    private void walk(long start, long end, int depth) throws IOException, UnreadablePart {
        long at = start;
        for (int i = 0; at < end && i < MAX_ELEMENTS; i++) {
            Element element = element(at);
            if (element.id() == CLUSTER) {
                clusterSeen = true;
                return; // pictures and sound from here on
            }
            take(element, end, depth);
            at = element.end(end);
        }
    }

    private void take(Element element, long end, int depth) throws IOException, UnreadablePart {
        switch (element.id()) {
            // Each of these stands in one kind of parent only, so no file nests deeper than three.
            case INFORMATION, TRACKS, TRACK, VIDEO -> {
                if (depth < 3) {
                    walk(element.payload(), element.end(end), depth + 1);
                }
            }
            case TIME_SCALE -> timeScale = number(element);
            case DURATION ->
                duration = element.size() == 4
                        ? Float.intBitsToFloat(bytes.s32(element.payload()))
                        : Double.longBitsToDouble(number(element));
            case DATE_UTC -> date(number(element));
            case PIXEL_WIDTH -> width = width == 0 ? number(element) : width;
            case PIXEL_HEIGHT -> height = height == 0 ? number(element) : height;
            default -> {
                // cues, tags and the like
            }
        }
    }

    private void date(long nanosecondsSince2001) {
        draft.time(
                CaptureTimeSource.MATROSKA_UTC,
                new DateText(EPOCH.plusNanos(nanosecondsSince2001), Optional.of(ZoneOffset.UTC)));
    }

    private long number(Element element) throws IOException, UnreadablePart {
        return bytes.number(element.payload(), Math.clamp(element.size(), 0, 8));
    }

    private Element element(long at) throws IOException, UnreadablePart {
        int first = bytes.u8(at);
        int idBytes = Integer.numberOfLeadingZeros(first) - 23;
        if (idBytes > 4) {
            throw new UnreadablePart(new ReadingProblem.Malformed("Matroska", "no element at " + at));
        }
        int id = (int) bytes.number(at, idBytes);
        long sizeAt = at + idBytes;
        int sizeBytes = Integer.numberOfLeadingZeros(bytes.u8(sizeAt)) - 23;
        if (sizeBytes > 8) {
            throw new UnreadablePart(new ReadingProblem.Malformed("Matroska", "no size at " + sizeAt));
        }
        long mask = (1L << (7 * sizeBytes)) - 1;
        long size = bytes.number(sizeAt, sizeBytes) & mask;
        return new Element(id, sizeAt + sizeBytes, size == mask ? -1 : size);
    }
}
