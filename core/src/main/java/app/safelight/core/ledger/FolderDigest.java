package app.safelight.core.ledger;

import app.safelight.core.model.ItemKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// Sums up the present items of one folder, so that a second listing of 100 000 unchanged files is compared
/// folder by folder and not file by file. The sum does not depend on order: adding and taking away keep it
/// current.
///
/// Two folders with the same digest hold the same names, lengths and times, up to a chance of about 2^-120; it
/// guards against accidents, not against somebody who can set times and lengths anyway.
public record FolderDigest(long items, long sumHigh, long sumLow) {
    public static final FolderDigest EMPTY = new FolderDigest(0, 0, 0);

    private static final long PRIME = 0x9E3779B97F4A7C15L;

    /// Adds a present item as the ledger knows it. A blocked one counts as blocked: as long as it is listed as
    /// blocked nothing has changed, and once it is listed as readable its folder is looked into again and it is
    /// tried anew.
    public FolderDigest plus(ItemState item) {
        return item.blocked().isPresent()
                ? plusBlocked(item.key())
                : plus(item.key(), item.sizeBytes(), item.modifiedAt());
    }

    public FolderDigest minus(ItemState item) {
        return item.blocked().isPresent()
                ? minusBlocked(item.key())
                : minus(item.key(), item.sizeBytes(), item.modifiedAt());
    }

    /// Adds an item that is listed but cannot be read.
    public FolderDigest plusBlocked(ItemKey key) {
        return plus(key, -1, Instant.EPOCH);
    }

    public FolderDigest minusBlocked(ItemKey key) {
        return minus(key, -1, Instant.EPOCH);
    }

    public FolderDigest plus(ItemKey key, long sizeBytes, Instant modifiedAt) {
        Hash hash = Hash.of(key.name(), sizeBytes, modifiedAt);
        return new FolderDigest(items + 1, sumHigh + hash.high, sumLow + hash.low);
    }

    public FolderDigest minus(ItemKey key, long sizeBytes, Instant modifiedAt) {
        Hash hash = Hash.of(key.name(), sizeBytes, modifiedAt);
        return new FolderDigest(items - 1, sumHigh - hash.high, sumLow - hash.low);
    }

    private record Hash(long high, long low) {
        static Hash of(String name, long sizeBytes, Instant modifiedAt) {
            long first = mix(sizeBytes + PRIME);
            long second = mix(modifiedAt.getEpochSecond() * 1_000_000_007L + modifiedAt.getNano() + ~PRIME);
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(name);
            while (bytes.hasRemaining()) {
                long word = bytes.remaining() >= Long.BYTES ? bytes.getLong() : tail(bytes);
                first = mix(first ^ word);
                second = mix(second + word * PRIME);
            }
            return new Hash(mix(first + second), mix(second ^ (first >>> 7)));
        }

        private static long tail(ByteBuffer bytes) {
            long word = 1;
            while (bytes.hasRemaining()) {
                word = (word << Byte.SIZE) | (bytes.get() & 0xFF);
            }
            return word;
        }

        /// The finalizer of SplitMix64 (Steele, Lea, Flood 2014): every input bit reaches every output bit.
        private static long mix(long value) {
            long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
            mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
            return mixed ^ (mixed >>> 31);
        }
    }
}
