package app.safelight.apple.connection;

import app.safelight.apple.plist.MalformedPlist;
import app.safelight.apple.plist.Plist;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// Property lists one after another, as most services of a device speak: each is a big-endian u32 length and so
/// many bytes, XML or binary.
///
/// Source: libimobiledevice `src/property_list_service.c`. Threads: as the connection.
public final class PlistChannel implements AutoCloseable {
    /// Memory grows with the bytes that really come, in such steps; a length alone allocates no more.
    private static final int STEP_BYTES = 1 << 20;

    private final Connection connection;
    private final String name;
    private final int maxBytes;

    /// @param name who speaks, for faults
    /// @param maxBytes the longest message accepted, at most [Plist#MAX_BYTES]
    public PlistChannel(Connection connection, String name, int maxBytes) {
        this.connection = connection;
        this.name = name;
        this.maxBytes = Math.min(maxBytes, Plist.MAX_BYTES);
    }

    public Connection connection() {
        return connection;
    }

    /// Sends a request as XML and waits for its answer.
    public Plist ask(Plist request) throws DeviceException {
        send(request);
        return receive();
    }

    public void send(Plist message) throws DeviceException {
        sendBytes(message.toXml());
    }

    public void sendBinary(Plist message) throws DeviceException {
        sendBytes(message.toBinary());
    }

    private void sendBytes(byte[] body) throws DeviceException {
        byte[] frame = ByteBuffer.allocate(Integer.BYTES + body.length)
                .putInt(body.length)
                .put(body)
                .array();
        connection.write(frame, 0, frame.length);
    }

    public Plist receive() throws DeviceException {
        byte[] head = new byte[Integer.BYTES];
        connection.readFully(head, 0, head.length);
        long length = Integer.toUnsignedLong(ByteBuffer.wrap(head).getInt());
        if (length == 0 || length > maxBytes) {
            throw DeviceException.malformed(name, "a message of " + length + " bytes");
        }
        try {
            return Plist.parse(readBody((int) length));
        } catch (MalformedPlist senseless) {
            throw new DeviceException(
                    new DeviceFault.Malformed(name, String.valueOf(senseless.getMessage())), senseless);
        }
    }

    /// Waits for a message that may or may not come.
    public Optional<Plist> receive(Duration wait) throws DeviceException {
        return connection.await(wait) ? Optional.of(receive()) : Optional.empty();
    }

    private byte[] readBody(int length) throws DeviceException {
        byte[] body = new byte[Math.min(length, STEP_BYTES)];
        int done = 0;
        while (true) {
            connection.readFully(body, done, body.length - done);
            done = body.length;
            if (done == length) {
                return body;
            }
            body = Arrays.copyOf(body, (int) Math.min(length, 2L * done));
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
