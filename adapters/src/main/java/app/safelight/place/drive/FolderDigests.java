package app.safelight.place.drive;

import app.safelight.core.place.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32;

/// What each folder of a drive should hold, summed up: names and lengths of the files of record. Kept beside
/// the index, so that a look at an unchanged drive need not read the index at all.
///
/// Shape of the file: a line `safelight-summary 1 INDEXBYTES INDEXEND`, where the last two name the state of
/// the index that it belongs to; a line `COUNT HIGH LOW PATH` per folder; a line `end CRC32` over all before.
/// It is a cache: whatever is wrong with it, it is made anew from the index.
///
/// Threads: one.
final class FolderDigests {
    private static final String FIRST_WORDS = "safelight-summary 1 ";
    private static final String LAST_WORD = "end ";

    /// No summary is larger: folders are months.
    private static final int MAX_BYTES = 16 << 20;

    private static final long PRIME = 0x9E3779B97F4A7C15L;

    private final Map<String, Digest> folders = new TreeMap<>();

    /// The files of one folder, summed up in any order. Two folders with the same digest hold the same names
    /// and lengths, but for accidents of about 2^-64; it guards against accidents only.
    static final class Digest {
        private long files;
        private long high;
        private long low;

        /// @param times 1 for a file that is there, -1 for one that is not any more
        void add(String name, long sizeBytes, int times) {
            long first = FolderNames.hash(name) + mix(sizeBytes + PRIME);
            files += times;
            high += times * mix(first);
            low += times * mix(first ^ PRIME);
        }

        boolean holdsTheSameAs(Digest other) {
            return files == other.files && high == other.high && low == other.low;
        }

        /// The finalizer of SplitMix64 (Steele, Lea, Flood 2014): every input bit reaches every output bit.
        private static long mix(long value) {
            long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
            mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
            return mixed ^ (mixed >>> 31);
        }
    }

    Map<String, Digest> folders() {
        return folders;
    }

    void add(String path, long sizeBytes) {
        folders.computeIfAbsent(DriveLayout.parent(path), _ -> new Digest()).add(DriveLayout.name(path), sizeBytes, 1);
    }

    void remove(String path, long sizeBytes) {
        String folder = DriveLayout.parent(path);
        Digest digest = folders.get(folder);
        if (digest != null) {
            digest.add(DriveLayout.name(path), sizeBytes, -1);
            if (digest.files == 0) {
                folders.remove(folder);
            }
        }
    }

    /// Reads the summary if it belongs to this state of the index.
    static Optional<FolderDigests> read(Disk disk, long indexBytes, String indexEnd) throws IOException {
        if (disk.entry(DriveLayout.SUMMARY)
                .filter(entry -> entry.sizeBytes() <= MAX_BYTES)
                .isEmpty()) {
            return Optional.empty();
        }
        String text;
        try (Disk.OpenBody body = disk.open(DriveLayout.SUMMARY, false)) {
            text = new String(Bodies.readAll(body, MAX_BYTES), StandardCharsets.UTF_8);
        }
        int end = text.lastIndexOf(LAST_WORD);
        if (!text.startsWith(FIRST_WORDS + indexBytes + " " + indexEnd + "\n")
                || end < 0
                || !text.substring(end).equals(ending(text.substring(0, end)))) {
            return Optional.empty();
        }
        FolderDigests digests = new FolderDigests();
        for (String line : text.substring(text.indexOf('\n') + 1, end).split("\n")) {
            String[] field = line.split(" ", 4);
            if (field.length == 4) {
                Digest digest = new Digest();
                digest.files = Long.parseLong(field[0]);
                digest.high = HexFormat.fromHexDigitsToLong(field[1]);
                digest.low = HexFormat.fromHexDigitsToLong(field[2]);
                digests.folders.put(JournalEntry.unescape(field[3]), digest);
            }
        }
        return Optional.of(digests);
    }

    /// Not forced: a summary that a power cut tears is not believed.
    void write(Disk disk, long indexBytes, String indexEnd) throws IOException {
        StringBuilder text = new StringBuilder(FIRST_WORDS)
                .append(indexBytes)
                .append(' ')
                .append(indexEnd)
                .append('\n');
        HexFormat hex = HexFormat.of();
        folders.forEach((path, digest) -> text.append(digest.files)
                .append(' ')
                .append(hex.toHexDigits(digest.high))
                .append(' ')
                .append(hex.toHexDigits(digest.low))
                .append(' ')
                .append(JournalEntry.escape(path))
                .append('\n'));
        text.append(ending(text.toString()));
        String fresh = DriveLayout.SUMMARY + DriveLayout.NEW_SUFFIX;
        if (disk.entry(fresh).isPresent()) {
            disk.delete(fresh);
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        try (Disk.DiskFile file = disk.create(fresh)) {
            file.write(bytes, 0, bytes.length);
        }
        disk.replace(fresh, DriveLayout.SUMMARY);
    }

    private static String ending(String text) {
        CRC32 checksum = new CRC32();
        checksum.update(text.getBytes(StandardCharsets.UTF_8));
        return LAST_WORD + HexFormat.of().toHexDigits((int) checksum.getValue()) + "\n";
    }
}
