package app.safelight.simulator.iphone;

import app.safelight.apple.plist.MalformedPlist;
import app.safelight.apple.plist.Plist;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// One message of the daemon's protocol.
///
/// Shape: 16 bytes, four little-endian u32: length (header included), version, message, tag; then an XML
/// property list. Source: libusbmuxd `include/usbmuxd-proto.h`.
///
/// @param version 1 if the rest is a property list
@SuppressWarnings("ArrayRecordComponent") // Never compared, and never shown to anyone who might change it.
record MuxMessage(int version, int kind, int tag, byte[] body) {
    static final int HEADER_BYTES = 16;
    static final int KIND_AT = 8;
    static final int TAG_AT = 12;

    /// As much as the real daemon takes; a pairing record is the longest and has 7 KiB.
    private static final int MAX_BYTES = 64 << 10;

    private static final int PLIST_VERSION = 1;
    private static final int PLIST_KIND = 8;

    /// Takes exactly one message, never a byte more: what follows may be for the phone.
    static Optional<MuxMessage> read(InputStream in) throws IOException {
        byte[] header = in.readNBytes(HEADER_BYTES);
        if (header.length == 0) {
            return Optional.empty();
        }
        if (header.length < HEADER_BYTES) {
            throw new EOFException("ended within a header");
        }
        ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        int length = fields.getInt();
        if (length < HEADER_BYTES || length > MAX_BYTES) {
            throw new ProtocolBreach("a message of " + Integer.toUnsignedString(length) + " bytes");
        }
        int version = fields.getInt();
        int kind = fields.getInt();
        int tag = fields.getInt();
        byte[] body = in.readNBytes(length - HEADER_BYTES);
        if (body.length < length - HEADER_BYTES) {
            throw new EOFException("ended within a message");
        }
        return Optional.of(new MuxMessage(version, kind, tag, body));
    }

    boolean isPlist() {
        return version == PLIST_VERSION && kind == PLIST_KIND;
    }

    Plist plist() throws ProtocolBreach {
        try {
            return Plist.parse(body);
        } catch (MalformedPlist malformed) {
            throw new ProtocolBreach("no property list", malformed);
        }
    }

    static byte[] write(int tag, Plist list) {
        byte[] xml = list.toXml();
        return ByteBuffer.allocate(HEADER_BYTES + xml.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(HEADER_BYTES + xml.length)
                .putInt(PLIST_VERSION)
                .putInt(PLIST_KIND)
                .putInt(tag)
                .put(xml)
                .array();
    }
}
