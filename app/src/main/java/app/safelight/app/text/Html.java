package app.safelight.app.text;

/// Text for pages.
public final class Html {
    /// The last two of each plane are no characters, and no page may hold them.
    private static final int NO_CHARACTER = 0xFFFE;

    private Html() {}

    /// Names of files may hold anything; nothing of them becomes markup or turns the direction of text around.
    /// What is left is sound in XML too.
    public static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            switch (point) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> {
                    if (isUnfit(point)) {
                        escaped.append(String.format("\\u%04x", point));
                    } else {
                        escaped.appendCodePoint(point);
                    }
                }
            }
        });
        return escaped.toString();
    }

    private static boolean isUnfit(int point) {
        int type = Character.getType(point);
        return Character.isISOControl(point)
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || (point & NO_CHARACTER) == NO_CHARACTER;
    }
}
