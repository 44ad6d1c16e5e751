package app.safelight.apple.plist;

import java.math.BigInteger;

/// Looks at a binary property list before it is parsed.
///
/// Shape: see Apple's CFBinaryPList: `bplist00`, objects, a table of their offsets, a trailer of 32 bytes: at 6
/// the size of an offset, then after one byte three big-endian u64: number of objects, the top one, where the
/// table begins. The high half of an object's first byte is its type.
final class BinaryPlistCheck {
    private static final int TRAILER_BYTES = 32;
    private static final int ORDERED_SET = 0xB;
    private static final int SET = 0xC;
    private static final int FALSE = 0x08;
    private static final int TRUE = 0x09;

    private BinaryPlistCheck() {}

    /// A set is hashed as it is read. One of arrays that each hold the next one twice doubles that work with
    /// every seven bytes, so that a few hundred take longer than anyone lives. Apple's own reader knows no sets
    /// in property lists, and no device sends one. Nor does any send a null, which the parser would hand on as
    /// one, into arrays that are read by code to which no element is null. What is senseless otherwise is left
    /// to the parser.
    ///
    /// @throws MalformedPlist if there is one
    static void refuseTraps(byte[] bytes) throws MalformedPlist {
        int trailer = bytes.length - TRAILER_BYTES;
        if (trailer < 0) {
            throw new MalformedPlist("a property list without a trailer");
        }
        int offsetBytes = bytes[trailer + 6];
        long objects = number(bytes, trailer + 8, 8);
        long table = number(bytes, trailer + 24, 8);
        if (offsetBytes < 1 || offsetBytes > 8 || table < 0 || table > trailer || objects < 0 || objects > trailer) {
            throw new MalformedPlist("a property list with a senseless trailer");
        }
        if (objects * offsetBytes > trailer - table) {
            throw new MalformedPlist("a property list with a table outside of it");
        }
        for (int i = 0; i < objects; i++) {
            long offset = number(bytes, (int) table + i * offsetBytes, offsetBytes);
            if (offset < 0 || offset >= trailer) {
                throw new MalformedPlist("a property list with an object outside of it");
            }
            int first = bytes[(int) offset] & 0xFF;
            int type = first >> 4;
            if (type == 0 && first != FALSE && first != TRUE) {
                throw new MalformedPlist("a property list with nothing in the place of an object");
            }
            if (type == SET || type == ORDERED_SET) {
                throw new MalformedPlist("a property list with a set");
            }
        }
    }

    /// Below zero if it does not fit.
    private static long number(byte[] bytes, int at, int length) {
        BigInteger number = new BigInteger(1, bytes, at, length);
        return number.bitLength() < Long.SIZE ? number.longValue() : -1;
    }
}
