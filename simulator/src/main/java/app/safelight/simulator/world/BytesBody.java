package app.safelight.simulator.world;

import app.safelight.core.model.Body;
import java.io.IOException;
import java.util.SplittableRandom;

/// A body over bytes in memory that gives fewer than asked for now and then, as it may.
final class BytesBody implements Body {
    /// How often a read gives less than asked for: one in so many.
    private static final int SHORT_READ_ONE_IN = 8;

    private final byte[] bytes;
    private final SplittableRandom chance;
    private final BeforeRead before;

    /// What happens before bytes are given; fails if none can be.
    @FunctionalInterface
    interface BeforeRead {
        void read(long positionBytes) throws IOException;
    }

    BytesBody(byte[] bytes, SplittableRandom chance, BeforeRead before) {
        this.bytes = bytes;
        this.chance = chance;
        this.before = before;
    }

    @Override
    public long sizeBytes() {
        return bytes.length;
    }

    @Override
    public int read(long positionBytes, byte[] buffer, int offset, int length) throws IOException {
        before.read(positionBytes);
        if (length == 0) {
            return 0;
        }
        if (positionBytes >= bytes.length) {
            return -1;
        }
        int most = (int) Math.min(length, bytes.length - positionBytes);
        int given = chance.nextInt(SHORT_READ_ONE_IN) == 0 ? chance.nextInt(1, most + 1) : most;
        System.arraycopy(bytes, (int) positionBytes, buffer, offset, given);
        return given;
    }
}
