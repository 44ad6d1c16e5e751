package app.safelight.place.drive;

import static app.safelight.place.drive.Contents.bytes;
import static app.safelight.place.drive.Contents.creation;
import static app.safelight.place.drive.Contents.id;
import static app.safelight.place.drive.Contents.store;
import static app.safelight.place.drive.Contents.text;
import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.core.model.ContentId;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.Staged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrivePlaceTest {
    @TempDir
    Path root;

    private DrivePlace create() throws PlaceException {
        return DrivePlace.create(new RealDisk(root), root.toString(), creation("drive-1"));
    }

    private DrivePlace open() throws PlaceException {
        return DrivePlace.open(new RealDisk(root), root.toString(), Optional.empty());
    }

    @Test
    void whatIsSettledIsThereInTheNextSession() throws Exception {
        byte[] photo = bytes(1, 3_000_001);
        ContentId content;
        try (DrivePlace place = create()) {
            content = store(place, "IMG_1234.HEIC", photo);
            assertThat(place.claims(content)).isTrue();
        }
        Path file = root.resolve("Photos/2024/2024-06/IMG_1234.HEIC");
        assertThat(file).hasBinaryContent(photo);
        assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(Contents.TAKEN_AT);
        try (DrivePlace place = open()) {
            assertThat(Contents.listed(place)).containsExactly(content);
            assertThat(Contents.missing(place)).isEmpty();
            assertThat(Contents.origins(place)).containsExactly(Contents.origin("DCIM/IMG_1234.HEIC", photo));
            assertThat(Contents.readBack(place, content, Evidence.READ_BACK)).isEqualTo(content);
            Evidence strongest = place.traits().strongestEvidence();
            assertThat(Contents.readBack(place, content, strongest)).isEqualTo(content);
        }
        SumsWitness.check(root);
    }

    @Test
    void aContentIsStoredOnceWhateverItIsCalled() throws Exception {
        byte[] photo = text("the same");
        try (DrivePlace place = create()) {
            List<Staged> twins = new ArrayList<>();
            twins.add(Contents.stage(place, Contents.hint("a.jpg"), photo));
            twins.add(Contents.stage(place, Contents.hint("b.jpg"), photo));
            place.settle(twins, List.of());
            store(place, "c.jpg", photo);
            assertThat(Contents.listed(place)).containsExactly(id(photo));
        }
        assertThat(names("Photos/2024/2024-06")).containsExactly("a.jpg");
        assertThat(names(".safelight/incoming")).isEmpty();
        SumsWitness.check(root);
    }

    @Test
    void aClashGetsANumberAndNothingIsOverwritten() throws Exception {
        try (DrivePlace place = create()) {
            Files.createDirectories(root.resolve("Photos/2024/2024-06"));
            Files.writeString(root.resolve("Photos/2024/2024-06/IMG_0001.JPG"), "somebody's own file");
            store(place, "IMG_0001.JPG", text("one"));
            store(place, "IMG_0001.JPG", text("two"));
        }
        assertThat(names("Photos/2024/2024-06"))
                .containsExactlyInAnyOrder("IMG_0001.JPG", "IMG_0001 (2).JPG", "IMG_0001 (3).JPG");
        assertThat(root.resolve("Photos/2024/2024-06/IMG_0001.JPG")).hasContent("somebody's own file");
        SumsWitness.check(root);
    }

    private List<String> names(String folder) throws IOException {
        try (var files = Files.list(root.resolve(folder))) {
            return files.map(path -> String.valueOf(path.getFileName())).toList();
        }
    }
}
