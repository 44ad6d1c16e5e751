package app.safelight.media.metadata;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Finds the movie inside a motion photo, and believes only an `ftyp` box seen there.
///
/// Three ways to say where it is: Google's container directory (version 2: the lengths of the items appended to the
/// picture), Google's MicroVideoOffset (version 1: counted from the file's end), and Samsung's trailer.
///
/// Sources: Android "Motion Photo format" 1.0; the layout of Samsung's `SEFT` trailer as files show it.
final class MotionPhoto {
    /// Items read of a container directory. Real ones have two to four.
    private static final int MAX_ITEMS = 16;

    /// Entries read of a Samsung trailer. Real ones have under 30.
    private static final int MAX_TRAILER_ENTRIES = 64;

    private static final int MAX_TRAILER_NAME_BYTES = 64;
    private static final int SAMSUNG_MOTION_VIDEO = 0x0A30;

    /// A movie needs at least an `ftyp` box and a header.
    private static final int MIN_VIDEO_BYTES = 16;

    private final BoundedBytes bytes;
    private final FactsDraft draft;

    MotionPhoto(BoundedBytes bytes, FactsDraft draft) {
        this.bytes = bytes;
        this.draft = draft;
    }

    /// Looks for the movie of a picture whose XMP is given.
    ///
    /// @return where the picture's own data ends at the latest: the start of the movie or of Samsung's
    ///     trailer, or the end of the file
    long find(XmpDocument xmp) throws IOException {
        long pictureEnd = samsungTrailer();
        List<Candidate> candidates = new ArrayList<>();
        fromDirectory(xmp, candidates);
        fromMicroVideo(xmp, candidates);
        for (Candidate candidate : candidates) {
            if (!draft.hasMotionVideo() && isMovie(candidate.offset())) {
                draft.motionVideo(new MotionVideo(candidate.offset(), candidate.size()));
                pictureEnd = Math.min(pictureEnd, candidate.offset());
            }
        }
        if (!draft.hasMotionVideo() && !candidates.isEmpty()) {
            draft.problem(
                    new ReadingProblem.MotionVideoAbsent(candidates.getFirst().offset()));
        }
        return pictureEnd;
    }

    private record Candidate(long offset, long size) {}

    /// Whether a movie begins at `offset`.
    boolean isMovie(long offset) throws IOException {
        try {
            return offset >= 0
                    && offset + MIN_VIDEO_BYTES <= bytes.sizeBytes()
                    && bytes.has(offset + 4, "ftyp")
                    && bytes.u32(offset) >= 8;
        } catch (UnreadablePart limit) {
            draft.problem(limit);
            return false;
        }
    }

    private void fromMicroVideo(XmpDocument xmp, List<Candidate> candidates) {
        if (!"1".equals(xmp.value(XmpDocument.CAMERA, "MicroVideo"))) {
            return;
        }
        OptionalLong fromEnd = number(xmp.value(XmpDocument.CAMERA, "MicroVideoOffset"));
        if (fromEnd.isPresent() && fromEnd.getAsLong() > 0) {
            candidates.add(new Candidate(bytes.sizeBytes() - fromEnd.getAsLong(), fromEnd.getAsLong()));
        }
    }

    /// Items stand in file order; the first is the picture itself, each further one is appended with its length.
    private void fromDirectory(XmpDocument xmp, List<Candidate> candidates) {
        List<Map<String, String>> items = items(xmp);
        long end = bytes.sizeBytes();
        for (int i = items.size() - 1; i > 0; i--) {
            Map<String, String> item = items.get(i);
            OptionalLong length = number(item.get("Length"));
            if (length.isEmpty() || length.getAsLong() > end) {
                return;
            }
            long start = end - length.getAsLong();
            String mime = item.getOrDefault("Mime", "");
            if ("MotionPhoto".equals(item.get("Semantic")) || mime.startsWith("video/")) {
                candidates.add(new Candidate(start, length.getAsLong()));
            }
            end = start - number(item.get("Padding")).orElse(0);
        }
    }

    private static List<Map<String, String>> items(XmpDocument xmp) {
        Map<Integer, Map<String, String>> items = new LinkedHashMap<>();
        for (XmpDocument.Property property : xmp.properties()) {
            if (property.namespace().equals(XmpDocument.ITEM)
                    && (items.containsKey(property.owner()) || items.size() < MAX_ITEMS)) {
                items.computeIfAbsent(property.owner(), owner -> new LinkedHashMap<>())
                        .putIfAbsent(property.name(), property.value());
            }
        }
        return List.copyOf(items.values());
    }

    private static OptionalLong number(@Nullable String text) {
        try {
            return text == null || text.isBlank()
                    ? OptionalLong.empty()
                    : OptionalLong.of(Math.max(0, Long.parseLong(text.strip())));
        } catch (NumberFormatException noNumber) {
            return OptionalLong.empty(); // a claim that says nothing
        }
    }

    /// The trailer ends with the length of its directory and `SEFT`; the directory (`SEFH`) names each block by its
    /// distance back from the directory. All its numbers are little-endian.
    private long samsungTrailer() throws IOException {
        long size = bytes.sizeBytes();
        try {
            if (size < 24 || !bytes.has(size - 4, "SEFT")) {
                return size;
            }
            long directory = size - 8 - bytes.u32LittleEndian(size - 8);
            if (directory < 0 || !bytes.has(directory, "SEFH")) {
                return size;
            }
            long count = Math.min(bytes.u32LittleEndian(directory + 8), MAX_TRAILER_ENTRIES);
            long first = directory;
            for (int i = 0; i < count; i++) {
                long entry = directory + 12 + i * 12L;
                long block = directory - bytes.u32LittleEndian(entry + 4);
                if (block < 0 || block >= directory) {
                    continue;
                }
                first = Math.min(first, block);
                if (bytes.u16LittleEndian(entry + 2) == SAMSUNG_MOTION_VIDEO) {
                    samsungVideo(block, bytes.u32LittleEndian(entry + 8));
                }
            }
            return first;
        } catch (UnreadablePart part) {
            draft.problem(part);
            return size;
        }
    }

    private void samsungVideo(long block, long blockBytes) throws IOException, UnreadablePart {
        long nameBytes = bytes.u32LittleEndian(block + 4);
        long start = block + 8 + nameBytes;
        long length = blockBytes - 8 - nameBytes;
        if (nameBytes <= MAX_TRAILER_NAME_BYTES && length > 0 && isMovie(start)) {
            draft.motionVideo(new MotionVideo(start, length));
        } else {
            draft.problem(new ReadingProblem.MotionVideoAbsent(start));
        }
    }
}
