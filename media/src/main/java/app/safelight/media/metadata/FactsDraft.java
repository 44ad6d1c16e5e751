package app.safelight.media.metadata;

import app.safelight.media.sniff.FileType;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// Collects what the parsers of one file find. The first finding of a fact stands, except that orientation and sizes
/// are set by whoever knows them best last.
final class FactsDraft {
    /// Problems kept. A hostile file can raise one for every box; a person needs the first few.
    static final int MAX_PROBLEMS = 16;

    /// The oldest surviving photograph is of 1826 or 1827; scans may carry the date of their subject.
    private static final int FIRST_YEAR_OF_PHOTOGRAPHY = 1826;

    /// Aeroplanes and balloons photograph from up to 50 km, the deepest shore lies 430 m under the sea's level, and
    /// divers photograph down to the sea's floor.
    private static final double MAX_ALTITUDE_METRES = 100_000;

    private static final double MIN_ALTITUDE_METRES = -11_100;

    /// Longest text taken from a file. Makers and models have under 64 characters.
    private static final int MAX_TEXT_CHARACTERS = 256;

    private final FileType type;
    private final Map<CaptureTimeSource, DateText> times = new EnumMap<>(CaptureTimeSource.class);
    private final List<ReadingProblem> problems = new ArrayList<>();
    private @Nullable LocalDateTime satelliteClock;
    private @Nullable GpsPosition position;
    private Orientation orientation = Orientation.UPRIGHT;
    private @Nullable PixelSize storedSize;
    private @Nullable PixelSize croppedSize;
    private @Nullable Duration duration;
    private @Nullable String make;
    private @Nullable String model;
    private @Nullable String lens;
    private @Nullable String contentIdentifier;
    private @Nullable String burstId;
    private @Nullable MotionVideo motionVideo;
    private Soundness soundness = Soundness.NOT_CHECKED;

    FactsDraft(FileType type) {
        this.type = type;
    }

    FileType type() {
        return type;
    }

    void problem(ReadingProblem problem) {
        if (problems.size() < MAX_PROBLEMS && !problems.contains(problem)) {
            problems.add(problem);
        }
    }

    void problem(UnreadablePart part) {
        problem(part.problem());
    }

    void soundness(Soundness found) {
        soundness = found;
    }

    /// Records a date text; absent, blank and impossible ones leave the rung empty.
    void time(CaptureTimeSource source, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return;
        }
        Optional<DateText> parsed = DateText.parse(text);
        if (parsed.isEmpty()) {
            problem(new ReadingProblem.Implausible(source.name(), shortened(text)));
            return;
        }
        time(source, parsed.get());
    }

    void time(CaptureTimeSource source, DateText time) {
        if (time.wallClock().getYear() < FIRST_YEAR_OF_PHOTOGRAPHY) {
            problem(new ReadingProblem.Implausible(
                    source.name(), time.wallClock().toString()));
            return;
        }
        times.putIfAbsent(source, time);
    }

    void satelliteClock(LocalDateTime utc) {
        if (satelliteClock == null && utc.getYear() >= FIRST_YEAR_OF_PHOTOGRAPHY) {
            satelliteClock = utc;
            time(CaptureTimeSource.GPS_UTC, new DateText(utc, Optional.of(ZoneOffset.UTC)));
        }
    }

    void position(double latitude, double longitude, OptionalDouble altitude) {
        if (!GpsPosition.isPossible(latitude, longitude)) {
            problem(new ReadingProblem.Implausible("GPS position", latitude + ", " + longitude));
            return;
        }
        if (position == null) {
            position = new GpsPosition(latitude, longitude, possibleAltitude(altitude));
        }
    }

    private OptionalDouble possibleAltitude(OptionalDouble altitude) {
        if (altitude.isEmpty()) {
            return altitude;
        }
        double metres = altitude.getAsDouble();
        if (metres >= MIN_ALTITUDE_METRES && metres <= MAX_ALTITUDE_METRES) {
            return altitude;
        }
        problem(new ReadingProblem.Implausible("GPS altitude", String.valueOf(metres)));
        return OptionalDouble.empty();
    }

    void orientation(Orientation found) {
        orientation = found;
    }

    /// Sizes that are not positive or do not fit an int are no sizes.
    void storedSize(long width, long height) {
        if (isSize(width, height)) {
            storedSize = new PixelSize((int) width, (int) height);
        } else {
            problem(new ReadingProblem.Implausible("size", width + " x " + height));
        }
    }

    /// The part of the stored pixels that is shown, before turning.
    void croppedSize(long width, long height) {
        if (isSize(width, height)) {
            croppedSize = new PixelSize((int) width, (int) height);
        }
    }

    boolean hasStoredSize() {
        return storedSize != null;
    }

    private static boolean isSize(long width, long height) {
        return width > 0 && height > 0 && width <= Integer.MAX_VALUE && height <= Integer.MAX_VALUE;
    }

    /// @param units length in units of which `perSecond` make a second
    void duration(long units, long perSecond) {
        if (duration == null && units > 0 && perSecond > 0 && units / perSecond <= Integer.MAX_VALUE) {
            long seconds = units / perSecond;
            long nanos = Math.round((double) (units % perSecond) / perSecond * 1e9);
            duration = Duration.ofSeconds(seconds, nanos);
        }
    }

    void make(@Nullable String found) {
        make = first(make, found);
    }

    void model(@Nullable String found) {
        model = first(model, found);
    }

    void lens(@Nullable String found) {
        lens = first(lens, found);
    }

    void contentIdentifier(@Nullable String found) {
        contentIdentifier = first(contentIdentifier, found);
    }

    void burstId(@Nullable String found) {
        burstId = first(burstId, found);
    }

    void motionVideo(MotionVideo found) {
        if (motionVideo == null) {
            motionVideo = found;
        }
    }

    boolean hasMotionVideo() {
        return motionVideo != null;
    }

    private static @Nullable String first(@Nullable String known, @Nullable String found) {
        if (known != null || found == null) {
            return known;
        }
        String clean = shortened(found.replace('\0', ' ')).strip();
        return clean.isEmpty() ? null : clean;
    }

    private static String shortened(String text) {
        return text.length() <= MAX_TEXT_CHARACTERS ? text : text.substring(0, MAX_TEXT_CHARACTERS);
    }

    MediaFacts facts() {
        PixelSize shown = croppedSize == null ? storedSize : croppedSize;
        return new MediaFacts(
                type,
                captureTime(),
                Optional.ofNullable(position),
                orientation,
                Optional.ofNullable(storedSize),
                Optional.ofNullable(shown).map(size -> size.turned(orientation)),
                Optional.ofNullable(duration),
                Optional.ofNullable(make),
                Optional.ofNullable(model),
                Optional.ofNullable(lens),
                Optional.ofNullable(contentIdentifier),
                Optional.ofNullable(burstId),
                Optional.ofNullable(motionVideo),
                soundness,
                problems);
    }

    private Optional<CaptureTime> captureTime() {
        return times.entrySet().stream().findFirst().map(best -> captureTime(best.getKey(), best.getValue()));
    }

    private CaptureTime captureTime(CaptureTimeSource source, DateText time) {
        if (time.offset().isPresent()) {
            OffsetSource known = isUtcByDefinition(source) ? OffsetSource.UTC_BY_DEFINITION : OffsetSource.STORED;
            return new CaptureTime(time.wallClock(), time.offset(), source, known);
        }
        Optional<ZoneOffset> derived =
                satelliteClock == null ? Optional.empty() : SatelliteOffset.between(time.wallClock(), satelliteClock);
        OffsetSource known = derived.isPresent() ? OffsetSource.GPS_CLOCK : OffsetSource.NONE;
        return new CaptureTime(time.wallClock(), derived, source, known);
    }

    private static boolean isUtcByDefinition(CaptureTimeSource source) {
        return switch (source) {
            // A PXL_ name is the only file name that comes with an offset.
            case QUICKTIME_HEADER_UTC, MATROSKA_UTC, GPS_UTC, FILE_NAME -> true;
            case EXIF_ORIGINAL,
                    QUICKTIME_CREATION_DATE,
                    H264,
                    RIFF,
                    EXIF_DIGITIZED,
                    XMP_ORIGINAL,
                    IPTC,
                    XMP_CREATED,
                    QUICKTIME_USER_DATA,
                    FILE_NAME_DAY,
                    EXIF_MODIFIED -> false;
        };
    }
}
