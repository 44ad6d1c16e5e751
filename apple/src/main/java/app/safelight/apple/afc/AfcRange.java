package app.safelight.apple.afc;

/// Which bytes of which file to read.
///
/// @param lengthBytes how many there are to be; fewer or more is a fault
/// @param toEnd whether the file ends after them, which is then made sure of
public record AfcRange(String path, long offset, long lengthBytes, boolean toEnd) {
    public AfcRange {
        if (offset < 0 || lengthBytes < 0 || offset > Long.MAX_VALUE - lengthBytes) {
            throw new IllegalArgumentException("no range of a file: " + offset + " + " + lengthBytes);
        }
    }

    /// A whole file of a size that is known.
    public static AfcRange whole(String path, long sizeBytes) {
        return new AfcRange(path, 0, sizeBytes, true);
    }

    /// Some bytes in the middle of one.
    public static AfcRange part(String path, long offset, long lengthBytes) {
        return new AfcRange(path, offset, lengthBytes, false);
    }

    /// The rest of a file of a size that is known.
    public static AfcRange from(String path, long offset, long sizeBytes) {
        return new AfcRange(path, offset, sizeBytes - offset, true);
    }
}
