package app.safelight.apple.backupfiles;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// The opened keys of a backup's protection classes. Wiped by [#close].
///
/// Threads: any, until closed.
public final class ClassKeys implements AutoCloseable {
    /// A wrapped key with its class in front: little-endian u32, 40 bytes.
    static final int WRAPPED_WITH_CLASS_BYTES = 44;

    private final Map<Integer, byte[]> keys;

    ClassKeys(Map<Integer, byte[]> keys) {
        this.keys = Map.copyOf(keys);
    }

    /// Opens a key that stands with its class: that of a file, or of the manifest.
    ///
    /// @param wrapped 44 bytes: class as a little-endian u32, wrapped key
    /// @return the key of 32 bytes; empty if its class is not open or it does not fit
    Optional<byte[]> unwrap(byte[] wrapped) {
        if (wrapped.length != WRAPPED_WITH_CLASS_BYTES) {
            return Optional.empty();
        }
        int number = ByteBuffer.wrap(wrapped).order(ByteOrder.LITTLE_ENDIAN).getInt();
        byte[] key = keys.get(number);
        return key == null
                ? Optional.empty()
                : KeyWrap.unwrap(key, Arrays.copyOfRange(wrapped, Integer.BYTES, wrapped.length));
    }

    /// The key of one class, for judging against published ones.
    Optional<byte[]> key(int number) {
        return Optional.ofNullable(keys.get(number)).map(byte[]::clone);
    }

    @Override
    public void close() {
        keys.values().forEach(key -> Arrays.fill(key, (byte) 0));
    }

    /// Shows no key.
    @Override
    public String toString() {
        return "keys of " + keys.size() + " classes";
    }
}
