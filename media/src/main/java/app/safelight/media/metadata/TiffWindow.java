package app.safelight.media.metadata;

import com.drew.lang.BufferBoundsException;
import com.drew.lang.RandomAccessReader;
import java.io.IOException;
import java.io.Serial;

/// Lets metadata-extractor read a stretch of a file through [BoundedBytes]: nothing is copied ahead, and the file's
/// budget holds for it too.
final class TiffWindow extends RandomAccessReader {
    private final BoundedBytes bytes;
    private final long start;
    private final int length;

    /// @param lengthBytes offsets in a TIFF are 32-bit; what lies beyond 2 GiB is not looked at
    TiffWindow(BoundedBytes bytes, long start, long lengthBytes) {
        this.bytes = bytes;
        this.start = start;
        this.length = Math.clamp(lengthBytes, 0, Integer.MAX_VALUE - 8);
    }

    @Override
    public int toUnshiftedOffset(int localOffset) {
        return localOffset;
    }

    @Override
    public byte getByte(int index) throws IOException {
        validateIndex(index, 1);
        try {
            return (byte) bytes.u8(start + index);
        } catch (UnreadablePart part) {
            throw new Stopped(part);
        }
    }

    @Override
    public byte[] getBytes(int index, int count) throws IOException {
        validateIndex(index, count);
        try {
            return bytes.bytes("TIFF value", start + index, count, ExifTags.MAX_VALUE_BYTES);
        } catch (UnreadablePart part) {
            throw new Stopped(part);
        }
    }

    @Override
    protected void validateIndex(int index, int bytesRequested) throws IOException {
        if (!isValidIndex(index, bytesRequested)) {
            throw new BufferBoundsException("outside the TIFF: " + index + ", " + bytesRequested);
        }
    }

    @Override
    protected boolean isValidIndex(int index, int bytesRequested) {
        return bytesRequested >= 0 && index >= 0 && (long) index + bytesRequested <= length;
    }

    @Override
    public long getLength() {
        return length;
    }

    /// Carries an [UnreadablePart] through metadata-extractor, which knows IOExceptions only.
    static final class Stopped extends IOException {
        @Serial
        private static final long serialVersionUID = 1;

        private final transient UnreadablePart part;

        Stopped(UnreadablePart part) {
            super(part);
            this.part = part;
        }

        UnreadablePart part() {
            return part;
        }
    }
}
