package app.safelight.app.cli;

import app.safelight.app.icloud.Standing;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// States as people type them: `waiting`, `not-started`, `in-icloud`.
final class StandingText implements ITypeConverter<Standing> {
    @Override
    public Standing convert(String text) {
        String wanted = text.strip().toUpperCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(Standing.values())
                .filter(standing -> standing.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "'" + text + "' is no state; there are " + String.join(", ", all())));
    }

    private static List<String> all() {
        return Arrays.stream(Standing.values()).map(StandingText::typed).toList();
    }

    static String typed(Standing standing) {
        return standing.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
