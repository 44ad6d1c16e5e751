package app.safelight.app.cli;

import java.util.regex.Pattern;

/// Patterns for paths, as shells have them: `?` one character, `*` any within a folder, `**` any. A pattern
/// without a slash is for the file name in any folder.
final class PathPattern {
    private PathPattern() {}

    static Pattern compile(String pattern) {
        StringBuilder regex = new StringBuilder(pattern.indexOf('/') < 0 ? "(?:.*/)?" : "");
        for (int i = 0; i < pattern.length(); i++) {
            char unit = pattern.charAt(i);
            if (unit == '*' && i + 1 < pattern.length() && pattern.charAt(i + 1) == '*') {
                regex.append(".*");
                i++;
            } else if (unit == '*') {
                regex.append("[^/]*");
            } else if (unit == '?') {
                regex.append("[^/]");
            } else {
                regex.append(Pattern.quote(String.valueOf(unit)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }
}
