package app.safelight.apple.usbmux;

import app.safelight.apple.connection.Connection;
import app.safelight.apple.connection.DeviceException;
import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.plist.MalformedPlist;
import app.safelight.apple.plist.Plist;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Messages to and from the daemon.
///
/// Shape: 16 bytes, four little-endian u32: length (these included), version, message, tag; then a property
/// list as XML. Answers carry the tag of their request, events the tag 0.
final class UsbmuxFrames {
    /// Real ones are a few KiB, those with a pairing record 7; usbmuxd itself takes 64 KiB.
    static final int MAX_PACKET_BYTES = 1 << 20;

    static final int HEADER_BYTES = 16;

    private static final String NAME = "usbmuxd";

    private static final int VERSION_PLIST = 1;
    private static final int MESSAGE_RESULT = 1;
    private static final int MESSAGE_PLIST = 8;

    private final Connection connection;

    UsbmuxFrames(Connection connection) {
        this.connection = connection;
    }

    void send(Plist message, int tag) throws DeviceException {
        byte[] body = message.toXml();
        byte[] frame = ByteBuffer.allocate(HEADER_BYTES + body.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(HEADER_BYTES + body.length)
                .putInt(VERSION_PLIST)
                .putInt(MESSAGE_PLIST)
                .putInt(tag)
                .put(body)
                .array();
        connection.write(frame, 0, frame.length);
    }

    Plist receive(int expectedTag) throws DeviceException {
        byte[] head = new byte[HEADER_BYTES];
        connection.readFully(head, 0, head.length);
        ByteBuffer header = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        long length = Integer.toUnsignedLong(header.getInt());
        header.getInt(); // the version: daemons of version 0 answer to ours with a refusal
        int message = header.getInt();
        int tag = header.getInt();
        if (length < HEADER_BYTES || length > MAX_PACKET_BYTES) {
            throw DeviceException.malformed(NAME, "a packet of " + length + " bytes");
        }
        byte[] body = new byte[(int) length - HEADER_BYTES];
        connection.readFully(body, 0, body.length);
        if (tag != expectedTag) {
            throw DeviceException.malformed(NAME, "an answer to another request");
        }
        return switch (message) {
            case MESSAGE_PLIST -> parsed(body);
            case MESSAGE_RESULT -> result(body);
            default -> throw DeviceException.malformed(NAME, "message " + message);
        };
    }

    private static Plist parsed(byte[] body) throws DeviceException {
        try {
            return Plist.parse(body);
        } catch (MalformedPlist senseless) {
            // Without the cause: the answer may hold a pairing record, and a parser may quote what it did not like.
            throw new DeviceException(new DeviceFault.Malformed(NAME, "not a property list"));
        }
    }

    /// The binary form of an answer, from a daemon that does not speak property lists.
    private static Plist result(byte[] body) throws DeviceException {
        if (body.length < Integer.BYTES) {
            throw DeviceException.malformed(NAME, "a result without a number");
        }
        int number = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN).getInt();
        return Plist.empty().put("MessageType", "Result").put("Number", Integer.toUnsignedLong(number));
    }
}
