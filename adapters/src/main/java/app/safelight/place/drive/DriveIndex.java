package app.safelight.place.drive;

import app.safelight.core.model.ContentId;
import app.safelight.core.place.Disk;
import java.io.IOException;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// What the index file says, as far as it must be in memory: which contents there are and where their lines
/// stand. Paths stay in the file.
///
/// Threads: any.
final class DriveIndex implements AutoCloseable {
    /// Fixed places in `S` and `E` lines, counted from the kind.
    private static final int SHA_OFFSET = 2;

    private static final int LONG_DIGITS = 16;
    private static final int SIZE_OFFSET = SHA_OFFSET + 4 * LONG_DIGITS + 1;

    /// Bytes read to see one line; nearly all lines are shorter.
    private static final int USUAL_LINE_BYTES = 512;

    private final Disk disk;
    private ContentTable table = new ContentTable();
    private Disk.@Nullable OpenBody lines;
    private long linesBytes;

    DriveIndex(Disk disk) {
        this.disk = disk;
    }

    /// What loading found.
    ///
    /// @param soundBytes how much of the file counts
    /// @param markedBytes how much of it lies before the end of the last mark
    /// @param mark the last mark, if any
    record Loaded(long soundBytes, long markedBytes, Optional<JournalEntry.Mark> mark) {}

    /// The index is damaged where it was durable, so it cannot be a torn end.
    static final class Damaged extends IOException {
        private static final long serialVersionUID = 1L;

        Damaged(String detail) {
            super(detail);
        }
    }

    /// Reads all of the file anew.
    ///
    /// @throws Damaged if a damaged line stands before a sound mark, or the first line is not the header
    synchronized Loaded load(long sizeBytes) throws IOException {
        closeLines();
        Loader loader = new Loader();
        try (Disk.OpenBody body = disk.open(DriveLayout.INDEX, false)) {
            JournalScan.run(body, 0, Math.min(sizeBytes, body.sizeBytes()), loader);
        }
        if (!loader.headed) {
            throw new Damaged("it has no header");
        }
        table = loader.loaded;
        return new Loaded(
                loader.damagedAt < 0 ? sizeBytes : loader.damagedAt,
                loader.markedBytes,
                Optional.ofNullable(loader.mark));
    }

    private static final class Loader implements JournalScan.Sink {
        private final ContentTable loaded = new ContentTable();
        private boolean headed;
        private long damagedAt = -1;
        private long markedBytes;
        private JournalEntry.@Nullable Mark mark;

        @Override
        public void line(byte[] bytes, int start, int end, long offset) throws IOException {
            if (offset == 0) {
                headed = bytes[start] == 'H';
                return;
            }
            switch (bytes[start]) {
                case 'S', 'E' -> stored(bytes, start, end, offset);
                case 'R' -> removed(bytes, start, end, offset);
                case 'M' -> marked(bytes, start, end, offset);
                case 'O' -> {}
                default -> damaged(offset);
            }
        }

        private void stored(byte[] bytes, int start, int end, long offset) {
            if (damagedAt >= 0) {
                return;
            }
            int sha = start + SHA_OFFSET;
            loaded.put(
                    JournalScan.hex(bytes, sha, LONG_DIGITS),
                    JournalScan.hex(bytes, sha + LONG_DIGITS, LONG_DIGITS),
                    JournalScan.hex(bytes, sha + 2 * LONG_DIGITS, LONG_DIGITS),
                    JournalScan.hex(bytes, sha + 3 * LONG_DIGITS, LONG_DIGITS),
                    JournalScan.decimal(bytes, start + SIZE_OFFSET, end),
                    offset);
        }

        private void removed(byte[] bytes, int start, int end, long offset) {
            if (damagedAt >= 0) {
                return;
            }
            if (JournalEntry.read(bytes, start, end).orElse(null) instanceof JournalEntry.Removed gone) {
                loaded.remove(gone.content());
            } else {
                damaged(offset);
            }
        }

        private void marked(byte[] bytes, int start, int end, long offset) throws Damaged {
            if (damagedAt >= 0) {
                throw new Damaged("the line at byte " + damagedAt + " is damaged, and later ones are not");
            }
            if (JournalEntry.read(bytes, start, end).orElse(null) instanceof JournalEntry.Mark found) {
                mark = found;
                markedBytes = offset + (end - start) + JournalEntry.KIND_OFFSET + 1;
            } else {
                damaged(offset);
            }
        }

        @Override
        public void damaged(long offset) {
            if (damagedAt < 0) {
                damagedAt = offset;
            }
        }
    }

    synchronized boolean contains(ContentId content) {
        return table.find(content) >= 0;
    }

    synchronized int live() {
        return table.live();
    }

    /// The line of a content.
    synchronized Optional<JournalEntry.Stored> stored(ContentId content) throws IOException {
        int entry = table.find(content);
        return entry < 0 ? Optional.empty() : Optional.of(storedAt(table.offset(entry)));
    }

    synchronized void add(ContentId content, long offset) {
        table.put(content, offset);
    }

    synchronized void remove(ContentId content) {
        table.remove(content);
    }

    /// Entries there are or were, counted from 0, so that somebody can go through them without a lock.
    synchronized int entries() {
        return table.entries();
    }

    /// The content of an entry, if it is of record.
    synchronized Optional<ContentId> content(int entry) {
        return table.offset(entry) < 0 ? Optional.empty() : Optional.of(table.content(entry));
    }

    /// Tells the lines of all contents of record, in the order of the file.
    void forEachStored(long sizeBytes, StoredSink sink) throws IOException {
        try (Disk.OpenBody body = disk.open(DriveLayout.INDEX, false)) {
            JournalScan.run(body, 0, Math.min(sizeBytes, body.sizeBytes()), new JournalScan.Sink() {
                @Override
                public void line(byte[] bytes, int start, int end, long offset) throws IOException {
                    if ((bytes[start] == 'S' || bytes[start] == 'E')
                            && entry(bytes, start, end) instanceof JournalEntry.Stored stored
                            && offsetOf(stored.content()) == offset) {
                        sink.stored(stored);
                    }
                }

                @Override
                public void damaged(long offset) throws Damaged {
                    throw new Damaged("the line at byte " + offset + " was sound and is damaged now");
                }
            });
        }
    }

    /// Hears stored contents.
    interface StoredSink {
        void stored(JournalEntry.Stored stored) throws IOException;
    }

    private synchronized long offsetOf(ContentId content) {
        int entry = table.find(content);
        return entry < 0 ? -1 : table.offset(entry);
    }

    private static JournalEntry entry(byte[] bytes, int start, int end) throws Damaged {
        return JournalEntry.read(bytes, start, end)
                .orElseThrow(() -> new Damaged("a line with a right checksum makes no sense"));
    }

    private JournalEntry.Stored storedAt(long offset) throws IOException {
        Disk.OpenBody body = linesUpTo(offset);
        return storedAt(body, linesBytes, offset);
    }

    /// The line of a content, wherever it is known to begin.
    static JournalEntry.Stored storedAt(Disk disk, long offset) throws IOException {
        try (Disk.OpenBody body = disk.open(DriveLayout.INDEX, false)) {
            return storedAt(body, body.sizeBytes(), offset);
        }
    }

    private static JournalEntry.Stored storedAt(Disk.OpenBody body, long linesBytes, long offset) throws IOException {
        int length = (int) Math.min(USUAL_LINE_BYTES, linesBytes - offset);
        JournalEntry.Stored found = storedIn(Bodies.readPart(body, offset, length), offset);
        if (found == null) {
            length = (int) Math.min(JournalEntry.MAX_LINE_BYTES + 1, linesBytes - offset);
            found = storedIn(Bodies.readPart(body, offset, length), offset);
        }
        if (found == null) {
            throw new Damaged("the line at byte " + offset + " was sound and is damaged now");
        }
        return found;
    }

    private static JournalEntry.@Nullable Stored storedIn(byte[] bytes, long offset) throws IOException {
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        if (end == bytes.length) {
            return null;
        }
        if (!JournalScan.isSound(bytes, 0, end, new CRC32())) {
            throw new Damaged("the line at byte " + offset + " was sound and is damaged now");
        }
        return entry(bytes, JournalEntry.KIND_OFFSET, end) instanceof JournalEntry.Stored stored ? stored : null;
    }

    private Disk.OpenBody linesUpTo(long offset) throws IOException {
        Disk.OpenBody open = lines;
        if (open == null || linesBytes <= offset) {
            closeLines();
            open = disk.open(DriveLayout.INDEX, false);
            lines = open;
            // As it was when it was opened: what is added later some file systems only show to who opens it then.
            linesBytes = open.sizeBytes();
        }
        return open;
    }

    private void closeLines() throws IOException {
        Disk.OpenBody open = lines;
        lines = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closeLines();
    }
}
