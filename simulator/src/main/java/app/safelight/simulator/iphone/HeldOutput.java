package app.safelight.simulator.iphone;

import java.io.IOException;
import java.io.OutputStream;

/// Gathers what belongs to one answer, so that it leaves in as few pieces as possible: encryption flushes after
/// each of its records of 16 KiB, and a piece for each would cost more than the encryption.
final class HeldOutput extends OutputStream {
    private static final int BUFFER_BYTES = 256 << 10;

    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int held;
    private boolean holding;

    HeldOutput(OutputStream out) {
        this.out = out;
    }

    /// From now on a flush is only noted.
    synchronized void hold() {
        holding = true;
    }

    /// Sends all that is held, and holds no more.
    synchronized void release() throws IOException {
        holding = false;
        send();
    }

    @Override
    public synchronized void write(int one) throws IOException {
        if (held == buffer.length) {
            send();
        }
        buffer[held++] = (byte) one;
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > buffer.length - held) {
            send();
        }
        if (length >= buffer.length) {
            out.write(bytes, offset, length);
            return;
        }
        System.arraycopy(bytes, offset, buffer, held, length);
        held += length;
    }

    @Override
    public synchronized void flush() throws IOException {
        if (!holding) {
            send();
        }
    }

    private void send() throws IOException {
        if (held > 0) {
            int count = held;
            held = 0;
            out.write(buffer, 0, count);
        }
        out.flush();
    }
}
