package app.safelight.media.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.media.CountingReader;
import app.safelight.media.Csv;
import app.safelight.media.Fixtures;
import app.safelight.media.sniff.FileType;
import app.safelight.media.sniff.MediaKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Holds our reading of every real file against what exiftool and a second tool read, as the shared manifest records.
///
/// Wherever a tool reads something, ours agrees or the disagreement stands in `disagreements.csv` with the reason why
/// ours is right. An unlisted disagreement fails, and so does a listed one that no longer exists.
class ManifestTest {
    private static final DateTimeFormatter MANIFEST_TIME = DateTimeFormatter.ofPattern("uuuu:MM:dd HH:mm:ss");

    /// Tools print 6 to 15 digits; this is one centimetre.
    private static final double DEGREES_TOLERANCE = 1e-7;

    private static final double METRES_TOLERANCE = 0.01;
    private static final double SECONDS_TOLERANCE = 0.001;

    /// The manifest's names of types that differ from ours in spelling only.
    private static final Map<String, FileType> TYPE_NAMES = Map.of(
            "JXL Codestream", FileType.JXL,
            "Extended WEBP", FileType.WEBP,
            "3GP", FileType.THREE_GP,
            "TXT", FileType.TEXT,
            "", FileType.UNKNOWN);

    private record Key(String path, String field) {}

    private record Pair(String theirs, String ours) {}

    private static List<Map<String, String>> rows = List.of();
    private static Map<String, MediaFacts> facts = Map.of();

    @BeforeAll
    static void readAll() throws IOException {
        rows = Csv.read(Fixtures.folder().resolve("manifest.csv"));
        facts = new LinkedHashMap<>();
        for (Map<String, String> row : rows) {
            Path file = Fixtures.folder().resolve(value(row, "path"));
            facts.put(
                    value(row, "path"),
                    MetadataReader.read(CountingReader.of(file), String.valueOf(file.getFileName())));
        }
    }

    @Test
    void everyDisagreementIsListedWithItsReason() throws IOException {
        Map<Key, Pair> found = new LinkedHashMap<>();
        for (Map<String, String> row : rows) {
            compare(row, fact(value(row, "path")), found);
        }
        Map<Key, String> reasons = new LinkedHashMap<>();
        Map<Key, Pair> listed = new LinkedHashMap<>();
        for (Map<String, String> row : Csv.read(golden())) {
            Key key = new Key(value(row, "path"), value(row, "field"));
            listed.put(key, new Pair(value(row, "theirs"), value(row, "ours")));
            reasons.put(key, value(row, "reason"));
        }
        writeActual(found, reasons);

        assertThat(found)
                .as("disagreements found; the actual list is in target/disagreements.csv")
                .isEqualTo(listed);
        assertThat(reasons.values())
                .allSatisfy(reason -> assertThat(reason.length()).isGreaterThan(20));
    }

    @Test
    void everyRowIsCompared() {
        assertThat(rows).hasSizeGreaterThanOrEqualTo(231);
        assertThat(facts.values().stream().filter(fact -> fact.captureTime().isPresent()))
                .hasSizeGreaterThanOrEqualTo(120);
    }

    private static Path golden() {
        return Path.of(System.getProperty("basedir", "."))
                .resolve("src/test/resources/app/safelight/media/metadata/disagreements.csv");
    }

    /// For the person who has to judge them: the list as it would have to be.
    private static void writeActual(Map<Key, Pair> found, Map<Key, String> reasons) throws IOException {
        StringBuilder text = new StringBuilder("path,field,theirs,ours,reason\n");
        found.forEach((key, pair) -> text.append(String.join(
                        ",",
                        Csv.quoted(key.path()),
                        key.field(),
                        Csv.quoted(pair.theirs()),
                        Csv.quoted(pair.ours()),
                        Csv.quoted(reasons.getOrDefault(key, ""))))
                .append('\n'));
        Path target = Path.of(System.getProperty("basedir", ".")).resolve("target/disagreements.csv");
        Files.createDirectories(target.resolveSibling("."));
        Files.writeString(target, text.toString());
    }

    private static MediaFacts fact(String path) {
        MediaFacts fact = facts.get(path);
        if (fact == null) {
            throw new AssertionError("not read: " + path);
        }
        return fact;
    }

    private static String value(Map<String, String> row, String column) {
        String value = row.get(column);
        if (value == null) {
            throw new AssertionError("no column " + column);
        }
        return value;
    }

    private static void compare(Map<String, String> row, MediaFacts ours, Map<Key, Pair> found) {
        String path = value(row, "path");
        type(row, ours).ifPresent(pair -> found.put(new Key(path, "file_type"), pair));
        time(row, ours, path, found);
        number(row, "gps_lat", ours.position().map(GpsPosition::latitudeDegrees), DEGREES_TOLERANCE, found);
        number(row, "gps_lon", ours.position().map(GpsPosition::longitudeDegrees), DEGREES_TOLERANCE, found);
        number(
                row,
                "gps_alt",
                ours.position()
                        .flatMap(position ->
                                position.altitudeMetres().stream().boxed().findFirst()),
                METRES_TOLERANCE,
                found);
        orientation(row, ours, found);
        text(row, "make", ours.make(), found);
        text(row, "model", ours.model(), found);
        size(row, ours, found);
        number(row, "duration_s", ours.duration().map(duration -> duration.toNanos() / 1e9), SECONDS_TOLERANCE, found);
        exactly(row, "content_identifier", ours.contentIdentifier(), found);
        exactly(row, "burst_id", ours.burstId(), found);
        if (value(row, "gps_lat").isEmpty()) {
            exactly(row, "gps_lat", ours.position().map(GpsPosition::toString), found);
        }
        motionVideo(row, ours, found);
        decodes(row, ours, found);
    }

    private static Optional<Pair> type(Map<String, String> row, MediaFacts ours) {
        String theirs = value(row, "file_type");
        if (theirs.equals("sidecar/data")) {
            MediaKind kind = ours.type().kind();
            return kind == MediaKind.SIDECAR || kind == MediaKind.OTHER
                    ? Optional.empty()
                    : Optional.of(new Pair(theirs, ours.type().name()));
        }
        @Nullable FileType expected = value(row, "bytes").equals("0") ? FileType.EMPTY : TYPE_NAMES.get(theirs);
        if (expected == null) {
            expected = FileType.valueOf(theirs);
        }
        return expected == ours.type()
                ? Optional.empty()
                : Optional.of(new Pair(theirs, ours.type().name()));
    }

    private static void time(Map<String, String> row, MediaFacts ours, String path, Map<Key, Pair> found) {
        String date = value(row, "capture_date");
        if (date.isEmpty()) {
            return;
        }
        String theirs = date.length() < 19 ? date : date.substring(0, 19);
        String mine = ours.captureTime()
                .map(time -> MANIFEST_TIME.format(time.wallClock()))
                .orElse("");
        if (!theirs.equals(mine)) {
            found.put(new Key(path, "capture_date"), new Pair(theirs, mine));
        }
        String offset = value(row, "capture_offset");
        String expected = offset.startsWith("UTC by spec") ? "+00:00" : offset;
        String mineOffset = ours.captureTime()
                .flatMap(CaptureTime::offset)
                .map(zone -> zone.equals(ZoneOffset.UTC) ? "+00:00" : zone.getId())
                .orElse("");
        if (!expected.isEmpty() && !date.startsWith("0000") && !expected.equals(mineOffset)) {
            found.put(new Key(path, "capture_offset"), new Pair(expected, mineOffset));
        }
        String subseconds = value(row, "subsec");
        int nanos = ours.captureTime()
                .map(CaptureTime::wallClock)
                .map(time -> time.get(ChronoField.NANO_OF_SECOND))
                .orElse(0);
        if (!subseconds.isEmpty() && nanos != (int) Math.round(Double.parseDouble("0." + subseconds) * 1e9)) {
            found.put(new Key(path, "subsec"), new Pair(subseconds, String.valueOf(nanos)));
        }
    }

    private static void number(
            Map<String, String> row, String field, Optional<Double> ours, double tolerance, Map<Key, Pair> found) {
        String theirs = value(row, field);
        if (theirs.isEmpty()) {
            return;
        }
        if (ours.isEmpty() || Math.abs(ours.get() - Double.parseDouble(theirs)) > tolerance) {
            found.put(
                    new Key(value(row, "path"), field),
                    new Pair(theirs, ours.map(String::valueOf).orElse("")));
        }
    }

    private static void text(Map<String, String> row, String field, Optional<String> ours, Map<Key, Pair> found) {
        String theirs = value(row, field);
        if (!theirs.isEmpty() && !ours.equals(Optional.of(theirs))) {
            found.put(new Key(value(row, "path"), field), new Pair(theirs, ours.orElse("")));
        }
    }

    /// Facts that join files or place them on a map: one that only we read is a disagreement too.
    private static void exactly(Map<String, String> row, String field, Optional<String> ours, Map<Key, Pair> found) {
        String theirs = value(row, field);
        if (!theirs.equals(ours.orElse(""))) {
            found.put(new Key(value(row, "path"), field), new Pair(theirs, ours.orElse("")));
        }
    }

    /// EXIF orientation where there is one; a movie's rotation otherwise.
    private static void orientation(Map<String, String> row, MediaFacts ours, Map<Key, Pair> found) {
        String exif = value(row, "orientation");
        String rotation = value(row, "rotation");
        boolean movie = ours.type().kind() == MediaKind.VIDEO;
        @Nullable String theirs = !exif.isEmpty() ? exif : (movie && !rotation.isEmpty() ? ofRotation(rotation) : null);
        String mine = String.valueOf(ours.orientation().exifValue());
        if (theirs != null && !theirs.equals(mine)) {
            found.put(new Key(value(row, "path"), "orientation"), new Pair(theirs, mine));
        }
    }

    private static String ofRotation(String degrees) {
        return switch (degrees) {
            case "0" -> "1";
            case "90" -> "6";
            case "180" -> "3";
            case "270" -> "8";
            default -> degrees;
        };
    }

    private static void size(Map<String, String> row, MediaFacts ours, Map<Key, Pair> found) {
        String width = value(row, "display_width");
        if (width.isEmpty() || width.equals("0")) {
            return;
        }
        String theirs = width + "x" + value(row, "display_height");
        String mine = ours.displaySize()
                .map(size -> size.width() + "x" + size.height())
                .orElse("");
        if (!theirs.equals(mine)) {
            found.put(new Key(value(row, "path"), "display_size"), new Pair(theirs, mine));
        }
    }

    private static void motionVideo(Map<String, String> row, MediaFacts ours, Map<Key, Pair> found) {
        String offset = value(row, "motion_video_offset");
        String theirs = offset.isEmpty() ? "" : offset + "+" + value(row, "motion_video_bytes");
        String mine = ours.motionVideo()
                .map(video -> video.offsetBytes() + "+" + video.sizeBytes())
                .orElse("");
        if (!theirs.equals(mine)) {
            found.put(new Key(value(row, "path"), "motion_video"), new Pair(theirs, mine));
        }
    }

    /// A file that decodes must not be called broken, nor one that fails be called sound.
    private static void decodes(Map<String, String> row, MediaFacts ours, Map<Key, Pair> found) {
        String theirs = value(row, "decodes");
        boolean broken = ours.soundness() == Soundness.TRUNCATED || ours.soundness() == Soundness.MALFORMED;
        boolean decodesWell = theirs.startsWith("ok") && !theirs.equals("ok with warnings");
        boolean sound = ours.soundness() == Soundness.SOUND;
        boolean disagrees = (decodesWell && broken) || (theirs.equals("fail") && sound);
        if (disagrees) {
            found.put(
                    new Key(value(row, "path"), "decodes"),
                    new Pair(theirs, ours.soundness().name()));
        }
    }
}
