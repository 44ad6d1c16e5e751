package app.safelight.apple.plist;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Property lists made to trap their reader.
final class HostilePlists {
    private HostilePlists() {}

    /// Arrays in a dictionary, each in the one before.
    static byte[] nestedXml(int depth) {
        return ("<plist version=\"1.0\"><dict><key>k</key>" + "<array>".repeat(depth) + "</array>".repeat(depth)
                        + "</dict></plist>")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// The binary form: a dictionary with one array, or what else the type is, in which there is the next one,
    /// so many times; the last holds true.
    static byte[] nested(int depth, int times, int firstType) {
        int objects = depth + 3;
        ByteBuffer list = ByteBuffer.allocate(8 + 5 + 2 + depth * (1 + 2 * times) + 1 + objects * 4 + 32);
        int[] offsets = new int[objects];
        list.put("bplist00".getBytes(StandardCharsets.US_ASCII));
        offsets[0] = list.position();
        list.put((byte) 0xD1).putShort((short) 1).putShort((short) 2);
        offsets[1] = list.position();
        list.put((byte) 0x51).put((byte) 'k');
        for (int i = 0; i < depth; i++) {
            offsets[2 + i] = list.position();
            list.put((byte) ((i == 0 ? firstType : 0xA0) | times));
            for (int time = 0; time < times; time++) {
                list.putShort((short) (3 + i));
            }
        }
        offsets[objects - 1] = list.position();
        list.put((byte) 9);
        int table = list.position();
        for (int offset : offsets) {
            list.putInt(offset);
        }
        list.put(new byte[6]).put((byte) 4).put((byte) 2);
        return list.putLong(objects).putLong(0).putLong(table).array();
    }
}
