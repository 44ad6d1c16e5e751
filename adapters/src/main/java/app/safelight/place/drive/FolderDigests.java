package app.safelight.place.drive;

import app.safelight.core.ledger.FolderDigest;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.SourceId;
import app.safelight.core.place.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
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

    /// [ItemKey] wants a source; the digest looks only at the name.
    private static final SourceId NOBODY = new SourceId("drive");

    private final Map<String, FolderDigest> folders = new TreeMap<>();

    Map<String, FolderDigest> folders() {
        return folders;
    }

    void add(String path, long sizeBytes) {
        folders.merge(
                DriveLayout.parent(path),
                plus(FolderDigest.EMPTY, path, sizeBytes),
                (old, _) -> plus(old, path, sizeBytes));
    }

    void remove(String path, long sizeBytes) {
        folders.computeIfPresent(
                DriveLayout.parent(path),
                (_, old) -> old.items() == 1 ? null : old.minus(new ItemKey(NOBODY, path), sizeBytes, Instant.EPOCH));
    }

    static FolderDigest plus(FolderDigest digest, String path, long sizeBytes) {
        return digest.plus(new ItemKey(NOBODY, path), sizeBytes, Instant.EPOCH);
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
                digests.folders.put(
                        JournalEntry.unescape(field[3]),
                        new FolderDigest(
                                Long.parseLong(field[0]),
                                HexFormat.fromHexDigitsToLong(field[1]),
                                HexFormat.fromHexDigitsToLong(field[2])));
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
        folders.forEach((path, digest) -> text.append(digest.items())
                .append(' ')
                .append(hex.toHexDigits(digest.sumHigh()))
                .append(' ')
                .append(hex.toHexDigits(digest.sumLow()))
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

    /// Lengths by path of the files in a folder.
    static Map<String, Long> filesIn(Disk disk, String folder) throws IOException {
        Map<String, Long> files = new HashMap<>();
        for (Disk.DiskEntry entry : disk.list(folder)) {
            if (entry.type() == Disk.DiskEntry.Type.FILE) {
                files.put(entry.path(), entry.sizeBytes());
            }
        }
        return files;
    }
}
