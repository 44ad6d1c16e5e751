package app.safelight.media.metadata;

import java.io.IOException;

/// Formats whose facts are two numbers: GIF and BMP.
final class SimplePictureParser {
    /// Padding that may follow a GIF's trailer byte.
    private static final int MAX_TAIL_BYTES = 1 << 10;

    private static final int GIF_HEADER_BYTES = 13;
    private static final int GIF_TRAILER = 0x3B;

    private SimplePictureParser() {}

    /// Source: GIF89a specification, clauses 18 (logical screen) and 27 (trailer).
    static void readGif(BoundedBytes bytes, FactsDraft draft) throws IOException, UnreadablePart {
        draft.storedSize(bytes.u16LittleEndian(6), bytes.u16LittleEndian(8));
        long size = bytes.sizeBytes();
        for (long at = size - 1; at > GIF_HEADER_BYTES && at >= size - MAX_TAIL_BYTES; at--) {
            int value = bytes.u8(at);
            if (value != 0) {
                boolean ended = value == GIF_TRAILER;
                draft.soundness(ended ? Soundness.SOUND : Soundness.TRUNCATED);
                if (!ended) {
                    draft.problem(new ReadingProblem.Truncated("GIF", size + 1, size));
                }
                return;
            }
        }
        draft.soundness(Soundness.TRUNCATED);
    }

    /// Source: Windows BITMAPFILEHEADER and BITMAPINFOHEADER; all numbers little-endian, a negative height means
    /// top-down rows.
    static void readBitmap(BoundedBytes bytes, FactsDraft draft) throws IOException, UnreadablePart {
        long claimed = bytes.u32LittleEndian(2);
        if (bytes.u32LittleEndian(14) == 12) {
            draft.storedSize(bytes.u16LittleEndian(18), bytes.u16LittleEndian(20));
        } else {
            draft.storedSize(bytes.s32LittleEndian(18), Math.abs((long) bytes.s32LittleEndian(22)));
        }
        if (claimed > bytes.sizeBytes()) {
            draft.problem(new ReadingProblem.Truncated("BMP", claimed, bytes.sizeBytes()));
            draft.soundness(Soundness.TRUNCATED);
        } else {
            draft.soundness(Soundness.SOUND);
        }
    }
}
