package app.safelight.media.metadata;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Puts synthetic files together.
final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Bytes text(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    Bytes hex(String digits) {
        out.writeBytes(HexFormat.of().parseHex(digits.replace(" ", "")));
        return this;
    }

    Bytes u8(int value) {
        out.write(value);
        return this;
    }

    Bytes u16(int value) {
        return u8(value >> 8).u8(value);
    }

    Bytes u32(long value) {
        return u16((int) (value >> 16)).u16((int) value);
    }

    Bytes u64(long value) {
        return u32(value >> 32).u32(value);
    }

    Bytes u32LittleEndian(long value) {
        return u8((int) value).u8((int) (value >> 8)).u8((int) (value >> 16)).u8((int) (value >> 24));
    }

    Bytes bytes(byte[] more) {
        out.writeBytes(more);
        return this;
    }

    Bytes zeros(int count) {
        out.writeBytes(new byte[count]);
        return this;
    }

    Bytes repeat(int count, byte[] piece) {
        for (int i = 0; i < count; i++) {
            out.writeBytes(piece);
        }
        return this;
    }

    /// A box with the given payload.
    Bytes box(String name, byte[] payload) {
        return u32(8L + payload.length).text(name).bytes(payload);
    }

    Bytes box(String name, Bytes payload) {
        return box(name, payload.done());
    }

    byte[] done() {
        return out.toByteArray();
    }
}
