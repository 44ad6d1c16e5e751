package app.safelight.library.assets;

import java.util.Arrays;
import java.util.HexFormat;

/// A picture in some twenty-five bytes, to be shown until the real one comes.
public final class Thumbhash {
    /// The form allows no more.
    private static final int MAX_BYTES = 40;

    private final byte[] bytes;

    /// @throws IllegalArgumentException if it is too long for one
    public Thumbhash(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("too long for a thumbhash: " + bytes.length);
        }
        this.bytes = bytes.clone();
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Thumbhash same && Arrays.equals(bytes, same.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
