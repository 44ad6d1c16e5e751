package app.safelight.media.metadata;

import app.safelight.media.sniff.ByteReader;
import app.safelight.media.sniff.FileType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A finished JPEG that a camera keeps inside a RAW for showing it quickly.
///
/// @param offsetBytes where it begins in the file
/// @param lengthBytes at most this long; decoders stop at its own end marker
/// @param size as its frame header says
public record EmbeddedPreview(long offsetBytes, long lengthBytes, PixelSize size) {
    /// A full-size preview of 100 million pixels.
    private static final long MAX_BYTES = 64L << 20;

    /// Directories of one RAW. Real ones have under 10.
    private static final int MAX_DIRECTORIES = 32;

    private static final int MAX_ENTRIES = 512;
    private static final int MAX_SUB_DIRECTORIES = 16;

    /// Previews looked at.
    private static final int MAX_CANDIDATES = 32;

    /// JPEG segments before the frame header.
    private static final int MAX_SEGMENTS = 64;

    /// How far a file whose structure is the maker's own is searched. Their previews stand before the sensor's
    /// data.
    private static final int MAX_SEARCHED_BYTES = 1 << 20;

    private static final int STRIP_OFFSETS = 0x0111;
    private static final int STRIP_BYTE_COUNTS = 0x0117;
    private static final int SUB_DIRECTORIES = 0x014A;
    private static final int JPEG_OFFSET = 0x0201;
    private static final int JPEG_BYTES = 0x0202;
    private static final int PANASONIC_JPEG = 0x002E;
    private static final int EXIF_DIRECTORY = 0x8769;

    /// The smallest preview whose long edge has at least `wantedPixels`; the largest of all if none has.
    ///
    /// @return empty if the RAW has none, or none that is found where RAWs have them
    /// @throws IOException only if the reader itself fails
    public static Optional<EmbeddedPreview> find(ByteReader reader, FileType type, int wantedPixels)
            throws IOException {
        List<EmbeddedPreview> found = new Search(new BoundedBytes(reader)).run(type);
        Optional<EmbeddedPreview> best = Optional.empty();
        for (EmbeddedPreview next : found) {
            if (best.isEmpty() || next.isBetterThan(best.get(), wantedPixels)) {
                best = Optional.of(next);
            }
        }
        return best;
    }

    private int longEdge() {
        return Math.max(size.width(), size.height());
    }

    private boolean isBetterThan(EmbeddedPreview other, int wantedPixels) {
        boolean enough = longEdge() >= wantedPixels;
        boolean otherEnough = other.longEdge() >= wantedPixels;
        if (enough != otherEnough) {
            return enough;
        }
        return enough ? longEdge() < other.longEdge() : longEdge() > other.longEdge();
    }

    /// Gathers candidates and keeps those that are JPEGs which every decoder reads.
    private static final class Search {
        private final BoundedBytes bytes;
        private final Set<Long> directories = new HashSet<>();
        private final Set<Stretch> candidates = new LinkedHashSet<>();

        private record Stretch(long offset, long length) {}

        Search(BoundedBytes bytes) {
            this.bytes = bytes;
        }

        List<EmbeddedPreview> run(FileType type) throws IOException {
            try {
                switch (type) {
                    case RAF -> candidate(bytes.u32(84), bytes.u32(88));
                    case DNG, CR2, NEF, ARW, RW2, ORF, PEF, SRW -> tiff();
                    default -> {
                        // no directory that we read
                    }
                }
            } catch (UnreadablePart damaged) {
                // What was found before it is looked at; the damage itself stands among the file's problems.
            }
            List<EmbeddedPreview> previews = previews();
            if (previews.isEmpty()) {
                scan();
                previews = previews();
            }
            return previews;
        }

        private List<EmbeddedPreview> previews() throws IOException {
            List<EmbeddedPreview> previews = new ArrayList<>();
            for (Stretch candidate : candidates) {
                try {
                    frame(candidate.offset())
                            .ifPresent(size ->
                                    previews.add(new EmbeddedPreview(candidate.offset(), candidate.length(), size)));
                } catch (UnreadablePart cut) {
                    // A preview without a whole header is none.
                }
            }
            return previews;
        }

        private void candidate(long offset, long length) {
            long left = bytes.sizeBytes() - offset;
            if (offset > 0 && left > 0 && length > 0 && candidates.size() < MAX_CANDIDATES) {
                candidates.add(new Stretch(offset, Math.min(Math.min(length, left), MAX_BYTES)));
            }
        }

        private void tiff() throws IOException, UnreadablePart {
            Tiff tiff = new Tiff(bytes, bytes.u8(0) == 'M');
            List<Long> open = new ArrayList<>(List.of(tiff.u32(4)));
            for (int i = 0; i < open.size() && directories.size() < MAX_DIRECTORIES; i++) {
                if (open.get(i) > 0 && directories.add(open.get(i))) {
                    directory(tiff, open.get(i), open);
                }
            }
        }

        private void directory(Tiff tiff, long at, List<Long> open) throws IOException, UnreadablePart {
            int count = Math.min(tiff.u16(at), MAX_ENTRIES);
            long strip = 0;
            long stripBytes = 0;
            long jpeg = 0;
            long jpegBytes = 0;
            for (int i = 0; i < count; i++) {
                long entry = at + 2 + i * 12L;
                switch (tiff.u16(entry)) {
                    case STRIP_OFFSETS -> strip = tiff.single(entry);
                    case STRIP_BYTE_COUNTS -> stripBytes = tiff.single(entry);
                    case JPEG_OFFSET -> jpeg = tiff.single(entry);
                    case JPEG_BYTES -> jpegBytes = tiff.single(entry);
                    case PANASONIC_JPEG -> candidate(tiff.u32(entry + 8), tiff.u32(entry + 4));
                    case EXIF_DIRECTORY -> open.add(tiff.u32(entry + 8));
                    case SUB_DIRECTORIES -> tiff.addAll(entry, open);
                    default -> {
                        // no preview
                    }
                }
            }
            candidate(strip, stripBytes);
            candidate(jpeg, jpegBytes);
            open.add(tiff.u32(at + 2 + count * 12L));
        }

        /// Any start of a JPEG near the file's beginning.
        private void scan() throws IOException {
            try {
                long end = Math.min(bytes.sizeBytes(), MAX_SEARCHED_BYTES) - 4;
                for (long at = 1; at < end; at++) {
                    if (bytes.u8(at) == 0xFF && bytes.u8(at + 1) == 0xD8 && bytes.u8(at + 2) == 0xFF) {
                        candidate(at, bytes.sizeBytes() - at);
                    }
                }
            } catch (UnreadablePart limit) {
                // what was found so far is looked at
            }
        }

        /// The size of the JPEG that begins at `start`, if it is coded as pictures are: the sensor's own data
        /// often lies in a JPEG too, but a lossless one.
        private Optional<PixelSize> frame(long start) throws IOException, UnreadablePart {
            if (bytes.u16(start) != 0xFFD8) {
                return Optional.empty();
            }
            long at = start + 2;
            for (int i = 0; i < MAX_SEGMENTS; i++) {
                int marker = bytes.u16(at);
                if (marker >= 0xFFC0 && marker <= 0xFFC2) {
                    int height = bytes.u16(at + 5);
                    int width = bytes.u16(at + 7);
                    boolean picture = bytes.u8(at + 4) == 8 && width > 0 && height > 0;
                    return picture ? Optional.of(new PixelSize(width, height)) : Optional.empty();
                }
                boolean anotherFrame = marker > 0xFFC2 && marker <= 0xFFCF && marker != 0xFFC4 && marker != 0xFFCC;
                if (marker < 0xFFC0 || anotherFrame || marker == 0xFFDA || marker == 0xFFD9) {
                    return Optional.empty();
                }
                at += 2 + Math.max(2, bytes.u16(at + 2));
            }
            return Optional.empty();
        }
    }

    /// Numbers of a TIFF in its own byte order.
    private record Tiff(BoundedBytes bytes, boolean bigEndian) {
        int u16(long at) throws IOException, UnreadablePart {
            return bigEndian ? bytes.u16(at) : bytes.u16LittleEndian(at);
        }

        long u32(long at) throws IOException, UnreadablePart {
            return bigEndian ? bytes.u32(at) : bytes.u32LittleEndian(at);
        }

        /// An entry's only value, 0 if it has several or none: a preview lies in one piece.
        long single(long entry) throws IOException, UnreadablePart {
            if (u32(entry + 4) != 1) {
                return 0;
            }
            return u16(entry + 2) == 3 ? u16(entry + 8) : u32(entry + 8);
        }

        void addAll(long entry, List<Long> open) throws IOException, UnreadablePart {
            long count = Math.min(u32(entry + 4), MAX_SUB_DIRECTORIES);
            long at = count == 1 ? entry + 8 : u32(entry + 8);
            for (long i = 0; i < count; i++) {
                open.add(u32(at + i * 4));
            }
        }
    }
}
