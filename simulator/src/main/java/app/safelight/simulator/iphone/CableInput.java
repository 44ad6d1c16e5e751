package app.safelight.simulator.iphone;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// What a computer sends, through the phone's cable, no further than to the byte at which it is pulled.
///
/// Threads: one at a time.
final class CableInput extends FilterInputStream {
    private final Attachment attachment;
    private final SimulatedUsbmux usbmux;

    CableInput(InputStream in, Attachment attachment, SimulatedUsbmux usbmux) {
        super(in);
        this.attachment = attachment;
        this.usbmux = usbmux;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = in.read(bytes, offset, length);
        if (count > 0
                && attachment.kind() == Attachment.Kind.USB
                && attachment.phone().troubles().allowedFromComputer(count) < count) {
            usbmux.detach(attachment);
            throw new IOException("the cable was pulled");
        }
        return count;
    }
}
