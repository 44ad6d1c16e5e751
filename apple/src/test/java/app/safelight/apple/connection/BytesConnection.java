package app.safelight.apple.connection;

import java.io.ByteArrayOutputStream;
import java.time.Duration;

/// A connection whose other side has said everything already: given bytes, then the end. What is written is
/// kept.
public final class BytesConnection implements Connection {
    private final byte[] incoming;
    private final int mostAtOnce;
    private final boolean early;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private int at;
    private boolean closed;

    public BytesConnection(byte[] incoming) {
        this(incoming, Integer.MAX_VALUE);
    }

    public BytesConnection(byte[] incoming, int mostAtOnce) {
        this(incoming, mostAtOnce, true);
    }

    /// @param mostAtOnce how many bytes one read gives at most
    /// @param early whether they are there before they are waited for
    public BytesConnection(byte[] incoming, int mostAtOnce, boolean early) {
        this.incoming = incoming.clone();
        this.mostAtOnce = mostAtOnce;
        this.early = early;
    }

    public byte[] written() {
        return written.toByteArray();
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (at == incoming.length) {
            return -1;
        }
        int count = Math.min(Math.min(length, mostAtOnce), incoming.length - at);
        System.arraycopy(incoming, at, into, offset, count);
        at += count;
        return count;
    }

    @Override
    public int buffered() {
        return early ? incoming.length - at : 0;
    }

    @Override
    public boolean await(Duration wait) {
        return true;
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        written.write(from, offset, length);
    }

    @Override
    public void silenceLimit(Duration limit) {}

    @Override
    public void close() {
        closed = true;
    }
}
