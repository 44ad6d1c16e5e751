package app.safelight.place.drive;

import app.safelight.core.model.Body;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// Goes through the lines of an index from front to back, quickly and without an object per line, and tells
/// sound lines from damaged ones.
final class JournalScan {
    /// Bytes read at a time.
    private static final int BUFFER_BYTES = 1 << 20;

    /// Checksum, kind and digest alone take this many bytes.
    private static final int SHORTEST_CONTENT_LINE = JournalEntry.KIND_OFFSET + 2 + 64;

    private static final byte[] NIBBLES = nibbles();

    private JournalScan() {}

    /// Hears the lines. `bytes` is only good during the call.
    interface Sink {
        /// @param offset where the line begins in the file
        /// @param start where its kind stands in `bytes`
        void line(byte[] bytes, int start, int end, long offset) throws IOException;

        /// A line that is torn, too long or changed.
        void damaged(long offset) throws IOException;
    }

    /// @param from the offset of a line's beginning
    /// @param to where to stop, at most
    static void run(Body body, long from, long to, Sink sink) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        CRC32 checksum = new CRC32();
        long offset = from;
        int filled = 0;
        long next = from;
        boolean skipping = false;
        while (next < to || filled > 0) {
            int read = fill(body, next, to, buffer, filled);
            next += read;
            filled += read;
            int start = 0;
            int end = newline(buffer, start, filled);
            while (end >= 0) {
                if (skipping) {
                    skipping = false;
                } else if (isSound(buffer, start, end, checksum)) {
                    sink.line(buffer, start + JournalEntry.KIND_OFFSET, end, offset + start);
                    start = quickly(buffer, end + 1, filled, checksum, offset, sink) - 1;
                    end = start;
                } else {
                    sink.damaged(offset + start);
                }
                start = end + 1;
                end = newline(buffer, start, filled);
            }
            boolean ended = next >= to;
            if (filled - start > JournalEntry.MAX_LINE_BYTES || (ended && filled > start)) {
                if (!skipping) {
                    sink.damaged(offset + start);
                }
                skipping = true;
                start = filled;
            }
            System.arraycopy(buffer, start, buffer, 0, filled - start);
            filled -= start;
            offset += start;
        }
    }

    /// Goes on for as long as sound lines about contents follow each other. In these the first digits cannot
    /// hold the line's end, so it is not looked for there; if it is there all the same, the checksum says so.
    ///
    /// @return where the first other line begins
    private static int quickly(byte[] buffer, int from, int to, CRC32 checksum, long offset, Sink sink)
            throws IOException {
        int start = from;
        while (start + SHORTEST_CONTENT_LINE < to && buffer[start + JournalEntry.KIND_OFFSET] != 'M') {
            int end = newline(buffer, start + SHORTEST_CONTENT_LINE, to);
            if (end < 0 || !isSound(buffer, start, end, checksum)) {
                break;
            }
            sink.line(buffer, start + JournalEntry.KIND_OFFSET, end, offset + start);
            start = end + 1;
        }
        return start;
    }

    /// The first line of some bytes from the beginning of an index.
    ///
    /// @return null if it is damaged
    static @Nullable JournalEntry firstEntry(byte[] bytes) {
        int end = newline(bytes, 0, bytes.length);
        return end < 0 ? null : soundEntry(bytes, 0, end);
    }

    /// The last line of some bytes from the end of an index.
    ///
    /// @return null if it is damaged or torn
    static @Nullable JournalEntry lastEntry(byte[] bytes) {
        int start = lastStart(bytes);
        return start < 0 ? null : soundEntry(bytes, start, bytes.length - 1);
    }

    /// The checksum of the last line as it is written; empty if there is none.
    static String lastChecksum(byte[] bytes) {
        int start = lastStart(bytes);
        return start < 0 || bytes.length - start < JournalEntry.KIND_OFFSET
                ? ""
                : new String(bytes, start, JournalEntry.KIND_OFFSET - 1, StandardCharsets.ISO_8859_1);
    }

    private static int lastStart(byte[] bytes) {
        if (bytes.length == 0 || bytes[bytes.length - 1] != '\n') {
            return -1;
        }
        int start = bytes.length - 1;
        while (start > 0 && bytes[start - 1] != '\n') {
            start--;
        }
        return start;
    }

    private static @Nullable JournalEntry soundEntry(byte[] bytes, int start, int end) {
        return isSound(bytes, start, end, new CRC32())
                ? JournalEntry.read(bytes, start + JournalEntry.KIND_OFFSET, end)
                        .orElse(null)
                : null;
    }

    /// Fills up the buffer; less comes only at the end.
    private static int fill(Body body, long position, long to, byte[] buffer, int offset) throws IOException {
        int total = 0;
        int wanted = (int) Math.min(buffer.length - offset, to - position);
        while (total < wanted) {
            int read = body.read(position + total, buffer, offset + total, wanted - total);
            if (read < 0) {
                throw new java.io.EOFException("the index became shorter while it was read");
            }
            total += read;
        }
        return total;
    }

    private static int newline(byte[] buffer, int from, int to) {
        for (int i = from; i < to; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /// Whether a line is whole.
    static boolean isSound(byte[] buffer, int start, int end, CRC32 checksum) {
        if (end - start < JournalEntry.KIND_OFFSET + 1
                || end - start > JournalEntry.MAX_LINE_BYTES
                || buffer[start + JournalEntry.KIND_OFFSET - 1] != ' ') {
            return false;
        }
        long written = hex(buffer, start, JournalEntry.KIND_OFFSET - 1);
        checksum.reset();
        checksum.update(buffer, start + JournalEntry.KIND_OFFSET, end - start - JournalEntry.KIND_OFFSET);
        return written == checksum.getValue();
    }

    /// Up to 16 hexadecimal digits.
    ///
    /// @return -1 if one is none and there are fewer than 16
    static long hex(byte[] bytes, int start, int digits) {
        long value = 0;
        for (int i = start; i < start + digits; i++) {
            int nibble = bytes[i] < 0 ? -1 : NIBBLES[bytes[i]];
            if (nibble < 0) {
                return -1;
            }
            value = (value << 4) | nibble;
        }
        return value;
    }

    /// A decimal number that ends before a tab or at `end`.
    static long decimal(byte[] bytes, int start, int end) {
        long value = 0;
        for (int i = start; i < end && bytes[i] != '\t'; i++) {
            value = value * 10 + (bytes[i] - '0');
        }
        return value;
    }

    private static byte[] nibbles() {
        byte[] table = new byte[128];
        java.util.Arrays.fill(table, (byte) -1);
        for (int i = 0; i < 10; i++) {
            table['0' + i] = (byte) i;
        }
        for (int i = 0; i < 6; i++) {
            table['a' + i] = (byte) (10 + i);
        }
        return table;
    }
}
