package app.safelight.media.thumbnail;

import app.safelight.media.sniff.ByteReader;
import java.io.IOException;

/// Looks at how a JPEG is coded before it is given to a decoder.
///
/// A progressive JPEG is decoded in memory as a whole, once more for each of its scans, and a scan of a few
/// bytes may cover the whole picture: a file of 40 KB can keep a decoder busy for minutes. Source:
/// libjpeg-turbo, "Two Issues with the JPEG Standard".
final class JpegScans {
    /// Encoders write about 10; the most that can make sense, each bit of each frequency of each colour alone,
    /// is far from what anybody writes.
    static final int MAX_SCANS = 100;

    /// Segments before the frame header, as for their facts.
    private static final int MAX_SEGMENTS = 512;

    private static final int BUFFER_BYTES = 64 << 10;

    private JpegScans() {}

    /// Whether the picture is coded in several passes. False for what has no frame header: decoders refuse it
    /// anyway.
    static boolean isProgressive(ByteReader reader) throws IOException {
        byte[] head = new byte[4];
        long at = 2;
        for (int i = 0; i < MAX_SEGMENTS; i++) {
            if (reader.read(at, head, 0, head.length) < head.length || head[0] != (byte) 0xFF) {
                return false;
            }
            int marker = head[1] & 0xFF;
            if (marker == 0xFF) {
                at++; // padding before a marker
                continue;
            }
            if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC) {
                return (marker & 0x03) == 2;
            }
            if (marker == 0xDA || marker == 0xD9) {
                return false;
            }
            at += 2 + Math.max(2, ((head[2] & 0xFF) << 8) | (head[3] & 0xFF));
        }
        return true; // unusually many segments: look at everything
    }

    /// Whether it has more scans than [#MAX_SCANS]; those of pictures within its segments are counted too.
    static boolean areTooMany(ByteReader reader) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        int scans = 0;
        boolean marker = false;
        for (long at = 0; at < reader.sizeBytes(); ) {
            int count = reader.read(at, buffer, 0, buffer.length);
            if (count <= 0) {
                break;
            }
            for (int i = 0; i < count; i++) {
                if (marker && buffer[i] == (byte) 0xDA && ++scans > MAX_SCANS) {
                    return true;
                }
                marker = buffer[i] == (byte) 0xFF;
            }
            at += count;
        }
        return false;
    }
}
