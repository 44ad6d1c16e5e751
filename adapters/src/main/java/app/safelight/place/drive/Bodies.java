package app.safelight.place.drive;

import app.safelight.core.model.Body;
import java.io.EOFException;
import java.io.IOException;

/// Reading all of a body, or a part.
final class Bodies {
    private Bodies() {}

    /// @throws IOException also if it is longer than `mostBytes`
    static byte[] readAll(Body body, int mostBytes) throws IOException {
        if (body.sizeBytes() > mostBytes) {
            throw new IOException("longer than " + mostBytes + " bytes");
        }
        return readPart(body, 0, (int) body.sizeBytes());
    }

    static byte[] readPart(Body body, long positionBytes, int length) throws IOException {
        byte[] bytes = new byte[length];
        int total = 0;
        while (total < length) {
            int read = body.read(positionBytes + total, bytes, total, length - total);
            if (read < 0) {
                throw new EOFException("ended after " + (positionBytes + total) + " bytes");
            }
            total += read;
        }
        return bytes;
    }
}
