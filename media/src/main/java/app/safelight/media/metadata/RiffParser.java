package app.safelight.media.metadata;

import app.safelight.media.metadata.ExifTags.Directory;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/// Walks RIFF files: WebP pictures, AVI movies, WAV sound.
///
/// Shape: `RIFF` size32 form, then chunks of name32 size32 payload, padded to even length; all numbers little-endian.
/// Sources: RFC 9649 (WebP); Microsoft AVI RIFF File Reference.
final class RiffParser {
    /// Chunks walked in one list. An AVI's frames lie in one list, which is jumped over; an animated WebP has a chunk
    /// for each frame.
    private static final int MAX_CHUNKS = 2_048;

    private static final int MAX_DATE_BYTES = 64;

    /// A header list holds lists of streams; nothing nests deeper.
    private static final int MAX_DEPTH = 3;

    private static final Map<String, Integer> MONTHS = Map.ofEntries(
            Map.entry("JAN", 1),
            Map.entry("FEB", 2),
            Map.entry("MAR", 3),
            Map.entry("APR", 4),
            Map.entry("MAY", 5),
            Map.entry("JUN", 6),
            Map.entry("JUL", 7),
            Map.entry("AUG", 8),
            Map.entry("SEP", 9),
            Map.entry("OCT", 10),
            Map.entry("NOV", 11),
            Map.entry("DEC", 12));

    private interface Chunk {
        void read(String name, long at, long length) throws IOException, UnreadablePart;
    }

    private final BoundedBytes bytes;
    private final FactsDraft draft;
    private boolean content;
    private long bytesPerSecond;

    private RiffParser(BoundedBytes bytes, FactsDraft draft) {
        this.bytes = bytes;
        this.draft = draft;
    }

    static void readWebp(BoundedBytes bytes, FactsDraft draft) throws IOException, UnreadablePart {
        RiffParser parser = new RiffParser(bytes, draft);
        parser.read(parser::webp);
    }

    static void readAvi(BoundedBytes bytes, FactsDraft draft) throws IOException, UnreadablePart {
        RiffParser parser = new RiffParser(bytes, draft);
        parser.read((name, at, length) -> parser.avi(name, at, length, 0));
    }

    static void readWave(BoundedBytes bytes, FactsDraft draft) throws IOException, UnreadablePart {
        RiffParser parser = new RiffParser(bytes, draft);
        parser.read(parser::wave);
    }

    private void read(Chunk chunk) throws IOException, UnreadablePart {
        long end = 8 + bytes.u32LittleEndian(4);
        walk(12, Math.min(end, bytes.sizeBytes()), chunk);
        // The final padding byte is often left out.
        if (end > bytes.sizeBytes() + 1) {
            draft.problem(new ReadingProblem.Truncated("RIFF", end, bytes.sizeBytes()));
            draft.soundness(Soundness.TRUNCATED);
        } else {
            draft.soundness(content ? Soundness.SOUND : Soundness.MALFORMED);
        }
    }

    private void walk(long start, long end, Chunk chunk) throws IOException {
        long at = start;
        try {
            for (int i = 0; at + 8 <= end; i++) {
                if (i >= MAX_CHUNKS) {
                    draft.problem(new ReadingProblem.LimitHit("RIFF chunks"));
                    return;
                }
                long length = bytes.u32LittleEndian(at + 4);
                chunk.read(bytes.name(at), at + 8, Math.min(length, end - at - 8));
                at += 8 + length + length % 2;
            }
        } catch (UnreadablePart part) {
            draft.problem(part);
        }
    }

    private void webp(String name, long at, long length) throws IOException, UnreadablePart {
        switch (name) {
            case "VP8X" ->
                draft.storedSize(
                        1 + (bytes.u32LittleEndian(at + 4) & 0xFFFFFF), 1 + (bytes.u32LittleEndian(at + 7) & 0xFFFFFF));
            case "VP8 " -> {
                content = true;
                if (!draft.hasStoredSize()) {
                    draft.storedSize(bytes.u16LittleEndian(at + 6) & 0x3FFF, bytes.u16LittleEndian(at + 8) & 0x3FFF);
                }
            }
            case "VP8L" -> {
                content = true;
                if (!draft.hasStoredSize()) {
                    long sides = bytes.u32LittleEndian(at + 1);
                    draft.storedSize((sides & 0x3FFF) + 1, (sides >> 14 & 0x3FFF) + 1);
                }
            }
            case "ANMF" -> content = true;
            case "EXIF" -> {
                int preamble = bytes.has(at, "Exif\0\0") ? 6 : 0; // some writers keep JPEG's preamble
                ExifFacts.record(
                        ExifTags.read(bytes, at + preamble, length - preamble, false, Directory.MAIN, draft), draft);
            }
            case "XMP " -> XmpFacts.read(bytes, at, length, draft);
            default -> {
                // colour profiles and the like
            }
        }
    }

    private void avi(String name, long at, long length, int depth) throws IOException, UnreadablePart {
        switch (name) {
            case "LIST" -> {
                String list = bytes.name(at);
                content |= list.equals("movi");
                if (!list.equals("movi") && depth < MAX_DEPTH) {
                    walk(at + 4, at + length, (inner, start, size) -> avi(inner, start, size, depth + 1));
                }
            }
            case "avih" -> {
                long microsecondsPerFrame = bytes.u32LittleEndian(at);
                draft.duration(bytes.u32LittleEndian(at + 16) * microsecondsPerFrame, 1_000_000);
                draft.storedSize(bytes.u32LittleEndian(at + 32), bytes.u32LittleEndian(at + 36));
            }
            case "IDIT" -> digitized(at, length);
            default -> {
                // streams and indexes say nothing that we want
            }
        }
    }

    /// `IDIT` is text: `2005-06-26 17:39:11`, or C's `Sun Jun 26 17:39:11 2005`.
    private void digitized(long at, long length) throws IOException, UnreadablePart {
        String text = bytes.text("IDIT", at, Math.min(length, MAX_DATE_BYTES), MAX_DATE_BYTES)
                .replace('\0', ' ')
                .strip();
        String[] words = text.split("\\s+");
        Integer month = words.length == 5 ? MONTHS.get(words[1].toUpperCase(Locale.ROOT)) : null;
        if (month == null) {
            draft.time(CaptureTimeSource.RIFF, text);
            return;
        }
        String day = words[2].length() == 1 ? "0" + words[2] : words[2];
        draft.time(CaptureTimeSource.RIFF, "%s:%02d:%s %s".formatted(words[4], month, day, words[3]));
    }

    private void wave(String name, long at, long length) throws IOException, UnreadablePart {
        switch (name) {
            case "fmt " -> bytesPerSecond = bytes.u32LittleEndian(at + 8);
            case "data" -> {
                content = true;
                draft.duration(length, bytesPerSecond);
            }
            default -> {
                // tags of sound editors
            }
        }
    }
}
