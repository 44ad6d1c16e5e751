package app.safelight.apple.usbmux;

import java.util.Locale;
import java.util.regex.Pattern;

/// The name that a device has for ever: 40 hexadecimal digits, or 8, a dash and 16 on newer ones. Safe as a
/// part of a file name.
public record Udid(String text) {
    private static final Pattern SHAPE = Pattern.compile("[0-9A-Za-z-]{1,64}");

    private static final Pattern WITHOUT_DASH = Pattern.compile("[0-9A-Fa-f]{24}");

    private static final int DIGITS_BEFORE_DASH = 8;

    public Udid {
        if (!isValid(text)) {
            throw new IllegalArgumentException("not the name of a device");
        }
        if (WITHOUT_DASH.matcher(text).matches()) {
            text = text.substring(0, DIGITS_BEFORE_DASH) + "-" + text.substring(DIGITS_BEFORE_DASH);
        }
    }

    public static boolean isValid(String text) {
        return SHAPE.matcher(text).matches();
    }

    /// Whether a person means this device: letters large or small, with or without the dash.
    public boolean isCalled(String name) {
        return plain(text).equals(plain(name));
    }

    private static String plain(String name) {
        return name.replace("-", "").toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return text;
    }
}
