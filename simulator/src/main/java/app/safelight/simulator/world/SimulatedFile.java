package app.safelight.simulator.world;

import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;

/// The bytes of one simulated file, once as the operating system shows them and once as the medium has them.
///
/// The first `stable` bytes are the same on both (but for rot): they were forced and not cut off since.
final class SimulatedFile {
    /// What a medium writes in one step; bytes of a block may be lost together.
    private static final int BLOCK_BYTES = 512;

    private byte[] cache = new byte[0];
    private int cacheLength;
    private byte[] medium = new byte[0];
    private int stable;
    private Instant modifiedAt;
    private Instant mediumModifiedAt;

    SimulatedFile(Instant modifiedAt) {
        this.modifiedAt = modifiedAt;
        this.mediumModifiedAt = modifiedAt;
    }

    int length() {
        return cacheLength;
    }

    Instant modifiedAt() {
        return modifiedAt;
    }

    void setModifiedAt(Instant time) {
        modifiedAt = time;
    }

    void append(byte[] bytes, int offset, int length) {
        if (cacheLength + length > cache.length) {
            cache = Arrays.copyOf(cache, Math.max(cacheLength + length, 2 * cache.length));
        }
        System.arraycopy(bytes, offset, cache, cacheLength, length);
        cacheLength += length;
    }

    void truncate(int length) {
        cacheLength = Math.min(cacheLength, length);
        stable = Math.min(stable, length);
    }

    void force() {
        int kept = stable;
        medium = Arrays.copyOf(medium, cacheLength);
        System.arraycopy(cache, kept, medium, kept, cacheLength - kept);
        stable = cacheLength;
        mediumModifiedAt = modifiedAt;
    }

    /// Reads as a process does that takes the operating system's answer.
    byte[] cached() {
        return Arrays.copyOf(cache, cacheLength);
    }

    /// Reads past the operating system's cache: what was not forced yet comes out of the drive's own memory,
    /// and is no more durable for that.
    byte[] pastCache() {
        byte[] bytes = Arrays.copyOf(cache, cacheLength);
        System.arraycopy(medium, 0, bytes, 0, Math.min(stable, medium.length));
        return bytes;
    }

    /// What the medium has, at the length the operating system believes in; zeros where nothing was written.
    byte[] pastCacheOfLiar() {
        return Arrays.copyOf(Arrays.copyOf(medium, Math.min(medium.length, cacheLength)), cacheLength);
    }

    /// What would be left if all caches were lost and no chance helped.
    byte[] onMedium() {
        return medium.clone();
    }

    /// Turns over one bit of the medium; the cache stays as it was.
    void rot(long bit) {
        int at = (int) (bit / Byte.SIZE);
        if (at >= medium.length) {
            throw new IllegalArgumentException("the medium has " + medium.length + " bytes of it, no bit " + bit);
        }
        medium[at] ^= (byte) (1 << (bit % Byte.SIZE));
    }

    /// The operating system forgets its copy of what the medium has.
    void dropCache() {
        System.arraycopy(medium, 0, cache, 0, Math.min(stable, medium.length));
    }

    /// Decides what of the unforced is left, and makes that both cache and medium.
    void powerLost(SplittableRandom chance) {
        medium = survivors(chance);
        if (chance.nextBoolean()) {
            mediumModifiedAt = modifiedAt;
        }
        cache = medium.clone();
        cacheLength = medium.length;
        stable = medium.length;
        modifiedAt = mediumModifiedAt;
    }

    private byte[] survivors(SplittableRandom chance) {
        if (stable == cacheLength && stable == medium.length) {
            return medium;
        }
        return switch (Loss.values()[chance.nextInt(Loss.values().length)]) {
            case ALL_UNFORCED -> medium;
            case NOTHING -> pastCache();
            case TAIL -> torn(chance);
            case BLOCKS -> holed(chance);
            case GARBAGE -> garbled(chance);
        };
    }

    /// What can happen to bytes that were not forced.
    private enum Loss {
        ALL_UNFORCED,
        NOTHING,
        TAIL,
        BLOCKS,
        GARBAGE
    }

    /// The unforced bytes end anywhere.
    private byte[] torn(SplittableRandom chance) {
        return Arrays.copyOf(pastCache(), chance.nextInt(stable, cacheLength + 1));
    }

    /// The length is right, but some blocks were never written: they are zero, or what stood there before.
    private byte[] holed(SplittableRandom chance) {
        byte[] bytes = pastCache();
        for (int start = stable; start < bytes.length; start = nextBlock(start)) {
            int end = Math.min(nextBlock(start), bytes.length);
            if (chance.nextBoolean()) {
                Arrays.fill(bytes, start, end, (byte) 0);
                int old = Math.min(end, medium.length);
                if (start < old && chance.nextBoolean()) {
                    System.arraycopy(medium, start, bytes, start, old - start);
                }
            }
        }
        return bytes;
    }

    /// It is torn, and the last block holds anything at all.
    private byte[] garbled(SplittableRandom chance) {
        byte[] bytes = torn(chance);
        int from = Math.max(stable, bytes.length - bytes.length % BLOCK_BYTES);
        for (int at = from; at < bytes.length; at++) {
            bytes[at] = (byte) chance.nextInt();
        }
        return bytes;
    }

    private static int nextBlock(int position) {
        return position - position % BLOCK_BYTES + BLOCK_BYTES;
    }
}
