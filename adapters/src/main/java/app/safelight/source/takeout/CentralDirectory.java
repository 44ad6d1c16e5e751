package app.safelight.source.takeout;

import app.safelight.core.model.ItemKey;
import app.safelight.core.source.SourceFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// Reads what a zip file says it holds, from the directory at its end. Nothing is unpacked.
///
/// Shape: at the end of the file the end record `PK\5\6` (22 bytes and a comment), before it for large archives
/// the locator `PK\6\7` and the wide end record `PK\6\6`; they give the position of the directory, a row of
/// `PK\1\2` records of 46 bytes, each followed by name, extra fields and comment. All numbers little-endian.
/// Source: PKWARE APPNOTE 6.3.10; extra fields `0x0001` (wide sizes), `0x5455` (time in seconds since 1970),
/// `0x7075` (name in UTF-8) as Info-ZIP's `extrafld.txt` has them.
final class CentralDirectory {
    /// Entries of one archive taken at most. A part of 50 GB with 100 KB photos and their JSON has a million.
    static final int MAX_ENTRIES = 1_000_000;

    /// Deflate cannot make more of a byte than this (RFC 1951: 258 bytes from two bits, and headers).
    private static final long MAX_RATIO = 1_032;

    /// An archive that unpacks to more than [#LARGE_BYTES] and to this many times its own length holds no
    /// photos: those hardly get smaller.
    private static final long SUSPICIOUS_RATIO = 100;

    private static final long LARGE_BYTES = 1L << 30;

    private static final int END_BYTES = 22;
    private static final int MAX_COMMENT_BYTES = 0xFFFF;
    private static final int LOCATOR_BYTES = 20;
    private static final int WIDE_END_BYTES = 56;
    private static final int RECORD_BYTES = 46;

    /// Longest record: its fixed part and three fields of 16-bit length.
    private static final int MAX_RECORD_BYTES = RECORD_BYTES + 3 * 0xFFFF;

    private static final int WINDOW_BYTES = 4 * MAX_RECORD_BYTES;

    private static final int END_SIGNATURE = 0x06054B50;
    private static final int LOCATOR_SIGNATURE = 0x07064B50;
    private static final int WIDE_END_SIGNATURE = 0x06064B50;
    private static final int RECORD_SIGNATURE = 0x02014B50;

    private static final int ENCRYPTED = 1 | 1 << 6 | 1 << 13;
    private static final int NAME_IS_UTF8 = 1 << 11;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int MADE_ON_UNIX = 3;
    private static final int UNIX_KIND = 0170000;
    private static final int UNIX_FILE = 0100000;

    private static final int WIDE_EXTRA = 0x0001;
    private static final int TIME_EXTRA = 0x5455;
    private static final int NAME_EXTRA = 0x7075;
    private static final long WIDE = 0xFFFF_FFFFL;

    /// Characters of a hostile name that are shown.
    private static final int SHOWN_CHARACTERS = 200;

    /// What names without the sign for UTF-8 are in, by the specification.
    private static final Charset DOS = Charset.forName("IBM437");

    private static final Pattern DRIVE_LETTER = Pattern.compile("(?s)[A-Za-z]:.*");

    private final Archive archive;
    private final FileChannel channel;
    private final long fileBytes;
    private final Map<String, String> folders = new HashMap<>();

    private CentralDirectory(Archive archive, FileChannel channel, long fileBytes) {
        this.archive = archive;
        this.channel = channel;
        this.fileBytes = fileBytes;
    }

    /// Where the directory stands.
    private record Extent(long at, long bytes, long entries) {}

    /// Tells every file in an archive.
    ///
    /// @throws ArchiveDamage if the archive is cut short, broken, or a bomb; entries told until then count for
    ///     nothing
    static void read(Archive archive, Consumer<Entry> sink) throws IOException {
        try (FileChannel channel = FileChannel.open(archive.file(), StandardOpenOption.READ)) {
            new CentralDirectory(archive, channel, channel.size()).read(sink);
        }
    }

    private void read(Consumer<Entry> sink) throws IOException {
        Extent extent = find();
        if (extent.entries() > MAX_ENTRIES || extent.entries() * RECORD_BYTES > extent.bytes()) {
            throw new ArchiveDamage(extent.entries() + " entries");
        }
        long packedBytes = 0;
        long unpackedBytes = 0;
        long at = extent.at();
        long end = extent.at() + extent.bytes();
        ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES).limit(0).order(ByteOrder.LITTLE_ENDIAN);
        for (long number = 0; number < extent.entries(); number++) {
            if (window.remaining() < MAX_RECORD_BYTES && at + window.remaining() < end) {
                fill(window, at, end);
            }
            int before = window.position();
            Row row = row(window);
            at += window.position() - before;
            packedBytes += row.packedBytes;
            unpackedBytes += row.unpackedBytes;
            if (packedBytes > fileBytes) {
                throw new ArchiveDamage("entries overlap");
            }
            if (unpackedBytes > LARGE_BYTES && unpackedBytes / SUSPICIOUS_RATIO > fileBytes) {
                throw new ArchiveDamage("unpacks to more than " + SUSPICIOUS_RATIO + " times its length");
            }
            if (!row.isFolder()) {
                sink.accept(entry(row, number));
            }
        }
    }

    private Extent find() throws IOException {
        int tailBytes = (int) Math.min(fileBytes, END_BYTES + MAX_COMMENT_BYTES);
        long tailAt = fileBytes - tailBytes;
        ByteBuffer tail = bytes(tailAt, tailBytes);
        for (int at = tailBytes - END_BYTES; at >= 0; at--) {
            if (tail.getInt(at) == END_SIGNATURE) {
                Extent extent = extent(tail.slice(at, END_BYTES).order(ByteOrder.LITTLE_ENDIAN), tailAt + at);
                if (extent.entries() == 0 || isRecord(extent.at())) {
                    return extent;
                }
            }
        }
        throw new ArchiveDamage("no directory at its end: cut short, or no zip file");
    }

    private boolean isRecord(long at) throws IOException {
        return at >= 0
                && at <= fileBytes - RECORD_BYTES
                && bytes(at, Integer.BYTES).getInt(0) == RECORD_SIGNATURE;
    }

    private Extent extent(ByteBuffer end, long endAt) throws IOException {
        if (end.getShort(4) != 0 && end.getShort(4) != -1) {
            throw new ArchiveDamage("one of several volumes");
        }
        Extent extent = new Extent(unsigned(end.getInt(16)), unsigned(end.getInt(12)), end.getShort(10) & 0xFFFF);
        long limit = endAt;
        if (endAt >= LOCATOR_BYTES
                && bytes(endAt - LOCATOR_BYTES, Integer.BYTES).getInt(0) == LOCATOR_SIGNATURE) {
            limit = bytes(endAt - LOCATOR_BYTES, LOCATOR_BYTES).getLong(8);
            if (limit < 0 || limit > endAt - LOCATOR_BYTES - WIDE_END_BYTES) {
                throw new ArchiveDamage("its wide end record stands at " + limit);
            }
            ByteBuffer wide = bytes(limit, WIDE_END_BYTES);
            if (wide.getInt(0) != WIDE_END_SIGNATURE) {
                throw new ArchiveDamage("no wide end record at " + limit);
            }
            extent = new Extent(wide.getLong(48), wide.getLong(40), wide.getLong(32));
        }
        boolean fits = extent.at() >= 0
                && extent.bytes() >= 0
                && extent.entries() >= 0
                && extent.at() <= limit
                && extent.bytes() <= limit - extent.at();
        if (!fits) {
            throw new ArchiveDamage("its directory stands beyond its end");
        }
        return extent;
    }

    private void fill(ByteBuffer window, long at, long end) throws IOException {
        window.compact();
        long next = at + window.position();
        window.limit((int) Math.min(window.capacity(), window.position() + (end - next)));
        while (window.hasRemaining()) {
            int count = channel.read(window, next);
            if (count < 0) {
                throw new ArchiveDamage("shorter than its directory says");
            }
            next += count;
        }
        window.flip();
    }

    private ByteBuffer bytes(long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, at + bytes.position()) < 0) {
                throw new ArchiveDamage("shorter than it was");
            }
        }
        return bytes.flip();
    }

    /// One record of the directory, checked for length alone.
    private static final class Row {
        private int madeBy;
        private int flags;
        private int method;
        private int dosTime;
        private int dosDate;
        private int crc;
        private long packedBytes;
        private long unpackedBytes;
        private int attributes;
        private long headerAt;
        private byte[] name = new byte[0];
        private Optional<Instant> modifiedAt = Optional.empty();
        private Optional<String> utf8Name = Optional.empty();

        boolean isFolder() {
            return name.length > 0 && name[name.length - 1] == '/';
        }
    }

    private static Row row(ByteBuffer in) throws ArchiveDamage {
        if (in.remaining() < RECORD_BYTES || in.getInt(in.position()) != RECORD_SIGNATURE) {
            throw new ArchiveDamage("its directory is broken");
        }
        int start = in.position();
        Row row = new Row();
        row.madeBy = in.getShort(start + 4) >>> 8 & 0xFF;
        row.flags = in.getShort(start + 8) & 0xFFFF;
        row.method = in.getShort(start + 10) & 0xFFFF;
        row.dosTime = in.getShort(start + 12) & 0xFFFF;
        row.dosDate = in.getShort(start + 14) & 0xFFFF;
        row.crc = in.getInt(start + 16);
        row.packedBytes = unsigned(in.getInt(start + 20));
        row.unpackedBytes = unsigned(in.getInt(start + 24));
        row.attributes = in.getInt(start + 38);
        row.headerAt = unsigned(in.getInt(start + 42));
        int nameBytes = in.getShort(start + 28) & 0xFFFF;
        int extraBytes = in.getShort(start + 30) & 0xFFFF;
        int commentBytes = in.getShort(start + 32) & 0xFFFF;
        if (in.remaining() < RECORD_BYTES + nameBytes + extraBytes + commentBytes) {
            throw new ArchiveDamage("its directory is cut short");
        }
        in.position(start + RECORD_BYTES);
        row.name = new byte[nameBytes];
        in.get(row.name);
        readExtras(row, in.slice(in.position(), extraBytes).order(ByteOrder.LITTLE_ENDIAN));
        in.position(in.position() + extraBytes + commentBytes);
        return row;
    }

    /// Fields: u16 id, u16 length, bytes. What is broken or unknown is passed over, but for the wide sizes.
    private static void readExtras(Row row, ByteBuffer extras) throws ArchiveDamage {
        boolean needsWide = row.packedBytes == WIDE || row.unpackedBytes == WIDE || row.headerAt == WIDE;
        while (extras.remaining() >= 4) {
            int id = extras.getShort() & 0xFFFF;
            int length = extras.getShort() & 0xFFFF;
            if (length > extras.remaining()) {
                break;
            }
            ByteBuffer field = extras.slice(extras.position(), length).order(ByteOrder.LITTLE_ENDIAN);
            extras.position(extras.position() + length);
            switch (id) {
                case WIDE_EXTRA -> {
                    row.unpackedBytes = widened(row.unpackedBytes, field);
                    row.packedBytes = widened(row.packedBytes, field);
                    row.headerAt = widened(row.headerAt, field);
                    needsWide = false;
                }
                case TIME_EXTRA -> {
                    if (length >= 5 && (field.get(0) & 1) != 0) {
                        row.modifiedAt = Optional.of(Instant.ofEpochSecond(field.getInt(1)));
                    }
                }
                case NAME_EXTRA -> row.utf8Name = utf8Name(row.name, field);
                default -> {}
            }
        }
        if (needsWide || row.packedBytes < 0 || row.unpackedBytes < 0 || row.headerAt < 0) {
            throw new ArchiveDamage("an entry without its size");
        }
    }

    private static long widened(long value, ByteBuffer field) {
        if (value != WIDE) {
            return value;
        }
        return field.remaining() >= Long.BYTES ? field.getLong() : -1;
    }

    /// u8 version 1, u32 CRC-32 of the short name it stands for, UTF-8.
    private static Optional<String> utf8Name(byte[] name, ByteBuffer field) {
        if (field.remaining() < 5 || field.get() != 1) {
            return Optional.empty();
        }
        CRC32 crc = new CRC32();
        crc.update(name);
        return field.getInt() == (int) crc.getValue() ? utf8(field) : Optional.empty();
    }

    private static Optional<String> utf8(ByteBuffer bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        } catch (CharacterCodingException other) {
            return Optional.empty();
        }
    }

    private Entry entry(Row row, long number) {
        Optional<String> name = row.utf8Name.or(() -> utf8(ByteBuffer.wrap(row.name)));
        if (name.isEmpty() && (row.flags & NAME_IS_UTF8) != 0) {
            String shown = shown(new String(row.name, StandardCharsets.ISO_8859_1));
            return nameless(number, new SourceFault.UndecodableName(shown));
        }
        String path = name.orElseGet(() -> new String(row.name, DOS));
        if (!ItemKey.isClean(path)
                || path.indexOf('\\') >= 0
                || DRIVE_LETTER.matcher(path).matches()) {
            return nameless(number, new SourceFault.UnsafePath(shown(path)));
        }
        int slash = path.lastIndexOf('/');
        String folder = folders.computeIfAbsent(path.substring(0, Math.max(slash, 0)), same -> same);
        return new Entry(
                folder,
                path.substring(slash + 1),
                row.unpackedBytes,
                row.modifiedAt.orElseGet(() -> dosTime(row.dosDate, row.dosTime)),
                archive.label(),
                where(row));
    }

    /// An entry whose own path cannot be used is told by its number.
    private Entry nameless(long number, SourceFault fault) {
        return new Entry(
                archive.label(), "entry " + number, 0, Instant.EPOCH, archive.label(), new Entry.Where.Nowhere(fault));
    }

    private Entry.Where where(Row row) {
        if ((row.flags & ENCRYPTED) != 0) {
            return new Entry.Where.Nowhere(new SourceFault.AccessDenied("encrypted in the archive"));
        }
        int kind = row.attributes >>> Short.SIZE & UNIX_KIND;
        if (row.madeBy == MADE_ON_UNIX && kind != 0 && kind != UNIX_FILE) {
            return new Entry.Where.Nowhere(new SourceFault.NotAFile("a link or special file in an archive"));
        }
        if (row.method != STORED && row.method != DEFLATED) {
            return damaged("packed by method " + row.method);
        }
        boolean sizesFit = row.method == STORED
                ? row.packedBytes == row.unpackedBytes
                : row.unpackedBytes / MAX_RATIO <= row.packedBytes;
        if (!sizesFit) {
            return damaged(row.unpackedBytes + " bytes cannot be packed in " + row.packedBytes);
        }
        if (row.headerAt > fileBytes || row.packedBytes > fileBytes - row.headerAt) {
            return damaged("stands beyond the archive's end");
        }
        return new Entry.Where.InArchive(
                archive,
                row.headerAt,
                row.packedBytes,
                row.crc,
                row.method == STORED ? Entry.Packing.STORED : Entry.Packing.DEFLATED);
    }

    private static Entry.Where damaged(String detail) {
        return new Entry.Where.Nowhere(new SourceFault.DamagedArchive(detail));
    }

    private static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        for (int at = 0; at < Math.min(text.length(), SHOWN_CHARACTERS); at++) {
            char unit = text.charAt(at);
            boolean plain = unit >= ' ' && unit <= '~';
            shown.append(plain ? String.valueOf(unit) : "\\u%04x".formatted((int) unit));
        }
        return shown.toString();
    }

    /// Two-second steps since 1980 in the wall clock of whoever made the archive. As nobody knows where that
    /// was, it is read as UTC: the same on every machine and every day.
    private static Instant dosTime(int date, int time) {
        try {
            return LocalDateTime.of(
                            1980 + (date >> 9),
                            date >> 5 & 0xF,
                            date & 0x1F,
                            time >> 11,
                            time >> 5 & 0x3F,
                            (time & 0x1F) * 2)
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException noTime) {
            return Instant.EPOCH;
        }
    }

    private static long unsigned(int value) {
        return value & WIDE;
    }
}
