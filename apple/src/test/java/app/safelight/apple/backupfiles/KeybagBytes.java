package app.safelight.apple.backupfiles;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Writes keybags.
final class KeybagBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    KeybagBytes number(String tag, int value) {
        return bytes(tag, ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }

    KeybagBytes bytes(String tag, byte[] value) {
        out.writeBytes(tag.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value.length).array());
        out.writeBytes(value);
        return this;
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}
