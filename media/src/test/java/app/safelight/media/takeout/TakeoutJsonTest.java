package app.safelight.media.takeout;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TakeoutJsonTest {
    private static final String WHOLE = """
            {"title": "it's.jpg", "description": "on the\\nbeach", "imageViews": "3",
             "creationTime": {"timestamp": "1697872351", "formatted": "21 oct. 2023, 07:12:31 UTC"},
             "photoTakenTime": {"timestamp": "1696573800", "formatted": "6 oct. 2023, 06:30:00 UTC"},
             "geoData": {"latitude": 48.8583736, "longitude": -2.291901, "altitude": 82.09, "latitudeSpan": 0.0},
             "geoDataExif": {"latitude": 1.0, "longitude": 1.0, "altitude": 1.0},
             "people": [{"name": "Ada"}, {"name": "Grace"}, {}], "favorited": true, "trashed": true, "archived": true,
             "url": "https://photos.google.com/photo/x", "googlePhotosOrigin": {"mobileUpload": {"deviceType": "IOS"}}}
            """;

    @Test
    void everyFactOfASidecarIsRead() {
        TakeoutSidecar sidecar = sidecar(WHOLE);
        assertThat(sidecar.title()).isEqualTo("it's.jpg");
        assertThat(sidecar.description()).isEqualTo("on the\nbeach");
        assertThat(sidecar.photoTakenTime()).isEqualTo(Instant.parse("2023-10-06T06:30:00Z"));
        assertThat(sidecar.location()).isEqualTo(new GeoPoint(48.8583736, -2.291901, 82.09));
        assertThat(sidecar.people()).containsExactly("Ada", "Grace");
        assertThat(sidecar.favorited()).isTrue();
        assertThat(sidecar.trashed()).isTrue();
        assertThat(sidecar.archived()).isTrue();
        assertThat(sidecar.url()).isEqualTo("https://photos.google.com/photo/x");
        assertThat(sidecar.unusable()).isEmpty();
    }

    @Test
    void whatIsNotThereIsNotMadeUp() {
        TakeoutSidecar sidecar = sidecar("{\"photoTakenTime\": {\"timestamp\": \"-86400\"}}");
        assertThat(sidecar)
                .isEqualTo(new TakeoutSidecar(
                        "",
                        Instant.parse("1969-12-31T00:00:00Z"),
                        null,
                        "",
                        false,
                        false,
                        false,
                        java.util.List.of(),
                        "",
                        java.util.List.of()));
    }

    @Test
    void zeroZeroIsNoPlaceAndTheCamerasOwnPlaceIsTheFallback() {
        assertThat(sidecar(photo("\"geoData\": {\"latitude\": 0.0, \"longitude\": -0.0, \"altitude\": 5}"))
                        .location())
                .isNull();
        assertThat(sidecar(photo("\"geoData\": {\"latitude\": 0, \"longitude\": 0},"
                                + "\"geoDataExif\": {\"latitude\": 52.5, \"longitude\": 13.4, \"altitude\": 30}"))
                        .location())
                .isEqualTo(new GeoPoint(52.5, 13.4, 30));
        // On the equator or on the meridian of Greenwich is a place.
        assertThat(sidecar(photo("\"geoData\": {\"latitude\": 0, \"longitude\": 13.4}"))
                        .location())
                .isEqualTo(new GeoPoint(0, 13.4, 0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            geoData | {"latitude": 91, "longitude": 1}
            geoData | {"latitude": 1e999, "longitude": 1}
            geoData | {"latitude": "north", "longitude": 1}
            geoData | [1, 2]
            description | 7
            favorited | "perhaps"
            people | {"name": "Ada"}
            people | ["Ada"]
            url | null
            """)
    void unusableFieldsAreNamedAndTheRestIsRead(String field, String value) {
        TakeoutSidecar sidecar = sidecar(photo("\"" + field + "\": " + value + ", \"title\": \"x.jpg\""));
        assertThat(sidecar.unusable()).containsExactly(field);
        assertThat(sidecar.title()).isEqualTo("x.jpg");
        assertThat(sidecar.location()).isNull();
        assertThat(sidecar.people()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\"soon\"", "\"999999999999\"", "\"-99999999999999999999\"", "1.5", "null", "{}"})
    void impossibleTimesAreNamed(String timestamp) {
        TakeoutSidecar sidecar = sidecar("{\"photoTakenTime\": {\"timestamp\": " + timestamp + "}, \"title\": \"x\"}");
        assertThat(sidecar.photoTakenTime()).isNull();
        assertThat(sidecar.unusable()).containsExactly("photoTakenTime");
    }

    @Test
    void albumsAreKnownByWhatTheyHold() {
        assertThat(parse("{\"title\": \"Été\", \"description\": \"d\", \"access\": \"protected\", \"date\": {}}"))
                .isEqualTo(new TakeoutAlbum("Été", "d"));
        assertThat(parse("{\"title\": \"\", \"geoData\": {\"latitude\": 0, \"longitude\": 0}}"))
                .isEqualTo(new TakeoutAlbum("", ""));
        assertThat(parse("{\"albumData\": {\"title\": \"iPhone\", \"description\": \"\"}}"))
                .isEqualTo(new TakeoutAlbum("iPhone", ""));
    }

    @Test
    void otherObjectsAreOther() {
        assertThat(parse("{}")).isEqualTo(new TakeoutOther());
        assertThat(parse("{\"sharedAlbumComments\": [{\"text\": \"nice\"}]}")).isEqualTo(new TakeoutOther());
    }

    @Test
    void aByteOrderMarkIsNoProblem() {
        assertThat(parse("\ufeff{\"albumData\": {\"title\": \"a\"}}")).isEqualTo(new TakeoutAlbum("a", ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            `` | MALFORMED
            ` ` | MALFORMED
            [] | NOT_AN_OBJECT
            "title" | NOT_AN_OBJECT
            7 | NOT_AN_OBJECT
            { | MALFORMED
            {"title": "x | MALFORMED
            {"title": "x"} {} | MALFORMED
            {"title": "x"} junk | MALFORMED
            {"title": x} | MALFORMED
            {"people": [{"name": | MALFORMED
            {"geoData": {"latitude": 1 | MALFORMED
            {"photoTakenTime": {"timestamp" | MALFORMED
            """)
    void whatIsNoJsonIsAProblem(String document, TakeoutProblem.Kind kind) {
        assertThat(parse(document))
                .isInstanceOfSatisfying(
                        TakeoutProblem.class,
                        problem -> assertThat(problem.kind()).isEqualTo(kind));
    }

    @Test
    void bytesThatAreNoTextAreAProblem() {
        byte[] document = "{\"title\": \"x?\"}".getBytes(StandardCharsets.UTF_8);
        document[12] = (byte) 0xff;
        assertThat(TakeoutJson.parse(document))
                .isInstanceOfSatisfying(
                        TakeoutProblem.class,
                        problem -> assertThat(problem.kind()).isEqualTo(TakeoutProblem.Kind.MALFORMED));
    }

    @Test
    void whatIsOverALimitIsAProblem() {
        assertOver("{\"a\": " + "[".repeat(100_000));
        assertOver("{\"a\": " + "{\"a\": ".repeat(100));
        assertOver("{\"title\": \"" + "x".repeat(300_000) + "\"}");
        assertOver("{\"" + "x".repeat(10_000) + "\": 1}");
        assertOver("{\"geoData\": {\"latitude\": " + "9".repeat(1000) + "}}");
        assertOver("{\"a\": \"" + " ".repeat(TakeoutJson.MAX_DOCUMENT_BYTES) + "\"}");
    }

    @Test
    void aThousandPeopleAreEnough() {
        String person = "{\"name\": \"A\"},";
        TakeoutSidecar sidecar = sidecar(photo("\"people\": [" + person.repeat(5000) + "{}]"));
        assertThat(sidecar.people()).hasSize(1000);
    }

    /// Cut and damaged everywhere: an answer each time, never an exception.
    @Test
    void everyDamageIsAnAnswer() {
        byte[] whole = WHOLE.getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < whole.length - 2; length++) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            assertThat(TakeoutJson.parse(cut)).as("cut at %d", length).isInstanceOf(TakeoutProblem.class);
        }
        Random random = new Random(17);
        int read = 0;
        for (int run = 0; run < 20_000; run++) {
            byte[] damaged = whole.clone();
            for (int at = 0; at < 1 + random.nextInt(4); at++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            TakeoutDocument document = TakeoutJson.parse(damaged);
            assertThat(document).isNotNull();
            read += document instanceof TakeoutSidecar ? 1 : 0;
        }
        assertThat(read).isBetween(1, 19_999);
    }

    private static void assertOver(String document) {
        assertThat(parse(document))
                .isInstanceOfSatisfying(
                        TakeoutProblem.class,
                        problem -> assertThat(problem.kind()).isEqualTo(TakeoutProblem.Kind.OVER_LIMIT));
    }

    private static String photo(String fields) {
        return "{\"photoTakenTime\": {\"timestamp\": \"1\"}, " + fields + "}";
    }

    private static TakeoutSidecar sidecar(String document) {
        TakeoutDocument parsed = parse(document);
        assertThat(parsed).isInstanceOf(TakeoutSidecar.class);
        return (TakeoutSidecar) parsed;
    }

    private static TakeoutDocument parse(String document) {
        return TakeoutJson.parse(document.getBytes(StandardCharsets.UTF_8));
    }
}
