package app.safelight.source.takeout;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Writes zip files byte by byte, also such as no honest program would write.
final class ZipBytes {
    static final int UTF8 = 1 << 11;

    private final List<Part> parts = new ArrayList<>();

    /// One entry as it will be written; every field may lie.
    static final class Part {
        byte[] name;
        int flags = UTF8;
        int method = 8;
        int madeBy = 20;
        int attributes;
        int dosTime = 10 << 11 | 20 << 5 | 15;
        int dosDate = (2024 - 1980) << 9 | 6 << 5 | 1;
        byte[] packed;
        int crc;
        long packedBytes;
        long unpackedBytes;
        byte[] extra = new byte[0];
        long headerAt = -1;

        Part(String name, byte[] bytes) {
            this.name = name.getBytes(StandardCharsets.UTF_8);
            this.packed = deflated(bytes);
            this.packedBytes = packed.length;
            this.unpackedBytes = bytes.length;
            CRC32 sum = new CRC32();
            sum.update(bytes);
            this.crc = (int) sum.getValue();
        }

        Part stored(byte[] bytes) {
            method = 0;
            packed = bytes.clone();
            packedBytes = bytes.length;
            return this;
        }

        Part modifiedAt(Instant time) {
            ByteBuffer field = little(9);
            field.putShort((short) 0x5455).putShort((short) 5).put((byte) 1).putInt((int) time.getEpochSecond());
            return extra(ZipBytes.bytes(field));
        }

        Part extra(byte[] fields) {
            extra = fields;
            return this;
        }
    }

    static ByteBuffer little(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// What was put into a buffer.
    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.position()];
        buffer.flip().get(bytes);
        return bytes;
    }

    private static byte[] deflated(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(bytes);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return out.toByteArray();
    }

    Part add(String name, String text) {
        return add(new Part(name, text.getBytes(StandardCharsets.UTF_8)));
    }

    Part add(Part part) {
        parts.add(part);
        return part;
    }

    Path writeTo(Path file) throws IOException {
        return Files.write(file, bytes());
    }

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        for (Part part : parts) {
            long headerAt = part.headerAt >= 0 ? part.headerAt : out.size();
            if (part.headerAt < 0) {
                ByteBuffer header = little(30);
                header.putInt(0x04034B50).putShort((short) 20).putShort((short) part.flags);
                header.putShort((short) part.method)
                        .putShort((short) part.dosTime)
                        .putShort((short) part.dosDate);
                header.putInt(part.crc).putInt((int) part.packedBytes).putInt((int) part.unpackedBytes);
                header.putShort((short) part.name.length).putShort((short) 0);
                out.writeBytes(bytes(header));
                out.writeBytes(part.name);
                out.writeBytes(part.packed);
            }
            directory.writeBytes(record(part, headerAt));
        }
        int directoryAt = out.size();
        out.writeBytes(directory.toByteArray());
        ByteBuffer end = little(22);
        end.putInt(0x06054B50).putInt(0).putShort((short) parts.size()).putShort((short) parts.size());
        end.putInt(directory.size()).putInt(directoryAt).putShort((short) 0);
        out.writeBytes(bytes(end));
        return out.toByteArray();
    }

    static byte[] record(Part part, long headerAt) {
        ByteBuffer record = little(46 + part.name.length + part.extra.length);
        record.putInt(0x02014B50)
                .putShort((short) part.madeBy)
                .putShort((short) 20)
                .putShort((short) part.flags);
        record.putShort((short) part.method).putShort((short) part.dosTime).putShort((short) part.dosDate);
        record.putInt(part.crc).putInt((int) part.packedBytes).putInt((int) part.unpackedBytes);
        record.putShort((short) part.name.length)
                .putShort((short) part.extra.length)
                .putShort((short) 0);
        record.putShort((short) 0).putShort((short) 0).putInt(part.attributes).putInt((int) headerAt);
        record.put(part.name).put(part.extra);
        return bytes(record);
    }
}
