package app.safelight.media.metadata;

import app.safelight.media.metadata.ExifTags.Directory;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoField;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Turns Exif tags into facts.
final class ExifFacts {
    private final ExifTags tags;
    private final FactsDraft draft;

    private ExifFacts(ExifTags tags, FactsDraft draft) {
        this.tags = tags;
        this.draft = draft;
    }

    /// Everything but the pixel sizes, which the container knows better.
    static void record(ExifTags tags, FactsDraft draft) {
        ExifFacts facts = new ExifFacts(tags, draft);
        facts.times();
        facts.position();
        facts.anywhere(ExifTags.MAKE, draft::make);
        facts.anywhere(ExifTags.MODEL, draft::model);
        draft.lens(facts.exifText(ExifTags.LENS_MODEL));
        draft.contentIdentifier(tags.text(Directory.APPLE, ExifTags.APPLE_CONTENT_IDENTIFIER));
        draft.burstId(tags.text(Directory.APPLE, ExifTags.APPLE_BURST));
        long orientation = tags.number(Directory.MAIN, ExifTags.ORIENTATION, -1);
        if (orientation != -1) {
            draft.orientation(Orientation.ofExif(orientation));
        }
    }

    private void times() {
        String original = exifText(ExifTags.ORIGINAL);
        String digitized = exifText(ExifTags.DIGITIZED);
        String modified = tags.text(Directory.MAIN, ExifTags.MODIFIED);
        String offsetModified = exifText(ExifTags.OFFSET_MODIFIED);
        String offsetDigitized =
                either(exifText(ExifTags.OFFSET_DIGITIZED), sameTime(digitized, modified, offsetModified));
        String offsetOriginal = either(
                exifText(ExifTags.OFFSET_ORIGINAL),
                either(sameTime(original, digitized, offsetDigitized), sameTime(original, modified, offsetModified)));
        time(CaptureTimeSource.EXIF_ORIGINAL, original, ExifTags.SUBSECONDS_ORIGINAL, offsetOriginal);
        time(CaptureTimeSource.EXIF_DIGITIZED, digitized, ExifTags.SUBSECONDS_DIGITIZED, offsetDigitized);
        time(CaptureTimeSource.EXIF_MODIFIED, modified, ExifTags.SUBSECONDS_MODIFIED, offsetModified);
    }

    /// An offset given for one of the times holds for another if both show the same wall clock.
    private static @Nullable String sameTime(@Nullable String time, @Nullable String other, @Nullable String offset) {
        return time != null && time.equals(other) ? offset : null;
    }

    private static @Nullable String either(@Nullable String first, @Nullable String second) {
        return first != null && !first.isBlank() ? first : second;
    }

    private void time(CaptureTimeSource source, @Nullable String text, int subsecondsTag, @Nullable String offset) {
        // Scanners and cameras without a set clock leave the digits blank: no date, and no problem either.
        if (text == null || text.chars().noneMatch(Character::isDigit)) {
            return;
        }
        Optional<DateText> parsed = DateText.parse(text);
        if (parsed.isEmpty()) {
            draft.problem(new ReadingProblem.Implausible(source.name(), text));
            return;
        }
        DateText time = parsed.get();
        String subseconds = exifText(subsecondsTag);
        if (subseconds != null && time.wallClock().get(ChronoField.NANO_OF_SECOND) == 0) {
            time = time.withSubseconds(subseconds);
        }
        draft.time(source, offset == null ? time : time.withOffset(DateText.parseOffset(offset)));
    }

    /// Some writers put the main directory's tags into Exif's.
    private void anywhere(int tag, Consumer<@Nullable String> fact) {
        fact.accept(tags.text(Directory.MAIN, tag));
        fact.accept(tags.text(Directory.EXIF, tag));
    }

    /// Some writers put Exif's tags into the main directory.
    private @Nullable String exifText(int tag) {
        String text = tags.text(Directory.EXIF, tag);
        return text != null ? text : tags.text(Directory.MAIN, tag);
    }

    private void position() {
        satelliteClock();
        double latitude = degrees(ExifTags.GPS_LATITUDE, ExifTags.GPS_LATITUDE_REFERENCE, 'S');
        double longitude = degrees(ExifTags.GPS_LONGITUDE, ExifTags.GPS_LONGITUDE_REFERENCE, 'W');
        if (!Double.isNaN(latitude) && !Double.isNaN(longitude)) {
            draft.position(latitude, longitude, altitude());
        }
    }

    private double degrees(int valueTag, int referenceTag, char negative) {
        double[] parts = tags.numbers(Directory.GPS, valueTag);
        String text = tags.text(Directory.GPS, valueTag);
        if (parts.length == 0 && text != null) {
            parts = GeographicText.numbers(text);
        }
        if (parts.length == 0 || Double.isNaN(parts[0])) {
            return Double.NaN;
        }
        double degrees = parts[0];
        double share = 60;
        for (int i = 1; i < Math.min(3, parts.length); i++, share *= 60) {
            degrees += Double.isNaN(parts[i]) ? 0 : parts[i] / share;
        }
        String reference = tags.text(Directory.GPS, referenceTag);
        boolean turned =
                reference != null && !reference.isEmpty() && Character.toUpperCase(reference.charAt(0)) == negative;
        return turned ? -degrees : degrees;
    }

    private OptionalDouble altitude() {
        double[] metres = tags.numbers(Directory.GPS, ExifTags.GPS_ALTITUDE);
        if (metres.length == 0 || Double.isNaN(metres[0])) {
            return OptionalDouble.empty();
        }
        boolean below = tags.number(Directory.GPS, ExifTags.GPS_ALTITUDE_REFERENCE, 0) == 1;
        return OptionalDouble.of(below ? -metres[0] : metres[0]);
    }

    private void satelliteClock() {
        String day = tags.text(Directory.GPS, ExifTags.GPS_DAY);
        double[] time = tags.numbers(Directory.GPS, ExifTags.GPS_TIME);
        if (day == null || day.length() < 10 || time.length != 3) {
            return;
        }
        try {
            LocalDate date = LocalDate.of(
                    Integer.parseInt(day.substring(0, 4)),
                    Integer.parseInt(day.substring(5, 7)),
                    Integer.parseInt(day.substring(8, 10)));
            LocalDateTime utc = date.atTime((int) time[0], (int) time[1], Math.min(59, (int) time[2]));
            draft.satelliteClock(utc);
        } catch (DateTimeException | NumberFormatException impossible) {
            draft.problem(new ReadingProblem.Implausible("GPS date", day));
        }
    }
}
