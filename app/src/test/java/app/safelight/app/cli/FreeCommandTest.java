package app.safelight.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is deleted is proven, what is kept has its reason, and nobody learns only afterwards that the drives
/// hold the last copies.
class FreeCommandTest {
    private final Trial trial;

    FreeCommandTest() throws IOException {
        trial = new Trial();
        trial.file("source/a.jpg", "a");
        trial.file("source/b.jpg", "b");
    }

    @AfterEach
    void cleanUp() throws IOException {
        trial.close();
    }

    private void backUp(String... places) {
        for (String place : places) {
            trial.run("backup", "source", "--to", place).expect(ExitCode.OK);
        }
    }

    @Test
    void sourceThatWasNeverBackedUp() throws IOException {
        assertThat(trial.run("free", "source").expect(ExitCode.NOT_FOUND).err())
                .contains("was never backed up")
                .contains("HINT: Back it up first: safelight backup source --to DRIVE");
        backUp("drive");
        trial.file("other/c.jpg", "c");
        trial.run("free", "other", "--yes").expect(ExitCode.NOT_FOUND);
        assertThat(trial.folder().resolve("other/c.jpg")).exists();
    }

    @Test
    void whatIsKeptIsCountedWithItsReason() {
        backUp("drive");
        trial.run("policy", "--copies", "2").expect(ExitCode.OK);
        assertThat(trial.run("free", "source").expect(ExitCode.NOT_SAFE).out())
                .contains("0 photos and files (")
                .contains("2 photos and files would be kept, since they are NOT proven safe:")
                .contains("  2  TOO_FEW_COPIES  ")
                .contains("HINT: Back it up first: safelight backup source --to DRIVE")
                .doesNotContain("--yes");
        assertThat(trial.run("free", "source", "--json")
                        .expect(ExitCode.NOT_SAFE)
                        .json())
                .containsEntry("notSafe", 2L)
                .containsEntry("assets", List.of());
    }

    @Test
    void warnsThatTheDrivesWillHoldTheOnlyCopies() {
        backUp("drive");
        String drive = trial.folder().resolve("drive").toString();
        assertThat(trial.run("free", "source").expect(ExitCode.OK).out())
                .contains("WARNING: Afterwards the only copies are those on " + drive
                        + ": 1 copy of each. If that drive fails, they are gone.");
        backUp("second");
        assertThat(trial.run("free", "source").expect(ExitCode.OK).out())
                .contains(drive + " and " + trial.folder().resolve("second") + ": 2 copies of each at least.");
    }

    @Test
    void phoneIsNoCard() {
        assertThat(trial.run("free", "iphone").expect(ExitCode.USAGE).err())
                .contains("on cards and in folders only, not on a phone", "HINT: ");
        assertThat(trial.home()).doesNotExist();
    }

    @Test
    void originalThatChangedIsToldAsSuch() throws IOException {
        backUp("drive");
        Files.writeString(trial.folder().resolve("source/a.jpg"), "changed");
        assertThat(trial.run("free", "source", "--yes")
                        .expect(ExitCode.NOT_SAFE)
                        .out())
                .contains("KEPT  a.jpg: It has changed since it was backed up. Run the backup again")
                .contains("1 photo or file deleted");
        assertThat(trial.folder().resolve("source/a.jpg")).hasContent("changed");
        assertThat(trial.folder().resolve("source/b.jpg")).doesNotExist();
    }

    @Test
    void damagedCopyIsToldAsSuch() throws IOException {
        backUp("drive");
        for (Path file : Trial.files(trial.folder().resolve("drive/Files"))) {
            Files.writeString(file, "!");
        }
        String drive = trial.folder().resolve("drive").toString();
        assertThat(trial.run("free", "source", "--yes")
                        .expect(ExitCode.NOT_SAFE)
                        .out())
                .contains("At " + drive + ": The copy's bytes have changed")
                .contains("Run 'safelight heal', then this again.")
                .doesNotContain("connect its place");
        assertThat(trial.folder().resolve("source/a.jpg")).exists();
        assertThat(trial.folder().resolve("source/b.jpg")).exists();
    }
}
