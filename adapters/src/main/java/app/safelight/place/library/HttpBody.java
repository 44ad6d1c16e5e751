package app.safelight.place.library;

import app.safelight.core.model.Body;
import app.safelight.core.model.ContentId;
import app.safelight.core.place.PlaceException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The bytes of one content, read front to back over one connection. A read elsewhere, and one after the
/// connection broke, opens another. One thread.
final class HttpBody implements Body, AutoCloseable {
    /// A gap read over instead of asking anew: costs less than a new request on any line.
    private static final int SHORT_GAP_BYTES = 64 << 10;

    /// How often a broken connection is taken up again within one body.
    private static final int MAX_RESUMES = 3;

    private final Opening opening;
    private final ContentId content;
    private @Nullable InputStream in;
    private long positionBytes;
    private int resumes;

    /// Asks for the bytes from a position on.
    @FunctionalInterface
    interface Opening {
        InputStream from(long positionBytes) throws PlaceException;
    }

    /// A refusal while the body was read.
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        private final PlaceException refusal;

        Refused(PlaceException refusal) {
            super(refusal);
            this.refusal = refusal;
        }

        PlaceException refusal() {
            return refusal;
        }
    }

    HttpBody(ContentId content, Opening opening) throws PlaceException {
        this.content = content;
        this.opening = opening;
        this.in = opening.from(0);
    }

    @Override
    public long sizeBytes() {
        return content.sizeBytes();
    }

    @Override
    public int read(long position, byte[] buffer, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (position >= sizeBytes()) {
            return -1;
        }
        if (length == 0) {
            return 0;
        }
        while (true) {
            try {
                int wanted = (int) Math.min(length, sizeBytes() - position);
                int read = streamAt(position).read(buffer, offset, wanted);
                if (read > 0) {
                    positionBytes += read;
                    return read;
                }
                resume(new IOException("the connection ended " + (sizeBytes() - position) + " bytes early"));
            } catch (Refused refused) {
                throw refused;
            } catch (IOException broken) {
                resume(broken);
            }
        }
    }

    private void resume(IOException broken) throws IOException {
        close();
        if (resumes++ >= MAX_RESUMES) {
            throw broken;
        }
    }

    private InputStream streamAt(long position) throws IOException {
        InputStream open = in;
        if (open != null && position >= positionBytes && position - positionBytes <= SHORT_GAP_BYTES) {
            open.skipNBytes(position - positionBytes);
            positionBytes = position;
            return open;
        }
        close();
        try {
            open = opening.from(position);
        } catch (PlaceException refusal) {
            throw new Refused(refusal);
        }
        in = open;
        positionBytes = position;
        return open;
    }

    /// Never fails: nothing depends on how a connection for reading ends.
    @Override
    public void close() {
        InputStream open = in;
        in = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException broken) {
                // It is not used again.
            }
        }
    }
}
