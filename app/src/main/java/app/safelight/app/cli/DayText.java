package app.safelight.app.cli;

import java.time.DateTimeException;
import java.time.LocalDate;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Days as people type them: `2024-06-30`.
final class DayText implements ITypeConverter<LocalDate> {
    @Override
    public LocalDate convert(String text) {
        try {
            return LocalDate.parse(text.strip());
        } catch (DateTimeException senseless) {
            throw new TypeConversionException("'" + text + "' is no day. A day is written 2024-06-30.");
        }
    }
}
