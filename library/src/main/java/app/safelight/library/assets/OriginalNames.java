package app.safelight.library.assets;

/// Names of files as their senders spell them: kept, but never trusted to be a path.
final class OriginalNames {
    /// Longest name kept. Every common file system stops at 255 bytes or letters.
    private static final int MAX_LENGTH = 255;

    private static final String NAMELESS = "unnamed";

    private OriginalNames() {}

    /// The last part of it, with `_` for what cannot be seen.
    static String clean(String sent) {
        int slash = Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\'));
        String name = sent.substring(slash + 1);
        StringBuilder clean = new StringBuilder();
        name.codePoints().limit(MAX_LENGTH).forEach(letter -> clean.appendCodePoint(isUnfit(letter) ? '_' : letter));
        String kept = clean.toString().strip();
        return kept.isEmpty() || kept.equals(".") || kept.equals("..") ? NAMELESS : kept;
    }

    private static boolean isUnfit(int letter) {
        int type = Character.getType(letter);
        return Character.isISOControl(letter)
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
