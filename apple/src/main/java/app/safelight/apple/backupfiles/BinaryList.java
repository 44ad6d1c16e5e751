package app.safelight.apple.backupfiles;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// A binary property list read object by object, each only when it is asked for: the entries of a manifest are
/// many, and one made to trap its reader cannot unfold.
///
/// Shape: `bplist00`, objects, a table of their offsets, a trailer of 32 bytes: at 6 the size of an offset, at
/// 7 that of a reference, then three big-endian u64: number of objects, the top one, where the table begins. An
/// object begins with a byte: high half its type, low half its length, 15 for "an integer object with the
/// length follows". Source: Apple's CFBinaryPList.
///
/// Threads: any.
final class BinaryList {
    /// The largest list that is read. Entries have some hundred bytes, those with extended attributes some
    /// thousand.
    static final int MAX_BYTES = 4 << 20;

    /// Entries of a dictionary, and characters of a key: real ones have some dozens of each. All keys may be
    /// the same object of a hostile list, so it is their product that must stay small.
    private static final int MAX_ENTRIES = 4_096;

    private static final int MAX_KEY_BYTES = 1_024;

    private static final byte[] MAGIC = "bplist00".getBytes(StandardCharsets.US_ASCII);
    private static final int TRAILER_BYTES = 32;
    private static final int INTEGER = 0x1;
    private static final int DATA = 0x4;
    private static final int ASCII = 0x5;
    private static final int UTF_16 = 0x6;
    private static final int UID = 0x8;
    private static final int ARRAY = 0xA;
    private static final int DICTIONARY = 0xD;
    private static final int LONG_LENGTH = 0xF;

    /// Bytes that are no such list, or not of the expected shape.
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String why) {
            super(why);
        }
    }

    private final byte[] bytes;
    private final int offsetBytes;
    private final int referenceBytes;
    private final int objects;
    private final int top;
    private final int table;

    /// Where an object's content begins, and how many bytes or elements it has.
    private record Head(int type, int start, int length) {}

    BinaryList(byte[] bytes) throws Malformed {
        if (bytes.length < MAGIC.length + TRAILER_BYTES || bytes.length > MAX_BYTES) {
            throw new Malformed("a list of " + bytes.length + " bytes");
        }
        for (int i = 0; i < MAGIC.length; i++) {
            if (bytes[i] != MAGIC[i]) {
                throw new Malformed("no binary property list");
            }
        }
        this.bytes = bytes;
        int trailer = bytes.length - TRAILER_BYTES;
        offsetBytes = bytes[trailer + 6];
        referenceBytes = bytes[trailer + 7];
        long count = number(trailer + 8, 8);
        long first = number(trailer + 16, 8);
        long begin = number(trailer + 24, 8);
        boolean sizes = offsetBytes >= 1 && offsetBytes <= 8 && referenceBytes >= 1 && referenceBytes <= 8;
        if (!sizes || count < 1 || count > trailer || first < 0 || first >= count) {
            throw new Malformed("a senseless trailer");
        }
        if (begin < MAGIC.length || begin > trailer || count * offsetBytes > trailer - begin) {
            throw new Malformed("a table of offsets outside the list");
        }
        objects = (int) count;
        top = (int) first;
        table = (int) begin;
    }

    /// The outermost object.
    int top() {
        return top;
    }

    boolean isDictionary(int object) throws Malformed {
        return head(object).type == DICTIONARY;
    }

    boolean isUid(int object) throws Malformed {
        return head(object).type == UID;
    }

    boolean isInteger(int object) throws Malformed {
        return head(object).type == INTEGER;
    }

    boolean isData(int object) throws Malformed {
        return head(object).type == DATA;
    }

    boolean isText(int object) throws Malformed {
        int type = head(object).type;
        return type == ASCII || type == UTF_16;
    }

    /// The objects of a dictionary by their keys.
    Map<String, Integer> dictionary(int object) throws Malformed {
        Head head = expect(object, DICTIONARY);
        if (head.length > MAX_ENTRIES) {
            throw new Malformed("a dictionary of " + head.length + " entries");
        }
        int keyBytes = elements(head, 2);
        Map<String, Integer> entries = HashMap.newHashMap(head.length);
        for (int i = 0; i < head.length; i++) {
            int key = reference(head.start + i * referenceBytes);
            if (head(key).length > MAX_KEY_BYTES) {
                throw new Malformed("a key without end");
            }
            entries.put(text(key), reference(head.start + keyBytes + i * referenceBytes));
        }
        return entries;
    }

    /// One element of an array.
    int element(int object, long index) throws Malformed {
        Head head = expect(object, ARRAY);
        elements(head, 1);
        if (index < 0 || index >= head.length) {
            throw new Malformed("no element " + index);
        }
        return reference(head.start + (int) index * referenceBytes);
    }

    String text(int object) throws Malformed {
        Head head = head(object);
        if (head.type == ASCII) {
            inside(head.start, head.length);
            return new String(bytes, head.start, head.length, StandardCharsets.US_ASCII);
        }
        if (head.type != UTF_16) {
            throw new Malformed("no text");
        }
        inside(head.start, 2L * head.length);
        return new String(bytes, head.start, 2 * head.length, StandardCharsets.UTF_16BE);
    }

    byte[] data(int object) throws Malformed {
        Head head = expect(object, DATA);
        inside(head.start, head.length);
        byte[] data = new byte[head.length];
        System.arraycopy(bytes, head.start, data, 0, data.length);
        return data;
    }

    /// An integer; of those of 16 bytes the lower half.
    long integer(int object) throws Malformed {
        Head head = expect(object, INTEGER);
        inside(head.start, head.length);
        return head.length == 16 ? number(head.start + 8, 8) : number(head.start, head.length);
    }

    /// The index that a UID object holds.
    long uid(int object) throws Malformed {
        Head head = expect(object, UID);
        inside(head.start, head.length);
        if (head.length > 8) {
            throw new Malformed("a UID of " + head.length + " bytes");
        }
        return number(head.start, head.length);
    }

    private Head expect(int object, int type) throws Malformed {
        Head head = head(object);
        if (head.type != type) {
            throw new Malformed("an object of type " + head.type + " where " + type + " belongs");
        }
        return head;
    }

    private Head head(int object) throws Malformed {
        if (object < 0 || object >= objects) {
            throw new Malformed("no object " + object);
        }
        long offset = number(table + object * offsetBytes, offsetBytes);
        if (offset < MAGIC.length || offset >= table) {
            throw new Malformed("an object outside the list");
        }
        int at = (int) offset;
        int type = (bytes[at] & 0xF0) >> 4;
        int low = bytes[at] & 0x0F;
        if (type == INTEGER) {
            return new Head(type, at + 1, size(low));
        }
        if (type == UID) {
            return new Head(type, at + 1, low + 1);
        }
        if (low != LONG_LENGTH || type < DATA) {
            return new Head(type, at + 1, low);
        }
        inside(at + 1, 1);
        int lengthBytes = size(bytes[at + 1] & 0x0F);
        inside(at + 2, lengthBytes);
        long length = number(at + 2, lengthBytes);
        if ((bytes[at + 1] & 0xF0) >> 4 != INTEGER || lengthBytes > 8 || length < 0 || length > bytes.length) {
            throw new Malformed("a senseless length");
        }
        return new Head(type, at + 2 + lengthBytes, (int) length);
    }

    private static int size(int power) throws Malformed {
        if (power > 4) {
            throw new Malformed("a number of more than 16 bytes");
        }
        return 1 << power;
    }

    /// Checks that all references of a container are inside; gives the bytes that one row of them takes.
    private int elements(Head head, int rows) throws Malformed {
        inside(head.start, (long) rows * head.length * referenceBytes);
        return head.length * referenceBytes;
    }

    private int reference(int at) throws Malformed {
        long reference = number(at, referenceBytes);
        if (reference < 0 || reference >= objects) {
            throw new Malformed("a reference to no object");
        }
        return (int) reference;
    }

    private void inside(int start, long length) throws Malformed {
        if (length < 0 || start + length > table) {
            throw new Malformed("an object longer than the list");
        }
    }

    private long number(int at, int length) {
        long number = 0;
        for (int i = at; i < at + length; i++) {
            number = number << 8 | (bytes[i] & 0xFF);
        }
        return number;
    }
}
