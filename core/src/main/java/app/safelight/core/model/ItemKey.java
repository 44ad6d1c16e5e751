package app.safelight.core.model;

/// Where one item stands in its source: a `/`-separated path below the source's root, exactly as the source
/// spells it (any Unicode, line breaks included). Never absolute, no empty, `.` or `..` segment, no NUL.
public record ItemKey(SourceId source, String path) implements Comparable<ItemKey> {
    /// Longest path accepted, in UTF-16 units. Linux stops at 4 096 bytes; a hostile archive must not get
    /// further.
    public static final int MAX_PATH_LENGTH = 4_096;

    public ItemKey {
        if (!isClean(path)) {
            throw new IllegalArgumentException("not a clean relative path: " + path);
        }
    }

    /// Whether a path may name an item: relative, no climbing out, no NUL, within [#MAX_PATH_LENGTH].
    public static boolean isClean(String path) {
        if (path.isEmpty() || path.length() > MAX_PATH_LENGTH || path.indexOf('\0') >= 0) {
            return false;
        }
        int start = 0;
        while (start <= path.length()) {
            int end = path.indexOf('/', start);
            if (end < 0) {
                end = path.length();
            }
            if (!isCleanSegment(path, start, end)) {
                return false;
            }
            start = end + 1;
        }
        return true;
    }

    private static boolean isCleanSegment(String path, int start, int end) {
        return switch (end - start) {
            case 0 -> false;
            case 1 -> path.charAt(start) != '.';
            case 2 -> path.charAt(start) != '.' || path.charAt(start + 1) != '.';
            default -> true;
        };
    }

    /// The path of the folder the item is in; empty for the root.
    public String folder() {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /// The last segment of the path.
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public int compareTo(ItemKey other) {
        int order = source.compareTo(other.source);
        return order == 0 ? path.compareTo(other.path) : order;
    }

    @Override
    public String toString() {
        return source + ":" + path;
    }
}
