package app.safelight.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is lost together with the original, or is already lost, makes nothing safe.
class LostTogetherTest {
    private final Trial trial;

    LostTogetherTest() throws IOException {
        trial = new Trial();
        trial.file("photos/a.jpg", "a");
        trial.file("photos/deep/b.jpg", "b");
    }

    @AfterEach
    void cleanUp() throws IOException {
        trial.close();
    }

    private Path at(String path) {
        return trial.folder().resolve(path);
    }

    @Test
    void aPlaceWithinTheSourceIsRefusedBeforeAnythingIsWritten() throws IOException {
        Files.createSymbolicLink(at("link"), at("photos/deep"));
        Map<String, String> before = Trial.digests(at("photos"));
        for (List<String> wrong : List.of(
                List.of("photos", "photos"),
                List.of("photos", "photos/drive"),
                List.of("photos", "link/drive"),
                List.of("photos/deep", "photos"),
                List.of("photos/../photos", "./photos/x/y/z"))) {
            Trial.Run run = trial.run("backup", wrong.getFirst(), "--to", wrong.getLast())
                    .expect(ExitCode.USAGE);
            assertThat(run.err()).as("%s", wrong).contains("HINT: Name a place on another drive.");
        }
        assertThat(Trial.digests(at("photos"))).isEqualTo(before);
        trial.run("backup", "photos", "--to", "photos2").expect(ExitCode.OK);
    }

    @Test
    void placesWithinEachOtherAreRefused() throws IOException {
        assertThat(trial.run("backup", "photos", "--to", "drive", "--to", "drive/inner")
                        .expect(ExitCode.USAGE)
                        .err())
                .contains("are not apart");
        assertThat(at("drive")).doesNotExist();
        trial.run("backup", "photos", "--to", "drive", "--to", "drive").expect(ExitCode.OK);
    }

    @Test
    void aCloneIsNoSecondPlace() throws IOException {
        trial.run("backup", "photos", "--to", "drive").expect(ExitCode.OK);
        for (Path file : Trial.files(at("drive"))) {
            Path copy = at("clone").resolve(at("drive").relativize(file));
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
        assertThat(trial.run("backup", "photos", "--to", "drive", "--to", "clone")
                        .err())
                .contains("clone is the same place as", "or a clone of it, and is not used");
    }

    @Test
    void oneDiskIsSaid() {
        assertThat(trial.run("backup", "photos", "--to", "drive").err()).contains("are on one disk");
    }

    @Test
    void aCertificateIsMadeOfWhatIsThereNow() throws IOException {
        trial.run("backup", "photos", "--to", "drive").expect(ExitCode.OK);
        assertThat(trial.run("certificate", "--out", "papers")
                        .expect(ExitCode.OK)
                        .out())
                .contains("no exception")
                .doesNotContain("Not connected");
        Files.delete(at("drive").resolve(shelved("a.jpg")));
        assertThat(trial.run("certificate", "--out", "papers")
                        .expect(ExitCode.NOT_SAFE)
                        .out())
                .contains("1 exception. Do NOT erase this source yet.");
        assertThat(page()).contains("1 photo or file of", "a.jpg").doesNotContain("b.jpg");
    }

    @Test
    void aPlaceThatIsAwayIsSaid() throws IOException {
        trial.run("backup", "photos", "--to", "drive").expect(ExitCode.OK);
        assertThat(trial.run("status").out()).doesNotContain("not connected");
        Files.move(at("drive"), at("drawer"));
        assertThat(trial.run("status").expect(ExitCode.OK).out()).contains("drive is not connected");
        assertThat(trial.run("certificate", "--out", "papers")
                        .expect(ExitCode.OK)
                        .out())
                .contains("Not connected now, so not looked at:", "before you erase anything");
        assertThat(page()).contains("not connected when this was made");
        Files.createDirectories(at("drive"));
        assertThat(trial.run("certificate", "--out", "papers").out()).contains("Not connected now");
    }

    @Test
    void aSecondPlaceIsFilledFromTheFirstWhenTheSourceIsGone() throws IOException {
        trial.run("backup", "photos", "--to", "drive").expect(ExitCode.OK);
        trial.run("free", "photos", "--yes").expect(ExitCode.OK);
        trial.run("policy", "--copies", "2").expect(ExitCode.OK);
        trial.run("backup", "photos", "--to", "drive", "--to", "second").expect(ExitCode.NOT_SAFE);
        assertThat(trial.run("status").expect(ExitCode.NOT_SAFE).out()).contains("TOO_FEW_COPIES", "safelight heal");
        assertThat(trial.run("heal").expect(ExitCode.OK).out()).contains("2 of 2 copies healed.");
        trial.run("status").expect(ExitCode.OK);
        assertThat(Trial.shelved(at("second"))).hasSize(2).isEqualTo(Trial.shelved(at("drive")));
        assertThat(trial.run("heal").expect(ExitCode.OK).out()).contains("none is lacking");
    }

    private String shelved(String name) throws IOException {
        return Trial.files(at("drive")).stream()
                .filter(file -> file.getFileName().toString().equals(name))
                .map(file -> at("drive").relativize(file).toString())
                .findFirst()
                .orElseThrow();
    }

    private String page() throws IOException {
        for (Path file : Trial.files(at("papers"))) {
            if (file.toString().endsWith(".html")) {
                return Files.readString(file);
            }
        }
        throw new AssertionError("no page");
    }
}
