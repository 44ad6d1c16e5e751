package app.safelight.media.metadata;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One box of an ISO base media file (an atom of QuickTime).
///
/// Shape: size32 name32, a size64 if size32 is 1, to the end of the parent if it is 0; then the payload. Boxes named
/// `uuid` begin their payload with 16 bytes that name them.
/// Source: ISO/IEC 14496-12 clause 4.2.
///
/// @param start where the size field stands
/// @param payload where the payload begins
/// @param end behind the last byte, never behind the parent's end
/// @param claimedEnd what the size says, at least `end`
record Box(String name, long start, long payload, long end, long claimedEnd) {
    /// Boxes listed in one parent. Fragmented movies have thousands at the top level; their first fragments tell all
    /// we want, and a hostile file of empty boxes must not take for ever.
    static final int MAX_BOXES = 2_048;

    private static final int UUID_BYTES = 16;

    boolean isCut() {
        return claimedEnd > end;
    }

    long payloadBytes() {
        return end - payload;
    }

    /// Lists the boxes from `start` to `end`. Stops at the first that makes no sense, which is recorded; a box cut by
    /// the end of its parent is listed as the last.
    static List<Box> list(BoundedBytes bytes, long start, long end, FactsDraft draft) throws IOException {
        List<Box> boxes = new ArrayList<>();
        long limit = Math.min(end, bytes.sizeBytes());
        long at = start;
        try {
            while (at + 8 <= limit) {
                if (boxes.size() >= MAX_BOXES) {
                    draft.problem(new ReadingProblem.LimitHit("boxes in one parent"));
                    break;
                }
                Optional<Box> box = at(bytes, at, limit);
                if (box.isEmpty()) {
                    // QuickTime ends user data with four zero bytes; other zeros are padding.
                    if (bytes.u32(at) != 0 || bytes.u32(at + 4) != 0) {
                        draft.problem(new ReadingProblem.Malformed("box", "impossible size at " + at));
                    }
                    break;
                }
                boxes.add(box.get());
                at = box.get().end();
            }
        } catch (UnreadablePart part) {
            draft.problem(part);
        }
        return boxes;
    }

    /// The box at `at`, or empty if its size is less than its own header or its name is no name.
    private static Optional<Box> at(BoundedBytes bytes, long at, long limit) throws IOException, UnreadablePart {
        long size = bytes.u32(at);
        String name = bytes.name(at + 4);
        long payload = at + 8;
        if (size == 1) {
            size = at + 16 <= limit ? bytes.s64(at + 8) : -1;
            payload = at + 16;
        } else if (size == 0 && !name.equals("\0\0\0\0")) {
            size = limit - at;
        }
        if (size < payload - at) {
            return Optional.empty();
        }
        long claimedEnd = size > Long.MAX_VALUE - at ? Long.MAX_VALUE : at + size;
        long end = Math.min(claimedEnd, limit);
        return Optional.of(new Box(name, at, Math.min(payload, end), end, claimedEnd));
    }

    List<Box> children(BoundedBytes bytes, FactsDraft draft) throws IOException {
        return list(bytes, payload, end, draft);
    }

    /// Children of a box whose payload begins with `skipBytes` of its own.
    List<Box> childrenBehind(int skipBytes, BoundedBytes bytes, FactsDraft draft) throws IOException {
        return list(bytes, payload + skipBytes, end, draft);
    }

    static Optional<Box> first(List<Box> boxes, String name) {
        for (Box box : boxes) {
            if (box.name().equals(name)) {
                return Optional.of(box);
            }
        }
        return Optional.empty();
    }

    /// Whether this is a `uuid` box with the given 32 hexadecimal digits.
    boolean isUuid(BoundedBytes bytes, String digits) throws IOException, UnreadablePart {
        if (!name.equals("uuid") || payloadBytes() < UUID_BYTES) {
            return false;
        }
        for (int i = 0; i < UUID_BYTES; i++) {
            if (bytes.u8(payload + i) != Integer.parseInt(digits, i * 2, i * 2 + 2, 16)) {
                return false;
            }
        }
        return true;
    }

    long behindUuid() {
        return payload + UUID_BYTES;
    }
}
