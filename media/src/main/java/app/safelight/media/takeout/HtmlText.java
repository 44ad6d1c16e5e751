package app.safelight.media.takeout;

import java.util.List;
import java.util.Map;

/// Undoes the HTML escapes that titles of some exports carry. Stateless.
final class HtmlText {
    /// The escapes seen in exports, `&amp;` last so that nothing is undone twice.
    private static final List<Map.Entry<String, String>> ESCAPES = List.of(
            Map.entry("&lt;", "<"),
            Map.entry("&gt;", ">"),
            Map.entry("&quot;", "\""),
            Map.entry("&#34;", "\""),
            Map.entry("&#39;", "'"),
            Map.entry("&apos;", "'"),
            Map.entry("&nbsp;", "\u00a0"),
            Map.entry("&amp;", "&"));

    private HtmlText() {}

    static String unescape(String text) {
        String plain = text;
        for (Map.Entry<String, String> escape : ESCAPES) {
            plain = plain.replace(escape.getKey(), escape.getValue());
        }
        return plain;
    }
}
