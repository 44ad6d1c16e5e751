package app.safelight.simulator.iphone;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/// What a phone sends, through its cable: no faster than that passes, and no further than to the byte at which
/// it is pulled.
///
/// Threads: one at a time.
final class CableOutput extends OutputStream {
    /// Bytes that wait for their time together; a tenth of a second at the slowest rate anyone tries.
    private static final int PIECE_BYTES = 32 << 10;

    private final Link link;
    private final Attachment attachment;
    private final SimulatedUsbmux usbmux;
    private final long bytesPerSecond;

    CableOutput(Link link, Attachment attachment, SimulatedUsbmux usbmux) {
        this.link = link;
        this.attachment = attachment;
        this.usbmux = usbmux;
        Optional<PhoneTrouble.IsFarAway> far = attachment.phone().troubles().find(PhoneTrouble.IsFarAway.class);
        this.bytesPerSecond = far.map(PhoneTrouble.IsFarAway::bytesPerSecond).orElse(0L);
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (bytesPerSecond == 0) {
            pass(bytes, offset, length);
            return;
        }
        for (int done = 0; done < length; ) {
            int count = Math.min(PIECE_BYTES, length - done);
            Waiting.until(attachment.passedAtNanos(count, bytesPerSecond));
            pass(bytes, offset + done, count);
            done += count;
        }
    }

    private void pass(byte[] bytes, int offset, int length) throws IOException {
        int allowed = attachment.kind() == Attachment.Kind.USB
                ? attachment.phone().troubles().allowedThroughCable(length)
                : length;
        link.out().write(bytes, offset, allowed);
        if (allowed < length) {
            usbmux.detach(attachment);
            throw new IOException("the cable was pulled");
        }
    }

    @Override
    public void flush() throws IOException {
        link.out().flush();
    }
}
