package app.safelight.place.drive;

import app.safelight.core.place.Disk.DiskTraits;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;

/// Turns the name that an item has at its source into one that a drive's file system takes and that stays as
/// near to the original as that allows.
///
/// Source of the rules: Microsoft, "Naming Files, Paths, and Namespaces"; exFAT specification 7.7.3. Threads:
/// any.
record DriveNames(DiskTraits traits) {
    private static final char SUBSTITUTE = '_';

    private static final String WINDOWS_FORBIDDEN = "\\/:*?\"<>|";

    /// Device names of MS-DOS that Windows still keeps, with any extension.
    private static final Set<String> WINDOWS_RESERVED = Set.of(
            "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "COM0", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6",
            "COM7", "COM8", "COM9", "COM¹", "COM²", "COM³", "LPT0", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6",
            "LPT7", "LPT8", "LPT9", "LPT¹", "LPT²", "LPT³");

    /// Longest ending that is kept as an extension when a name is shortened; real ones have up to 8 characters,
    /// and two of them may follow each other (`.HEIC.xmp`).
    private static final int LONGEST_EXTENSION_BYTES = 24;

    /// A name the file system takes: no control characters, no separators, nothing Windows forbids if that
    /// matters, short enough.
    ///
    /// @param reservedBytes how many bytes will still be added to the name
    String safe(String original, int reservedBytes) {
        StringBuilder name = new StringBuilder(original.length());
        original.codePoints().forEach(point -> name.appendCodePoint(isForbidden(point) ? SUBSTITUTE : point));
        String safe = name.toString();
        if (safe.isEmpty() || safe.equals(".") || safe.equals("..")) {
            return String.valueOf(SUBSTITUTE).repeat(Math.max(1, safe.length()));
        }
        int mostBytes = traits.longestNameBytes() - reservedBytes;
        if (!traits.windowsNames()) {
            return shortened(safe, mostBytes);
        }
        // Shortening may bring a dot or space to the end; replacing these does not lengthen.
        return endForWindows(shortened(endForWindows(stemForWindows(safe)), mostBytes));
    }

    private boolean isForbidden(int point) {
        return point == '/'
                || Character.isISOControl(point)
                || Character.getType(point) == Character.SURROGATE
                || point == '\u2028'
                || point == '\u2029'
                || (traits.windowsNames() && WINDOWS_FORBIDDEN.indexOf(point) >= 0);
    }

    /// The same name with everything else than ASCII replaced.
    static String ascii(String name) {
        StringBuilder ascii = new StringBuilder(name.length());
        name.codePoints().forEach(point -> ascii.appendCodePoint(point < 0x80 ? point : SUBSTITUTE));
        return ascii.toString();
    }

    static boolean isAscii(String name) {
        return name.chars().allMatch(unit -> unit < 0x80);
    }

    private static String endForWindows(String name) {
        StringBuilder end = new StringBuilder(name);
        for (int i = end.length() - 1; i >= 0 && (end.charAt(i) == '.' || end.charAt(i) == ' '); i--) {
            end.setCharAt(i, SUBSTITUTE);
        }
        return end.toString();
    }

    private static String stemForWindows(String name) {
        int dot = name.indexOf('.');
        String stem = dot < 0 ? name : name.substring(0, dot);
        return WINDOWS_RESERVED.contains(stem.stripTrailing().toUpperCase(Locale.ROOT))
                ? stem + SUBSTITUTE + name.substring(stem.length())
                : name;
    }

    /// The name with a number before its extension: `IMG_0001 (2).JPG`.
    String numbered(String name, int number, int reservedBytes) {
        String suffix = " (" + number + ")";
        String extension = extension(name);
        String stem = name.substring(0, name.length() - extension.length());
        int room = traits.longestNameBytes() - reservedBytes - bytes(extension) - bytes(suffix);
        return cut(stem, room) + suffix + extension;
    }

    private static String shortened(String name, int mostBytes) {
        if (bytes(name) <= mostBytes) {
            return name;
        }
        String extension = extension(name);
        String stem = name.substring(0, name.length() - extension.length());
        return cut(stem, mostBytes - bytes(extension)) + extension;
    }

    /// The ending of a name from its last dot on, or from the one before if that is an extension as well; empty
    /// if there is none or it is too long to be one.
    private static String extension(String name) {
        String extension = "";
        int end = name.length();
        for (int count = 0; count < 2; count++) {
            int dot = name.lastIndexOf('.', end - 1);
            if (dot <= 0 || bytes(name.substring(dot)) > LONGEST_EXTENSION_BYTES || name.indexOf(' ', dot) >= 0) {
                break;
            }
            extension = name.substring(dot);
            end = dot;
        }
        return extension;
    }

    /// Cuts to so many bytes of UTF-8, never inside a code point.
    private static String cut(String text, int mostBytes) {
        int used = 0;
        int end = 0;
        while (end < text.length()) {
            int point = text.codePointAt(end);
            used += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            if (used > mostBytes) {
                break;
            }
            end += Character.charCount(point);
        }
        return text.substring(0, end);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /// What two names have in common if the file system, or one that the drive may be moved to with the same
    /// traits, takes them for one.
    String folded(String name) {
        String folded = name;
        if (!traits.unicodeExact()) {
            folded = Normalizer.normalize(folded, Normalizer.Form.NFD);
        }
        if (!traits.caseSensitive()) {
            folded = folded.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        }
        if (!traits.unicodeExact()) {
            folded = Normalizer.normalize(folded, Normalizer.Form.NFD);
        }
        return folded;
    }
}
