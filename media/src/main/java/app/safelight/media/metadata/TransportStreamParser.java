package app.safelight.media.metadata;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// Reads recording time, maker and size of an AVCHD or other H.264 transport stream from its first video packets.
///
/// AVCHD cameras write the time into a user data message of the H.264 stream, in the "modified digital video pack"
/// (MDPM): five bytes each, a tag and four digits pairs.
/// Sources: ISO/IEC 13818-1 (packets), ITU-T H.264 clauses 7.3.1, 7.3.2.1 and D.1.6, and the packs as cameras write
/// them.
final class TransportStreamParser {
    /// Packets looked at: the first picture with its messages lies in the first few hundred.
    private static final int MAX_PACKETS = 512;

    /// Bytes of the video stream gathered.
    private static final int MAX_STREAM_BYTES = 64 << 10;

    /// Packs of one message. Cameras write under 40; the counter has 8 bits.
    private static final int MAX_PACKS = 255;

    /// Reference frames listed for picture order type 1: the standard's own limit.
    private static final int MAX_ORDER_FRAMES = 255;

    private static final int PACK_DATE = 0x18;
    private static final int PACK_TIME = 0x19;
    private static final int PACK_MAKE = 0xE0;

    private static final Map<Integer, String> MAKERS =
            Map.of(0x0103, "Panasonic", 0x0108, "Sony", 0x1011, "Canon", 0x1104, "JVC");

    private static final byte[] USER_DATA = {
        0x17,
        (byte) 0xEE,
        (byte) 0x8C,
        0x60,
        (byte) 0xF8,
        0x4D,
        0x11,
        (byte) 0xD9,
        (byte) 0x8C,
        (byte) 0xD6,
        0x08,
        0x00,
        0x20,
        0x0C,
        (byte) 0x9A,
        0x66,
        'M',
        'D',
        'P',
        'M'
    };

    private TransportStreamParser() {}

    /// @param firstSync where the first packet's sync byte stands
    static void read(BoundedBytes bytes, int firstSync, int packetBytes, FactsDraft draft)
            throws IOException, UnreadablePart {
        byte[] stream = withoutEscapes(videoStream(bytes, firstSync, packetBytes));
        int packs = find(stream, USER_DATA);
        if (packs >= 0) {
            packs(stream, packs + USER_DATA.length, draft);
        }
        sequenceSize(stream, draft);
    }

    /// Joins the payloads of the first packet identifier that carries video.
    private static byte[] videoStream(BoundedBytes bytes, int firstSync, int packetBytes)
            throws IOException, UnreadablePart {
        byte[] stream = new byte[MAX_STREAM_BYTES];
        int length = 0;
        int video = -1;
        for (int i = 0; i < MAX_PACKETS; i++) {
            long packet = firstSync + (long) i * packetBytes;
            if (packet + 188 > bytes.sizeBytes() || bytes.u8(packet) != 0x47) {
                break;
            }
            int identifier = bytes.u16(packet + 1) & 0x1FFF;
            int control = bytes.u8(packet + 3) >> 4 & 3;
            long at = packet + 4 + (control >= 2 ? 1 + bytes.u8(packet + 4) : 0);
            if ((control & 1) == 0 || at >= packet + 188) {
                continue;
            }
            if ((bytes.u8(packet + 1) & 0x40) != 0 && at + 9 <= packet + 188 && bytes.number(at, 3) == 1) {
                boolean isVideo = (bytes.u8(at + 3) & 0xF0) == 0xE0;
                video = video < 0 && isVideo ? identifier : video;
                at += 9 + bytes.u8(at + 8);
            }
            if (identifier == video) {
                int count = Math.clamp(packet + 188 - at, 0, stream.length - length);
                System.arraycopy(bytes.bytes("packet", at, count, packetBytes), 0, stream, length, count);
                length += count;
            }
        }
        return Arrays.copyOf(stream, length);
    }

    /// H.264 puts a 3 behind two zeros so that no start code occurs in data.
    private static byte[] withoutEscapes(byte[] stream) {
        byte[] plain = new byte[stream.length];
        int length = 0;
        int zeros = 0;
        for (byte value : stream) {
            if (zeros >= 2 && value == 3) {
                zeros = 0;
                continue;
            }
            zeros = value == 0 ? zeros + 1 : 0;
            plain[length++] = value;
        }
        return Arrays.copyOf(plain, length);
    }

    private static int find(byte[] stream, byte[] wanted) {
        for (int at = 0; at + wanted.length <= stream.length; at++) {
            if (Arrays.equals(stream, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        return -1;
    }

    private static void packs(byte[] stream, int start, FactsDraft draft) {
        if (start >= stream.length) {
            return;
        }
        int count = Math.min(stream[start] & 0xFF, MAX_PACKS);
        int date = -1;
        int time = -1;
        for (int i = 0; i < count && start + 6 + i * 5 <= stream.length; i++) {
            int at = start + 1 + i * 5;
            switch (stream[at] & 0xFF) {
                case PACK_DATE -> date = at + 1;
                case PACK_TIME -> time = at + 1;
                case PACK_MAKE -> draft.make(MAKERS.get((stream[at + 1] & 0xFF) << 8 | (stream[at + 2] & 0xFF)));
                default -> {
                    // exposure, focus and the like
                }
            }
        }
        if (date >= 0 && time >= 0) {
            draft.time(CaptureTimeSource.H264, dateText(stream, date, time));
        }
    }

    /// Zone: bit 5 its sign, bits 4 to 1 hours, bit 0 half an hour; then century, year, month, and in the second pack
    /// day, hour, minute, second, each as two decimal digits.
    private static String dateText(byte[] stream, int date, int time) {
        int zone = stream[date];
        return "%02x%02x:%02x:%02x %02x:%02x:%02x%s%02d:%s"
                .formatted(
                        stream[date + 1],
                        stream[date + 2],
                        stream[date + 3],
                        stream[time],
                        stream[time + 1],
                        stream[time + 2],
                        stream[time + 3],
                        (zone & 0x20) != 0 ? "-" : "+",
                        zone >> 1 & 0x0F,
                        (zone & 1) != 0 ? "30" : "00");
    }

    private static void sequenceSize(byte[] stream, FactsDraft draft) {
        for (int at = 0; at + 8 < stream.length; at++) {
            if (stream[at] == 0 && stream[at + 1] == 0 && stream[at + 2] == 1 && (stream[at + 3] & 0x1F) == 7) {
                new SequenceParameters(stream, at + 4)
                        .size()
                        .ifPresent(size -> draft.storedSize(size.width(), size.height()));
                return;
            }
        }
    }

    /// The part of an H.264 sequence parameter set up to the picture's size.
    private static final class SequenceParameters {
        private final byte[] stream;
        private long bit;

        SequenceParameters(byte[] stream, int start) {
            this.stream = stream;
            this.bit = start * 8L;
        }

        Optional<PixelSize> size() {
            int profile = bits(8);
            bits(16);
            golomb();
            int chroma = 1;
            if (profile == 100 || profile == 110 || profile == 122 || profile == 244) {
                chroma = golomb();
                golomb();
                golomb();
                bits(1);
                if (chroma > 2) {
                    return Optional.empty(); // 4:4:4 is not written by cameras
                }
                if (bits(1) == 1) {
                    scalingLists();
                }
            }
            golomb();
            pictureOrder();
            golomb();
            bits(1);
            int columns = golomb() + 1;
            int rows = golomb() + 1;
            int fields = bits(1) == 1 ? 1 : 2;
            if (fields == 2) {
                bits(1);
            }
            bits(1);
            int cropX = 0;
            int cropY = 0;
            if (bits(1) == 1) {
                cropX = golomb() + golomb();
                cropY = golomb() + golomb();
            }
            long width = columns * 16L - cropX * (chroma == 0 ? 1L : 2L);
            long height = rows * 16L * fields - cropY * (long) fields * (chroma == 1 ? 2 : 1);
            boolean possible = width > 0 && height > 0 && width <= 1 << 16 && height <= 1 << 16;
            return possible ? Optional.of(new PixelSize((int) width, (int) height)) : Optional.empty();
        }

        /// Six lists of 16 and two of 64 steps, each there if its bit says so; a list ends early at a scale of 0.
        private void scalingLists() {
            for (int list = 0; list < 8; list++) {
                if (bits(1) == 0) {
                    continue;
                }
                int scale = 8;
                for (int i = 0; i < (list < 6 ? 16 : 64) && scale != 0; i++) {
                    int code = golomb();
                    int step = code % 2 == 0 ? -code / 2 : code / 2 + 1;
                    scale = (scale + step) & 0xFF;
                }
            }
        }

        private void pictureOrder() {
            int type = golomb();
            if (type == 0) {
                golomb();
            } else if (type == 1) {
                bits(1);
                golomb();
                golomb();
                int frames = Math.min(golomb(), MAX_ORDER_FRAMES);
                for (int i = 0; i < frames; i++) {
                    golomb();
                }
            }
        }

        private int bits(int count) {
            int value = 0;
            for (int i = 0; i < count; i++, bit++) {
                int at = (int) (bit / 8);
                int next = at < stream.length ? stream[at] >> (7 - bit % 8) & 1 : 0;
                value = value << 1 | next;
            }
            return value;
        }

        /// Exponential Golomb code; behind the end of the stream it reads 0.
        private int golomb() {
            int zeros = 0;
            while (zeros < 24 && bit / 8 < stream.length && bits(1) == 0) {
                zeros++;
            }
            return (1 << zeros) - 1 + bits(zeros);
        }
    }
}
