package app.safelight.source.takeout;

import app.safelight.core.model.Body;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// The unpacked bytes of one entry of a zip file. Whoever reads to the end has their CRC-32 checked.
///
/// Stored bytes are read where they are asked for. Packed bytes can only be unpacked in order: what was
/// unpacked last is kept, what stands before that is unpacked again from the start.
final class EntryBody implements Body, AutoCloseable {
    /// Unpacked bytes kept for going back; readers of metadata jump about near the start of a file.
    static final int WINDOW_BYTES = 1 << 20;

    /// How often unpacking may start again. Readers of metadata need a handful; a file made to send them back
    /// and forth over gigabytes must not keep them busy for days.
    static final int MAX_RESTARTS = 64;

    private static final int INPUT_BYTES = 64 << 10;
    private static final int HEADER_BYTES = 30;
    private static final int HEADER_SIGNATURE = 0x04034B50;

    private final FileChannel channel;
    private final Entry.Where.InArchive where;
    private final long sizeBytes;
    private final long dataAt;
    private final CRC32 crc = new CRC32();
    private final Inflater inflater = new Inflater(true);
    private final byte[] window;
    private final byte[] input;
    private long unpackedBytes;
    private long consumedBytes;
    private long checkedBytes;
    private int restarts;

    private EntryBody(FileChannel channel, Entry.Where.InArchive where, long sizeBytes, long dataAt) {
        this.channel = channel;
        this.where = where;
        this.sizeBytes = sizeBytes;
        this.dataAt = dataAt;
        boolean packed = where.packing() == Entry.Packing.DEFLATED;
        this.window = new byte[packed ? (int) Math.min(sizeBytes, WINDOW_BYTES) : 0];
        this.input = new byte[packed ? (int) Math.min(where.packedBytes(), INPUT_BYTES) : 0];
    }

    /// @throws ArchiveDamage if no entry stands where the archive's directory says
    @SuppressWarnings("MustBeClosedChecker")
    static EntryBody open(Entry.Where.InArchive where, long sizeBytes) throws IOException {
        FileChannel channel = FileChannel.open(where.archive().file(), StandardOpenOption.READ);
        try {
            return new EntryBody(channel, where, sizeBytes, dataAt(channel, where));
        } catch (IOException unreadable) {
            channel.close();
            throw unreadable;
        }
    }

    /// The entry's own header: 30 bytes, name and extra fields, whose lengths may differ from the directory's.
    private static long dataAt(FileChannel channel, Entry.Where.InArchive where) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (header.hasRemaining()) {
            if (channel.read(header, where.headerAt() + header.position()) < 0) {
                throw new ArchiveDamage("an entry's header stands beyond the archive's end");
            }
        }
        if (header.getInt(0) != HEADER_SIGNATURE) {
            throw new ArchiveDamage("no entry at " + where.headerAt());
        }
        long dataAt = where.headerAt() + HEADER_BYTES + (header.getShort(26) & 0xFFFF) + (header.getShort(28) & 0xFFFF);
        if (dataAt + where.packedBytes() > channel.size()) {
            throw new ArchiveDamage("an entry goes beyond the archive's end");
        }
        return dataAt;
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public int read(long positionBytes, byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (positionBytes >= sizeBytes) {
            return -1;
        }
        int wanted = (int) Math.min(length, sizeBytes - positionBytes);
        return switch (where.packing()) {
            case STORED -> readStored(positionBytes, buffer, offset, wanted);
            case DEFLATED -> readPacked(positionBytes, buffer, offset, wanted);
        };
    }

    private int readStored(long positionBytes, byte[] buffer, int offset, int wanted) throws IOException {
        int count = channel.read(ByteBuffer.wrap(buffer, offset, wanted), dataAt + positionBytes);
        if (count < 0) {
            throw new ArchiveDamage("the archive became shorter");
        }
        // Only what continues the bytes checked so far can be added to their CRC.
        if (positionBytes <= checkedBytes && checkedBytes < positionBytes + count) {
            int known = (int) (checkedBytes - positionBytes);
            check(buffer, offset + known, count - known);
        }
        return count;
    }

    private int readPacked(long positionBytes, byte[] buffer, int offset, int wanted) throws IOException {
        if (positionBytes < unpackedBytes - window.length) {
            restart();
        }
        while (unpackedBytes <= positionBytes) {
            unpack();
        }
        int at = (int) (positionBytes % window.length);
        int count = (int) Math.min(Math.min(wanted, unpackedBytes - positionBytes), window.length - at);
        System.arraycopy(window, at, buffer, offset, count);
        return count;
    }

    private void restart() throws IOException {
        restarts++;
        if (restarts > MAX_RESTARTS) {
            throw new IOException("asked to go back more than " + MAX_RESTARTS + " times");
        }
        inflater.reset();
        crc.reset();
        unpackedBytes = 0;
        consumedBytes = 0;
        checkedBytes = 0;
    }

    /// Unpacks at least one byte more into the window, which is filled round and round.
    private void unpack() throws IOException {
        int at = (int) (unpackedBytes % window.length);
        int room = (int) Math.min(window.length - at, sizeBytes - unpackedBytes);
        int count = inflate(window, at, room);
        if (count == 0) {
            throw new ArchiveDamage("an entry unpacks to " + unpackedBytes + " bytes of " + sizeBytes);
        }
        unpackedBytes += count;
        check(window, at, count);
        if (unpackedBytes == sizeBytes && inflate(new byte[1], 0, 1) != 0) {
            throw new ArchiveDamage("an entry unpacks to more than " + sizeBytes + " bytes");
        }
    }

    /// @return how many bytes were unpacked; 0 at the end of the packed bytes
    private int inflate(byte[] target, int offset, int length) throws IOException {
        try {
            while (true) {
                int count = inflater.inflate(target, offset, length);
                if (count > 0) {
                    return count;
                }
                if (inflater.finished() || inflater.needsDictionary() || !feed()) {
                    return 0;
                }
            }
        } catch (DataFormatException broken) {
            throw new ArchiveDamage("an entry cannot be unpacked: " + broken.getMessage());
        }
    }

    private boolean feed() throws IOException {
        int wanted = (int) Math.min(input.length, where.packedBytes() - consumedBytes);
        if (wanted == 0) {
            return false;
        }
        int count = channel.read(ByteBuffer.wrap(input, 0, wanted), dataAt + consumedBytes);
        if (count < 0) {
            throw new ArchiveDamage("the archive became shorter");
        }
        consumedBytes += count;
        inflater.setInput(input, 0, count);
        return true;
    }

    private void check(byte[] bytes, int offset, int length) throws ArchiveDamage {
        crc.update(bytes, offset, length);
        checkedBytes += length;
        if (checkedBytes == sizeBytes && (int) crc.getValue() != where.crc()) {
            throw new ArchiveDamage("an entry's bytes are not those that were packed: their CRC-32 differs");
        }
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        channel.close();
    }
}
