package app.safelight.media.metadata;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Positions written as text.
final class GeographicText {
    /// Longer texts are no positions.
    private static final int MAX_CHARACTERS = 128;

    /// Degrees, minutes, seconds: more parts than these mean nothing.
    private static final int MAX_NUMBERS = 4;

    private static final Pattern NUMBER = Pattern.compile("\\d{1,10}(?:\\.\\d{1,20})?");

    /// ISO 6709 in degrees: `+38.1893-119.9558+2004.158/`.
    private static final Pattern ISO_6709 = Pattern.compile(
            "([+-]\\d{1,3}(?:\\.\\d{1,20})?)([+-]\\d{1,3}(?:\\.\\d{1,20})?)([+-]\\d{1,6}(?:\\.\\d{1,20})?)?.*");

    private GeographicText() {}

    /// The unsigned numbers in a text such as `52, 0, 50` or `37,46.494N`, at most [#MAX_NUMBERS].
    static double[] numbers(String text) {
        if (text.length() > MAX_CHARACTERS) {
            return new double[0];
        }
        double[] found = new double[MAX_NUMBERS];
        int count = 0;
        Matcher matcher = NUMBER.matcher(text);
        while (count < MAX_NUMBERS && matcher.find()) {
            found[count++] = Double.parseDouble(matcher.group());
        }
        return Arrays.copyOf(found, count);
    }

    static void iso6709(@Nullable String text, FactsDraft draft) {
        if (text == null || text.length() > MAX_CHARACTERS) {
            return;
        }
        Matcher matcher = ISO_6709.matcher(text.strip());
        if (matcher.matches()) {
            String altitude = matcher.group(3);
            draft.position(
                    Double.parseDouble(matcher.group(1)),
                    Double.parseDouble(matcher.group(2)),
                    altitude == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(altitude)));
        }
    }

    /// XMP's `37,46.494N` or `37,46,29.6N`; NaN if it is none.
    static double xmpDegrees(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return Double.NaN;
        }
        double[] parts = numbers(text);
        if (parts.length == 0) {
            return Double.NaN;
        }
        double degrees = parts[0];
        double share = 60;
        for (int i = 1; i < Math.min(3, parts.length); i++, share *= 60) {
            degrees += parts[i] / share;
        }
        char last = Character.toUpperCase(text.strip().charAt(text.strip().length() - 1));
        return last == 'S' || last == 'W' || text.strip().startsWith("-") ? -degrees : degrees;
    }
}
