package app.safelight.place.drive;

import app.safelight.core.model.ContentId;
import app.safelight.core.model.Sha256;
import java.util.Arrays;

/// Which contents a drive holds, and where in the index each one's line stands. Open addressing over plain
/// arrays: a million contents take 56 MB and no object each. One thread.
final class ContentTable {
    private static final int CHUNK_ENTRIES = 1 << 12;
    private static final int LONGS_PER_ENTRY = 6;
    private static final int SIZE = 4;
    private static final int OFFSET = 5;
    private static final int FIRST_SLOTS = 1 << 10;

    /// Most contents on one drive: what fits the table's array. A drive of 8 TB has some 3 million photos.
    private static final int MAX_ENTRIES = 1 << 28;

    private long[][] chunks = new long[0][];
    private int[] slots = new int[FIRST_SLOTS];
    private int entries;
    private int live;

    /// Contents of record.
    int live() {
        return live;
    }

    /// Entries there ever were; each keeps its number.
    int entries() {
        return entries;
    }

    /// @return the entry's number, or -1 if the content is not of record
    int find(ContentId content) {
        Sha256 sha = content.sha256();
        int slot = slot(sha.first(), sha.second(), sha.third(), sha.fourth(), content.sizeBytes());
        int entry = slots[slot] - 1;
        return entry >= 0 && offset(entry) >= 0 ? entry : -1;
    }

    /// Remembers a content, or that its line is now another one.
    void put(long first, long second, long third, long fourth, long sizeBytes, long offset) {
        int slot = slot(first, second, third, fourth, sizeBytes);
        int entry = slots[slot] - 1;
        if (entry >= 0) {
            live += offset(entry) < 0 ? 1 : 0;
            chunk(entry)[at(entry) + OFFSET] = offset;
            return;
        }
        if (entries == MAX_ENTRIES) {
            throw new IllegalStateException("more than " + MAX_ENTRIES + " contents on one drive");
        }
        if (entries == chunks.length * CHUNK_ENTRIES) {
            chunks = Arrays.copyOf(chunks, Math.max(8, chunks.length * 2));
        }
        int chunkNumber = entries / CHUNK_ENTRIES;
        if (chunks[chunkNumber] == null) {
            chunks[chunkNumber] = new long[CHUNK_ENTRIES * LONGS_PER_ENTRY];
        }
        long[] chunk = chunks[chunkNumber];
        int at = at(entries);
        chunk[at] = first;
        chunk[at + 1] = second;
        chunk[at + 2] = third;
        chunk[at + 3] = fourth;
        chunk[at + SIZE] = sizeBytes;
        chunk[at + OFFSET] = offset;
        entries++;
        live++;
        slots[slot] = entries;
        if (entries * 2L > slots.length) {
            grow();
        }
    }

    void put(ContentId content, long offset) {
        Sha256 sha = content.sha256();
        put(sha.first(), sha.second(), sha.third(), sha.fourth(), content.sizeBytes(), offset);
    }

    /// Takes a content out; does nothing if it is not of record.
    void remove(ContentId content) {
        int entry = find(content);
        if (entry >= 0) {
            chunk(entry)[at(entry) + OFFSET] = -1;
            live--;
        }
    }

    /// Where an entry's line begins, or -1 if it is not of record any more.
    long offset(int entry) {
        return chunk(entry)[at(entry) + OFFSET];
    }

    ContentId content(int entry) {
        long[] chunk = chunk(entry);
        int at = at(entry);
        return new ContentId(new Sha256(chunk[at], chunk[at + 1], chunk[at + 2], chunk[at + 3]), chunk[at + SIZE]);
    }

    private long[] chunk(int entry) {
        return chunks[entry / CHUNK_ENTRIES];
    }

    private static int at(int entry) {
        return entry % CHUNK_ENTRIES * LONGS_PER_ENTRY;
    }

    /// The slot of a content, or the empty one where it would go.
    private int slot(long first, long second, long third, long fourth, long sizeBytes) {
        int mask = slots.length - 1;
        int slot = (int) (first ^ (first >>> 32)) & mask;
        while (slots[slot] != 0) {
            int entry = slots[slot] - 1;
            long[] chunk = chunk(entry);
            int at = at(entry);
            if (chunk[at] == first
                    && chunk[at + 1] == second
                    && chunk[at + 2] == third
                    && chunk[at + 3] == fourth
                    && chunk[at + SIZE] == sizeBytes) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        int[] larger = new int[slots.length * 2];
        int mask = larger.length - 1;
        for (int entry = 0; entry < entries; entry++) {
            long first = chunk(entry)[at(entry)];
            int slot = (int) (first ^ (first >>> 32)) & mask;
            while (larger[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            larger[slot] = entry + 1;
        }
        slots = larger;
    }
}
