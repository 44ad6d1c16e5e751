package app.safelight.media.thumbnail;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.media.CountingReader;
import app.safelight.media.Csv;
import app.safelight.media.Fixtures;
import app.safelight.media.GoldenFile;
import app.safelight.media.metadata.HeifPicture;
import app.safelight.media.metadata.MediaFacts;
import app.safelight.media.metadata.MetadataReader;
import app.safelight.media.metadata.Orientation;
import app.safelight.media.metadata.PixelSize;
import app.safelight.media.sniff.FileType;
import app.safelight.media.sniff.MediaKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every real file: its small pictures have the size and orientation that the manifest and its known
/// disagreements say, or the fault that is kept in `golden/thumbnails.txt`; and independent decoders see
/// the same picture.
class FixtureThumbnailTest {
    private static final Path RESOURCES =
            Path.of(System.getProperty("basedir", ".")).resolve("src/test/resources/app/safelight/media/thumbnail");

    /// A HEIC's tiles, by what all phones write.
    private static final int TILE_PIXELS = 512;

    /// A side of the largest picture may be rounded either way.
    private static final int ROUNDING_PIXELS = 1;

    @TempDir
    static Path scratch = Path.of("");

    private static final Map<String, MediaFacts> FACTS = new LinkedHashMap<>();
    private static final Map<String, ThumbnailOutcome> OUTCOMES = new LinkedHashMap<>();

    /// What both saw, from afar.
    private static final Map<String, Compared> COMPARED = new LinkedHashMap<>();

    /// What only ours showed, and what the other said.
    private static final Map<String, String> REFUSED = new LinkedHashMap<>();

    private record Compared(Grid ours, Grid theirs) {
        Grid.Difference difference() {
            return ours.from(theirs);
        }
    }

    @BeforeAll
    static void makeAll() throws IOException, InterruptedException {
        Thumbnailer thumbnailer = Thumbnailer.open(Decoders.all(), scratch);
        assertThat(thumbnailer.missing()).isEmpty();
        assertThat(thumbnailer.rendering()).isEqualTo(Rendering.FULL);
        for (Map<String, String> row : Csv.read(Fixtures.folder().resolve("manifest.csv"))) {
            String path = row.getOrDefault("path", "");
            Path file = Fixtures.folder().resolve(path);
            MediaFacts facts = Decoders.facts(file);
            FACTS.put(path, facts);
            OUTCOMES.put(path, thumbnailer.make(file, facts));
        }
        try (Stream<Path> left = Files.list(scratch)) {
            assertThat(left).as("passing files that were left").isEmpty();
        }
        compareAll();
    }

    private static void compareAll() throws IOException, InterruptedException {
        Witness witness = new Witness(scratch);
        for (Map.Entry<String, ThumbnailOutcome> entry : OUTCOMES.entrySet()) {
            String path = entry.getKey();
            if (entry.getValue() instanceof ThumbnailOutcome.Made(Thumbnails made)) {
                try {
                    Grid ours = witness.picture(made.picture(ThumbnailSize.SMALL));
                    Grid theirs = witness.sees(Fixtures.folder().resolve(path), facts(path), ours);
                    COMPARED.put(path, new Compared(ours, theirs));
                } catch (Witness.Refusal refusal) {
                    REFUSED.put(path, String.valueOf(refusal.getMessage()));
                }
            }
        }
    }

    private static Path target(String name) {
        return Path.of(System.getProperty("basedir", ".")).resolve("target").resolve(name);
    }

    @Test
    void everyFileHasItsPicturesOrItsFault() throws IOException {
        StringBuilder table = new StringBuilder();
        OUTCOMES.forEach((path, outcome) -> table.append(path)
                .append(" | ")
                .append(facts(path).type())
                .append(" | ")
                .append(said(outcome))
                .append('\n'));
        GoldenFile.check("thumbnails.txt", table.toString());
    }

    private static String said(ThumbnailOutcome outcome) {
        return switch (outcome) {
            case ThumbnailOutcome.Made(Thumbnails made) -> {
                PixelSize size = made.picture(ThumbnailSize.LARGE).size();
                yield size.width() + "x" + size.height();
            }
            case ThumbnailOutcome.Failed(ThumbnailFault.Undecodable(Decoder decoder, String _)) ->
                "Undecodable by " + decoder;
            case ThumbnailOutcome.Failed(ThumbnailFault.Crashed(Decoder decoder, int signal)) ->
                "Crashed " + decoder + " with signal " + signal;
            case ThumbnailOutcome.Failed(ThumbnailFault fault) ->
                fault.getClass().getSimpleName();
        };
    }

    @Test
    void sizesAreThoseOfTheContainerUpright() throws IOException {
        int compared = 0;
        for (Map<String, String> row : Csv.read(Fixtures.folder().resolve("manifest.csv"))) {
            String path = row.getOrDefault("path", "");
            Optional<PixelSize> shown = shown(row);
            boolean raw = facts(path).type().kind() == MediaKind.RAW;
            if (raw || shown.isEmpty() || !(OUTCOMES.get(path) instanceof ThumbnailOutcome.Made(Thumbnails made))) {
                continue;
            }
            for (ThumbnailSize size : ThumbnailSize.values()) {
                double factor = Math.min(
                        1.0,
                        (double) size.longEdgePixels()
                                / Math.max(shown.get().width(), shown.get().height()));
                PixelSize actual = made.picture(size).size();
                assertThat((double) actual.width())
                        .as("%s, %s", path, size)
                        .isCloseTo(shown.get().width() * factor, Offset.offset((double) ROUNDING_PIXELS));
                assertThat((double) actual.height())
                        .as("%s, %s", path, size)
                        .isCloseTo(shown.get().height() * factor, Offset.offset((double) ROUNDING_PIXELS));
            }
            compared++;
        }
        assertThat(compared).isGreaterThanOrEqualTo(130);
    }

    /// As the manifest's tools see it; as we do, with a kept reason, where `disagreements.csv` says so.
    private static Optional<PixelSize> shown(Map<String, String> row) throws IOException {
        Path list = Path.of(System.getProperty("basedir", "."))
                .resolve("src/test/resources/app/safelight/media/metadata/disagreements.csv");
        String text = row.getOrDefault("display_width", "") + "x" + row.getOrDefault("display_height", "");
        for (Map<String, String> known : Csv.read(list)) {
            if (known.getOrDefault("path", "").equals(row.get("path"))
                    && known.getOrDefault("field", "").equals("display_size")) {
                text = known.getOrDefault("ours", "");
            }
        }
        List<String> sides = List.of(text.split("x", -1));
        return sides.size() != 2 || sides.contains("") || sides.contains("0")
                ? Optional.empty()
                : Optional.of(new PixelSize(Integer.parseInt(sides.getFirst()), Integer.parseInt(sides.getLast())));
    }

    @Test
    void everyPhotoThatOthersDecodeIsDecoded() throws IOException {
        for (Map<String, String> row : Csv.read(Fixtures.folder().resolve("manifest.csv"))) {
            String path = row.getOrDefault("path", "");
            boolean decodes = row.getOrDefault("decodes", "").startsWith("ok");
            boolean made = OUTCOMES.get(path) instanceof ThumbnailOutcome.Made;
            // The truncated one is 8 KiB of a picture of many megabytes; the header-only one has not one frame.
            boolean hopeless = path.equals("16-broken/river-truncated.heic") || path.equals("12-video/M2TS.mts");
            if (decodes && !hopeless) {
                assertThat(made).as("%s: %s", path, OUTCOMES.get(path)).isTrue();
            }
        }
    }

    @Test
    void picturesAreBareWebp() throws IOException {
        for (ThumbnailOutcome outcome : OUTCOMES.values()) {
            if (!(outcome instanceof ThumbnailOutcome.Made(Thumbnails made))) {
                continue;
            }
            for (Picture picture : made.pictures().values()) {
                MediaFacts facts = MetadataReader.read(new CountingReader(picture.bytes()), "");
                assertThat(facts.type()).isEqualTo(FileType.WEBP);
                assertThat(facts.displaySize()).contains(picture.size());
                assertThat(facts.orientation()).isEqualTo(Orientation.UPRIGHT);
                assertThat(facts.position()).isEmpty();
                assertThat(facts.captureTime()).isEmpty();
                assertThat(facts.make()).isEmpty();
            }
        }
    }

    /// Each picture of ours against what another decoder shows. `disagreements.csv` lists those that
    /// differ, by how much they may and why, and those that no other decoder shows; a new one fails here,
    /// and one that is no more.
    @Test
    void otherDecodersSeeTheSame() throws IOException {
        StringBuilder table = new StringBuilder();
        List<String> differing = new ArrayList<>();
        COMPARED.forEach((path, compared) -> {
            Grid.Difference difference = compared.difference();
            table.append(String.format(Locale.ROOT, "%.2f %.2f %s%n", difference.mean(), difference.worst(), path));
            if (!difference.isSamePicture()) {
                differing.add(path);
            }
        });
        Files.writeString(target("thumbnail-differences.txt"), table.toString());

        List<String> mayDiffer = new ArrayList<>();
        List<String> mayBeRefused = new ArrayList<>();
        for (Map<String, String> row : Csv.read(RESOURCES.resolve("disagreements.csv"))) {
            String path = row.getOrDefault("path", "");
            assertThat(row.getOrDefault("reason", "")).as(path).isNotBlank();
            if (row.getOrDefault("mean", "").isEmpty()) {
                mayBeRefused.add(path);
            } else {
                mayDiffer.add(path);
                Grid.Difference difference = compared(path).difference();
                assertThat(difference.mean()).as(path).isLessThanOrEqualTo(number(row, "mean"));
                assertThat(difference.worst()).as(path).isLessThanOrEqualTo(number(row, "worst"));
            }
        }
        assertThat(differing)
                .as("pictures that differ; all differences are in target/thumbnail-differences.txt")
                .containsExactlyInAnyOrderElementsOf(mayDiffer);
        assertThat(REFUSED.keySet())
                .as("pictures that only we show; what was said: %s", REFUSED)
                .containsExactlyInAnyOrderElementsOf(mayBeRefused);
        assertThat(COMPARED).hasSizeGreaterThanOrEqualTo(140);
    }

    private static double number(Map<String, String> row, String column) {
        return Double.parseDouble(row.getOrDefault(column, ""));
    }

    /// The comparison above with our pictures spoilt: it would be worth nothing if it did not fail then.
    /// Left out are turns of pictures that look the same turned, a pixel alone above all.
    @Test
    void theComparisonNoticesTurns() {
        List<String> unnoticed = new ArrayList<>();
        int noticed = 0;
        for (Map.Entry<String, Compared> entry : COMPARED.entrySet()) {
            Compared compared = entry.getValue();
            for (Orientation turn : Orientation.values()) {
                boolean isEven = isSamePicture(compared.theirs().turned(turn), compared.theirs());
                if (!isEven && isSamePicture(compared.ours().turned(turn), compared.theirs())) {
                    unnoticed.add(entry.getKey() + " " + turn);
                }
                noticed += isEven ? 0 : 1;
            }
        }
        assertThat(unnoticed).isEmpty();
        assertThat(noticed).isGreaterThanOrEqualTo(850);
    }

    /// Left out are pictures that are the same to the other decoder: copies, and grey ones whose pixels
    /// were cut off.
    @Test
    void theComparisonNoticesOtherPictures() {
        List<String> unnoticed = new ArrayList<>();
        COMPARED.forEach((path, ours) -> COMPARED.forEach((other, theirs) -> {
            if (!ours.theirs().from(theirs.theirs()).isNearlySamePicture()
                    && isSamePicture(ours.ours(), theirs.theirs())) {
                unnoticed.add(path + " for " + other);
            }
        }));
        assertThat(unnoticed).isEmpty();
    }

    private static boolean isSamePicture(Grid one, Grid other) {
        return one.from(other).isSamePicture();
    }

    private static Compared compared(String path) {
        Compared compared = COMPARED.get(path);
        if (compared == null) {
            throw new AssertionError("not compared: " + path);
        }
        return compared;
    }

    @Test
    void theComparisonNoticesTiles() throws IOException {
        List<String> unnoticed = new ArrayList<>();
        int noticed = 0;
        for (Map.Entry<String, Compared> entry : COMPARED.entrySet()) {
            Optional<PixelSize> size = sizeOfTiles(entry.getKey());
            if (size.isEmpty()) {
                continue;
            }
            int wide = Math.max(1, Grid.SIDE * TILE_PIXELS / size.get().width());
            int high = Math.max(1, Grid.SIDE * TILE_PIXELS / size.get().height());
            Compared compared = entry.getValue();
            for (int row = 0; row + high <= Grid.SIDE; row += high) {
                for (int column = 0; column + wide <= Grid.SIDE; column += wide) {
                    String place = entry.getKey() + " at " + column + ", " + row;
                    if (isSamePicture(compared.ours().without(column, row, wide, high), compared.theirs())) {
                        unnoticed.add("lost: " + place);
                    }
                    if (isSamePicture(compared.ours().only(column, row, wide, high), compared.theirs())) {
                        unnoticed.add("alone: " + place);
                    }
                    noticed++;
                }
            }
        }
        assertThat(unnoticed).isEmpty();
        assertThat(noticed).isGreaterThanOrEqualTo(400);
    }

    /// Of an upright HEIC that is made of tiles.
    private static Optional<PixelSize> sizeOfTiles(String path) throws IOException {
        FileType type = facts(path).type();
        if (type != FileType.HEIC && type != FileType.HEIF) {
            return Optional.empty();
        }
        try (FileBytes bytes = FileBytes.open(Fixtures.folder().resolve(path))) {
            return HeifPicture.read(bytes)
                    .filter(HeifPicture::isGrid)
                    .flatMap(picture -> facts(path).displaySize());
        }
    }

    @Test
    void allEightOrientationsLookTheSame() {
        ThumbHash first = made("07-orientation/tiny/f1-exif.jpg").placeholder();
        PerceptualHash likeness = made("07-orientation/tiny/f1-exif.jpg").likeness();
        for (int number = 2; number <= 8; number++) {
            Thumbnails turned = made("07-orientation/tiny/f" + number + "-exif.jpg");
            assertThat(turned.placeholder()).as("orientation %s", number).isEqualTo(first);
            assertThat(turned.likeness().distance(likeness))
                    .as("orientation %s", number)
                    .isLessThanOrEqualTo(2);
        }
    }

    @Test
    void copiesAreNearAndOthersAreNot() {
        PerceptualHash low =
                made("13-dedupe/two-qualities/low/PXL_20231006_063029647.jpg").likeness();
        PerceptualHash high =
                made("13-dedupe/two-qualities/high/PXL_20231006_063029647.jpg").likeness();
        PerceptualHash another =
                made("13-dedupe/two-qualities/high/PXL_20231006_063108407.jpg").likeness();
        assertThat(low.isNear(high)).isTrue();
        assertThat(low.isNear(another)).isFalse();
        assertThat(made("13-dedupe/copies/IMG_4120.JPG")
                        .likeness()
                        .distance(made("13-dedupe/copies/IMG_4120 copy.JPG").likeness()))
                .isZero();
    }

    private static Thumbnails made(String path) {
        if (OUTCOMES.get(path) instanceof ThumbnailOutcome.Made(Thumbnails made)) {
            return made;
        }
        throw new AssertionError(path + ": " + OUTCOMES.get(path));
    }

    private static MediaFacts facts(String path) {
        MediaFacts facts = FACTS.get(path);
        if (facts == null) {
            throw new AssertionError("not read: " + path);
        }
        return facts;
    }
}
