package app.safelight.core.model;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A SHA-256 digest: 256 bits, big-endian in four longs, so that a million of them stay small.
public record Sha256(long first, long second, long third, long fourth) implements Comparable<Sha256> {
    /// Digest length in bytes.
    public static final int BYTES = 32;

    private static final int HEX_DIGITS = 2 * BYTES;

    /// @throws IllegalArgumentException unless exactly [#BYTES] bytes are given
    public static Sha256 ofBytes(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a SHA-256 digest has 32 bytes, not " + bytes.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Sha256(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
    }

    /// Reads 64 hexadecimal digits, as `sha256sum` prints them.
    ///
    /// @throws IllegalArgumentException if it is anything else
    public static Sha256 parse(String hex) {
        if (hex.length() != HEX_DIGITS) {
            throw new IllegalArgumentException("a SHA-256 digest has 64 hexadecimal digits, not " + hex.length());
        }
        return ofBytes(HexFormat.of().parseHex(hex));
    }

    /// A fresh digester of the JDK; not thread-safe, one per stream of bytes.
    public static MessageDigest digester() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(first)
                .putLong(second)
                .putLong(third)
                .putLong(fourth)
                .array();
    }

    @Override
    public int compareTo(Sha256 other) {
        int order = Long.compareUnsigned(first, other.first);
        if (order == 0) {
            order = Long.compareUnsigned(second, other.second);
        }
        if (order == 0) {
            order = Long.compareUnsigned(third, other.third);
        }
        return order == 0 ? Long.compareUnsigned(fourth, other.fourth) : order;
    }

    /// 64 lower-case hexadecimal digits.
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(first) + hex.toHexDigits(second) + hex.toHexDigits(third) + hex.toHexDigits(fourth);
    }
}
