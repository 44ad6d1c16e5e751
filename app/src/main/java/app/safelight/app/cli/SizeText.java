package app.safelight.app.cli;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Sizes as people type them, in decimal units as drives are sold: `500kB`, `100MB`, `1.5 GB`.
final class SizeText implements ITypeConverter<Long> {
    private static final Pattern SHAPE = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,3})?) ?(|b|kb|mb|gb|tb)");

    @Override
    public Long convert(String text) {
        Matcher matcher = SHAPE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + text + "' is no size; write 500kB, 100MB or 1.5GB");
        }
        int zeros = switch (matcher.group(2)) {
            case "kb" -> 3;
            case "mb" -> 6;
            case "gb" -> 9;
            case "tb" -> 12;
            default -> 0;
        };
        BigDecimal bytes = new BigDecimal(matcher.group(1)).scaleByPowerOfTen(zeros);
        return bytes.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue();
    }
}
