package app.safelight.media.metadata;

import app.safelight.media.sniff.ByteReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The bytes of one file behind a small cache and a budget: whatever a parser is told by hostile bytes, no more than
/// [#MAX_READ_BYTES] are ever asked of the medium and no more than [#MAX_PAGES] pages held.
///
/// Numbers are big-endian unless the method says otherwise. Not safe for use by several threads.
final class BoundedBytes implements ByteReader {
    /// One read of the medium. Small enough to jump from box to box cheaply, large enough that the usual head of a
    /// JPEG or HEIC takes one or two reads.
    static final int PAGE_BYTES = 8 << 10;

    /// Pages kept. Facts lie close together; 32 cover a HEIF's meta box and an Exif block at once.
    private static final int MAX_PAGES = 32;

    /// All that one file may cost. Real photos need under 200 KiB; only hostile or very fragmented files come near.
    static final long MAX_READ_BYTES = 4L << 20;

    /// Reads in a row that may return nothing before the reader itself is held to be broken.
    private static final int MAX_EMPTY_READS = 3;

    private final ByteReader reader;
    private final long sizeBytes;
    private final Map<Long, byte[]> pages = new HashMap<>();
    private long readBytes;
    private long currentPage = -1;
    private byte @Nullable [] current;

    BoundedBytes(ByteReader reader) {
        this.reader = reader;
        this.sizeBytes = Math.max(0, reader.sizeBytes());
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public int read(long positionBytes, byte[] buffer, int offset, int length) throws IOException {
        if (positionBytes < 0 || positionBytes >= sizeBytes) {
            return -1;
        }
        try {
            byte[] page = page(positionBytes / PAGE_BYTES);
            int at = (int) (positionBytes % PAGE_BYTES);
            int count = Math.min(length, page.length - at);
            if (count <= 0) {
                return -1;
            }
            System.arraycopy(page, at, buffer, offset, count);
            return count;
        } catch (UnreadablePart limit) {
            return -1; // a reader of a bounded file sees the bound as the end
        }
    }

    int u8(long position) throws IOException, UnreadablePart {
        if (position < 0 || position >= sizeBytes) {
            throw beyond("byte", position, 1);
        }
        long pageNumber = position / PAGE_BYTES;
        byte[] page = current;
        if (page == null || pageNumber != currentPage) {
            page = page(pageNumber);
        }
        int at = (int) (position % PAGE_BYTES);
        if (at >= page.length) {
            throw beyond("byte", position, 1);
        }
        return page[at] & 0xFF;
    }

    int u16(long position) throws IOException, UnreadablePart {
        return u8(position) << 8 | u8(position + 1);
    }

    long u32(long position) throws IOException, UnreadablePart {
        return (long) u16(position) << 16 | u16(position + 2);
    }

    int s32(long position) throws IOException, UnreadablePart {
        return (int) u32(position);
    }

    /// A 64-bit number; those with the top bit set come back negative and must be refused by the caller.
    long s64(long position) throws IOException, UnreadablePart {
        return u32(position) << 32 | u32(position + 4);
    }

    /// Big-endian number of 0 to 8 bytes.
    long number(long position, int width) throws IOException, UnreadablePart {
        long value = 0;
        for (int i = 0; i < width; i++) {
            value = value << 8 | u8(position + i);
        }
        return value;
    }

    int u16LittleEndian(long position) throws IOException, UnreadablePart {
        return u8(position) | u8(position + 1) << 8;
    }

    long u32LittleEndian(long position) throws IOException, UnreadablePart {
        return u16LittleEndian(position) | (long) u16LittleEndian(position + 2) << 16;
    }

    int s32LittleEndian(long position) throws IOException, UnreadablePart {
        return (int) u32LittleEndian(position);
    }

    /// Four characters as box and chunk names are written; bytes over 127 map to Latin-1.
    String name(long position) throws IOException, UnreadablePart {
        char[] letters = new char[4];
        for (int i = 0; i < letters.length; i++) {
            letters[i] = (char) u8(position + i);
        }
        return new String(letters);
    }

    boolean has(long position, String expected) throws IOException, UnreadablePart {
        if (position < 0 || position + expected.length() > sizeBytes) {
            return false;
        }
        for (int i = 0; i < expected.length(); i++) {
            if (u8(position + i) != expected.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// @param limit refuses more bytes than this with a [ReadingProblem.LimitHit] named `part`
    byte[] bytes(String part, long position, long length, int limit) throws IOException, UnreadablePart {
        if (length < 0 || position < 0 || position > sizeBytes || length > sizeBytes - position) {
            throw beyond(part, position, length);
        }
        if (length > limit) {
            throw new UnreadablePart(new ReadingProblem.LimitHit(part + " over " + limit + " bytes"));
        }
        byte[] result = new byte[(int) length];
        int done = 0;
        while (done < result.length) {
            byte[] page = page((position + done) / PAGE_BYTES);
            int at = (int) ((position + done) % PAGE_BYTES);
            int count = Math.min(result.length - done, page.length - at);
            if (count <= 0) {
                throw beyond(part, position, length);
            }
            System.arraycopy(page, at, result, done, count);
            done += count;
        }
        return result;
    }

    String text(String part, long position, long length, int limit) throws IOException, UnreadablePart {
        return new String(bytes(part, position, length, limit), StandardCharsets.UTF_8);
    }

    private UnreadablePart beyond(String part, long position, long length) {
        long end =
                position < 0 || length < 0 || position > Long.MAX_VALUE - length ? Long.MAX_VALUE : position + length;
        return new UnreadablePart(new ReadingProblem.Truncated(part, end, sizeBytes));
    }

    private byte[] page(long number) throws IOException, UnreadablePart {
        byte[] page = pages.get(number);
        if (page == null) {
            if (readBytes + PAGE_BYTES > MAX_READ_BYTES) {
                throw new UnreadablePart(new ReadingProblem.LimitHit("bytes read of one file"));
            }
            page = load(number * PAGE_BYTES);
            readBytes += page.length;
            if (pages.size() >= MAX_PAGES) {
                pages.clear(); // facts are read front to back, so a full cache holds what is done with
            }
            pages.put(number, page);
        }
        currentPage = number;
        current = page;
        return page;
    }

    private byte[] load(long position) throws IOException {
        int wanted = (int) Math.min(PAGE_BYTES, sizeBytes - position);
        byte[] page = new byte[wanted];
        int done = 0;
        int empty = 0;
        while (done < wanted) {
            int count = reader.read(position + done, page, done, wanted - done);
            if (count < 0) {
                break;
            }
            if (count == 0 && ++empty >= MAX_EMPTY_READS) {
                throw new IOException("the reader returns no bytes at " + (position + done));
            }
            done += count;
        }
        return done == wanted ? page : Arrays.copyOf(page, done);
    }
}
