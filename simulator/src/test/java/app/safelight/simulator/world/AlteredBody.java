package app.safelight.simulator.world;

import app.safelight.core.model.Body;
import app.safelight.core.place.Disk;
import java.io.IOException;

/// A body that a wrong variant has its hands in.
final class AlteredBody implements Disk.OpenBody {
    private final Body body;
    private final How how;

    /// What is wrong with it.
    enum How {
        FIRST_BYTE_FLIPPED,
        NOTHING_INSTEAD_OF_THE_END,
        CUT_AT_A_MEGABYTE
    }

    AlteredBody(Body body, How how) {
        this.body = body;
        this.how = how;
    }

    @Override
    public long sizeBytes() {
        return how == How.CUT_AT_A_MEGABYTE ? Math.min(1 << 20, body.sizeBytes()) : body.sizeBytes();
    }

    @Override
    public int read(long positionBytes, byte[] buffer, int offset, int length) throws IOException {
        int read = body.read(positionBytes, buffer, offset, length);
        return switch (how) {
            case FIRST_BYTE_FLIPPED -> {
                if (positionBytes == 0 && read > 0) {
                    buffer[offset] ^= 1;
                }
                yield read;
            }
            case NOTHING_INSTEAD_OF_THE_END -> Math.max(read, 0);
            case CUT_AT_A_MEGABYTE -> read;
        };
    }

    @Override
    public void close() throws IOException {
        if (body instanceof Disk.OpenBody open) {
            open.close();
        }
    }
}
