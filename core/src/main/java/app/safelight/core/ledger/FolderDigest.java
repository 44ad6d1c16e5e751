package app.safelight.core.ledger;

import app.safelight.core.model.ItemKey;
import app.safelight.core.source.SourceFault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// Sums up the present items of one folder, so that a second listing of 100 000 unchanged files is compared
/// folder by folder and not file by file. The sum does not depend on order: adding and taking away keep it
/// current.
///
/// Two folders with the same digest hold the same names, lengths, times and faults, up to a chance of about
/// 2^-120; it guards against accidents, not against somebody who can set times and lengths anyway.
public record FolderDigest(long items, long sumHigh, long sumLow) {
    public static final FolderDigest EMPTY = new FolderDigest(0, 0, 0);

    private static final long PRIME = 0x9E3779B97F4A7C15L;

    /// Adds a present item as the ledger knows it. A blocked one counts with its fault: as long as it is listed
    /// with the same nothing has changed, and once it is listed with another or as readable its folder is looked
    /// into again.
    public FolderDigest plus(ItemState item) {
        return plus(hash(item));
    }

    public FolderDigest minus(ItemState item) {
        return minus(hash(item));
    }

    /// Adds an item that is listed but cannot be read.
    public FolderDigest plusBlocked(ItemKey key, SourceFault fault) {
        return plus(Hash.of(key.name(), fault));
    }

    public FolderDigest minusBlocked(ItemKey key, SourceFault fault) {
        return minus(Hash.of(key.name(), fault));
    }

    public FolderDigest plus(ItemKey key, long sizeBytes, Instant modifiedAt) {
        return plus(Hash.of(key.name(), sizeBytes, modifiedAt));
    }

    public FolderDigest minus(ItemKey key, long sizeBytes, Instant modifiedAt) {
        return minus(Hash.of(key.name(), sizeBytes, modifiedAt));
    }

    private static Hash hash(ItemState item) {
        String name = item.key().name();
        return item.blocked()
                .map(fault -> Hash.of(name, fault))
                .orElseGet(() -> Hash.of(name, item.sizeBytes(), item.modifiedAt()));
    }

    private FolderDigest plus(Hash hash) {
        return new FolderDigest(items + 1, sumHigh + hash.high, sumLow + hash.low);
    }

    private FolderDigest minus(Hash hash) {
        return new FolderDigest(items - 1, sumHigh - hash.high, sumLow - hash.low);
    }

    private record Hash(long high, long low) {
        static Hash of(String name, long sizeBytes, Instant modifiedAt) {
            long first = mix(sizeBytes + PRIME);
            long second = mix(modifiedAt.getEpochSecond() * 1_000_000_007L + modifiedAt.getNano() + ~PRIME);
            return new Hash(first, second).with(name).end();
        }

        /// A length that no file has keeps it apart from files.
        static Hash of(String name, SourceFault fault) {
            return new Hash(mix(PRIME - 1), mix(~PRIME))
                    .with(fault.toString())
                    .with(name)
                    .end();
        }

        private Hash with(String text) {
            long first = high;
            long second = low;
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                long word = bytes.remaining() >= Long.BYTES ? bytes.getLong() : tail(bytes);
                first = mix(first ^ word);
                second = mix(second + word * PRIME);
            }
            return new Hash(first, second);
        }

        private Hash end() {
            return new Hash(mix(high + low), mix(low ^ (high >>> 7)));
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
