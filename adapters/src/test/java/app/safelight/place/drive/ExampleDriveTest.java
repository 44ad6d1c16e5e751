package app.safelight.place.drive;

import static app.safelight.place.drive.Contents.id;
import static app.safelight.place.drive.Contents.text;
import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.core.model.ItemKey;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.SourceId;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.NameHint;
import app.safelight.core.place.NameHint.Shelf;
import app.safelight.core.place.Origin;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.Staged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The example in the description of the format is read, and is exactly what the program writes.
class ExampleDriveTest {
    private static final Path EXAMPLE =
            Path.of(System.getProperty("safelight.repository", "..")).resolve("docs/format/example-drive");

    private static final PlaceId ID = new PlaceId("2f6c1d1e-7d3b-4c55-9a27-3a8f6a1f0c11");
    private static final SourceId CARD = new SourceId("card-1a2b3c4d");

    @TempDir
    Path scratch;

    /// The life of the example: two photos of one name, a film and a document; then one photo rots, is set
    /// aside, and comes again from the card.
    static void make(Path root) throws PlaceException, IOException {
        DriveLocation location = new DriveLocation(root);
        DrivePlace.Creation creation = new DrivePlace.Creation(
                ID, "The grey drive in the drawer", Instant.parse("2024-07-01T18:00:00Z"), false);
        try (DrivePlace place = location.create(creation)) {
            settle(place, Shelf.PHOTOS, "DCIM/100APPLE/IMG_0001.JPG", "2024-06-05T10:20:30Z", "a photo\n");
            settle(place, Shelf.PHOTOS, "DCIM/101APPLE/IMG_0001.JPG", "2024-06-06T11:21:31.5Z", "another photo\n");
            settle(place, Shelf.PHOTOS, "DCIM/100APPLE/IMG_0002.MOV", "2023-12-31T23:59:59Z", "a film\n");
            settle(place, Shelf.FILES, "notes/read\tme.txt", "2024-06-07T08:00:00Z", "a note\n");
        }
        Files.writeString(root.resolve("Photos/2024/2024-06/IMG_0001.JPG"), "a phoTo\n");
        try (DrivePlace place = location.open(Optional.of(ID))) {
            place.setAside(id(text("a photo\n")));
            settle(place, Shelf.PHOTOS, "DCIM/100APPLE/IMG_0001.JPG", "2024-06-05T10:20:30Z", "a photo\n");
        }
    }

    private static void settle(DrivePlace place, Shelf shelf, String path, String time, String text)
            throws PlaceException {
        byte[] bytes = text(text);
        ItemKey key = new ItemKey(CARD, path);
        Instant at = Instant.parse(time);
        NameHint hint = new NameHint(shelf, LocalDate.parse(time.substring(0, 10)), key.name(), at);
        Staged staged = Contents.stage(place, hint, bytes);
        place.settle(List.of(staged), List.of(new Origin(key, at, id(bytes))));
    }

    /// All files of a drive but the lock, which names a process.
    private static Map<String, String> filesBelow(Path root) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String path = root.relativize(file).toString();
                if (!path.equals(".safelight/lock")) {
                    files.put(path, Files.readString(file));
                }
            }
        }
        return files;
    }

    @Test
    void theProgramWritesTheExample() throws Exception {
        make(scratch);
        assertThat(filesBelow(scratch)).containsExactlyEntriesOf(filesBelow(EXAMPLE));
    }

    @Test
    void theExampleIsRead() throws Exception {
        for (var file : filesBelow(EXAMPLE).entrySet()) {
            Path copy = scratch.resolve(file.getKey());
            Files.createDirectories(copy.getParent());
            Files.writeString(copy, file.getValue());
        }
        SumsWitness.check(scratch);
        try (DrivePlace place = new DriveLocation(scratch).open(Optional.of(ID))) {
            assertThat(place.label()).isEqualTo("The grey drive in the drawer");
            assertThat(Contents.listed(place))
                    .containsExactlyInAnyOrder(
                            id(text("a photo\n")),
                            id(text("another photo\n")),
                            id(text("a film\n")),
                            id(text("a note\n")));
            assertThat(Contents.missing(place)).isEmpty();
            assertThat(Contents.origins(place))
                    .hasSize(5)
                    .extracting(origin -> origin.key().path())
                    .contains("notes/read\tme.txt");
            assertThat(place.pathOf(id(text("another photo\n")))).contains("Photos/2024/2024-06/IMG_0001 (2).JPG");
            assertThat(Contents.readBack(place, id(text("a film\n")), Evidence.READ_BACK))
                    .isEqualTo(id(text("a film\n")));
        }
    }
}
