package app.safelight.place.drive;

import app.safelight.core.model.ContentId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Lines of `SHA256SUMS`, as `sha256sum` of the GNU coreutils writes and checks them: digest, two spaces, path.
/// If the path holds a backslash, line feed or carriage return these are written `\\`, `\n`, `\r`, and the
/// whole line begins with a backslash.
final class Sums {
    private static final int HEX_DIGITS = 64;

    private Sums() {}

    /// Adds the line of a file.
    static void write(ContentId file, String path, ByteArrayOutputStream lines) {
        String escaped = path.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
        String line = (escaped.equals(path) ? "" : "\\") + file.sha256() + "  " + escaped + "\n";
        lines.writeBytes(line.getBytes(StandardCharsets.UTF_8));
    }

    /// One line taken apart.
    ///
    /// @param sha256 64 hexadecimal digits
    record Line(String sha256, String path) {}

    /// Reads a line without its line feed.
    ///
    /// @return null if it is not one
    static @org.jspecify.annotations.Nullable Line read(String line) {
        boolean escaped = line.startsWith("\\");
        String rest = escaped ? line.substring(1) : line;
        if (rest.length() < HEX_DIGITS + 3 || rest.charAt(HEX_DIGITS) != ' ' || rest.indexOf('\0') >= 0) {
            return null;
        }
        String digest = rest.substring(0, HEX_DIGITS);
        if (!digest.chars().allMatch(letter -> (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f'))) {
            return null;
        }
        String path = rest.substring(HEX_DIGITS + 2);
        return new Line(digest, escaped ? unescape(path) : path);
    }

    private static String unescape(String text) {
        StringBuilder path = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit == '\\' && i + 1 < text.length()) {
                i++;
                path.append(
                        switch (text.charAt(i)) {
                            case 'n' -> '\n';
                            case 'r' -> '\r';
                            default -> text.charAt(i);
                        });
            } else {
                path.append(unit);
            }
        }
        return path.toString();
    }
}
