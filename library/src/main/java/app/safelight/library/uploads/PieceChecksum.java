package app.safelight.library.uploads;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;

/// What the bytes of one piece add up to, as its sender says. It finds what a line garbled; what the whole file
/// is, says its SHA-256 alone.
public final class PieceChecksum {
    private final Algorithm algorithm;
    private final byte[] expected;

    /// How it is reckoned. Source: tus 1.0, checksum extension; the names are those in `Tus-Checksum-Algorithm`.
    public enum Algorithm {
        SHA256("SHA-256", 32),
        SHA1("SHA-1", 20),
        MD5("MD5", 16),
        /// As zip has it; four bytes, the highest first.
        CRC32("CRC32", 4);

        private final String ofJdk;
        private final int lengthBytes;

        Algorithm(String ofJdk, int lengthBytes) {
            this.ofJdk = ofJdk;
            this.lengthBytes = lengthBytes;
        }

        /// As tus spells it.
        public String tusName() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Algorithm> ofTusName(String name) {
            for (Algorithm algorithm : values()) {
                if (algorithm.tusName().equals(name)) {
                    return Optional.of(algorithm);
                }
            }
            return Optional.empty();
        }
    }

    private PieceChecksum(Algorithm algorithm, byte[] expected) {
        this.algorithm = algorithm;
        this.expected = expected;
    }

    /// @throws IllegalArgumentException if the algorithm gives another number of bytes
    public static PieceChecksum of(Algorithm algorithm, byte[] expected) {
        if (expected.length != algorithm.lengthBytes) {
            throw new IllegalArgumentException(
                    algorithm.tusName() + " has " + algorithm.lengthBytes + " bytes, not " + expected.length);
        }
        return new PieceChecksum(algorithm, expected.clone());
    }

    Running start() {
        return switch (algorithm) {
            case CRC32 -> new RunningCrc(new CRC32());
            case SHA256, SHA1, MD5 -> new RunningDigest(digester(algorithm));
        };
    }

    /// Whether the bytes were those that were meant. Asked once, at the end.
    boolean matches(Running running) {
        return MessageDigest.isEqual(running.value(), expected);
    }

    private static MessageDigest digester(Algorithm algorithm) {
        try {
            return MessageDigest.getInstance(algorithm.ofJdk);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has " + algorithm.ofJdk, missing);
        }
    }

    /// Goes along with the bytes of a piece. One thread.
    sealed interface Running {
        void update(byte[] buffer, int offset, int length);

        byte[] value();
    }

    private record RunningDigest(MessageDigest digester) implements Running {
        @Override
        public void update(byte[] buffer, int offset, int length) {
            digester.update(buffer, offset, length);
        }

        @Override
        public byte[] value() {
            return digester.digest();
        }
    }

    private record RunningCrc(CRC32 crc) implements Running {
        @Override
        public void update(byte[] buffer, int offset, int length) {
            crc.update(buffer, offset, length);
        }

        @Override
        public byte[] value() {
            return ByteBuffer.allocate(Integer.BYTES)
                    .putInt((int) crc.getValue())
                    .array();
        }
    }
}
