package app.safelight.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.core.model.PlaceId;
import app.safelight.core.place.PlaceFault;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// A path that was named by mistake is told for what it is, and nothing is written there.
class WrongFolderTest {
    private static final Path PHONE = Trial.MEDIA.resolveSibling("iphone-synthetic");

    private final Trial trial;

    WrongFolderTest() throws IOException {
        trial = new Trial();
        trial.file("source/a.jpg", "a");
        trial.file("source/b.jpg", "b");
        trial.file("file", "no folder");
    }

    @AfterEach
    void cleanUp() throws IOException {
        assertThat(trial.folder().resolve("file")).hasContent("no folder");
        trial.close();
    }

    private String wrong(ExitCode code, String... command) {
        Trial.Run run = trial.run(command).expect(code);
        assertThat(run.err()).containsPattern("(?m)^HINT: .").doesNotContain("Exception");
        assertThat(run.err().lines()).hasSize(2);
        return run.err();
    }

    @Test
    void fileIsNoPlace() {
        assertThat(wrong(ExitCode.PLACE, "backup", "source", "--to", "file"))
                .contains("file is a file, not a folder.")
                .doesNotContain("lock switch");
        assertThat(wrong(ExitCode.PLACE, "verify", "file")).contains("file is a file, not a folder.");
        assertThat(wrong(ExitCode.PLACE, "restore", "file", "--to", "restored"))
                .contains("file is a file, not a folder.");
        assertThat(wrong(ExitCode.PLACE, "places", "add", "file")).contains("file is a file, not a folder.");
        assertThat(wrong(ExitCode.PLACE, "places", "rebuild", "file")).contains("file is a file, not a folder.");
    }

    @Test
    void fileIsNoSource() throws IOException {
        assertThat(wrong(ExitCode.SOURCE, "backup", "file", "--to", "drive"))
                .contains("file is a file, not a folder.")
                .doesNotContain("cable");
        trial.file("takeout.zip", "no archive");
        assertThat(trial.run("backup", "takeout.zip", "--to", "drive")
                        .expect(ExitCode.NOT_SAFE)
                        .out())
                .contains("SOURCE_ARCHIVE_DAMAGED");
    }

    @Test
    void driveThatMovedIsMadeKnownByVerifying() throws IOException {
        trial.run("backup", "source", "--to", "drive").expect(ExitCode.OK);
        Files.move(trial.folder().resolve("drive"), trial.folder().resolve("moved"));
        assertThat(trial.run("verify", "drive").expect(ExitCode.PLACE).err())
                .contains("Connect the drive", "in another folder now, 'safelight verify FOLDER' makes that known");
        trial.run("verify", "moved").expect(ExitCode.OK);
        assertThat(Trial.objects(trial.run("places", "--json").json().get("places"))
                        .getFirst())
                .containsEntry("location", trial.folder().resolve("moved").toString())
                .containsEntry("reachable", true);
    }

    @Test
    void reportIsRefusedBeforeTheLibraryIsRead() throws IOException {
        String media =
                trial.unpacked(PHONE.resolve("Media.zip")).resolve("Media").toString();
        assertThat(wrong(ExitCode.USAGE, "icloud", media, "--html", "nowhere/report.html"))
                .contains("nowhere/report.html cannot be written: there is no folder ");
        assertThat(wrong(ExitCode.USAGE, "icloud", media, "--csv", "file/report.csv"))
                .contains("file/report.csv cannot be written: there is no folder ");
    }

    @Test
    void nothingIsRestoredIntoThePlaceItself() throws IOException {
        trial.run("backup", "source", "--to", "drive").expect(ExitCode.OK);
        Map<String, String> before = Trial.digests(trial.folder().resolve("drive"));
        Files.createSymbolicLink(trial.folder().resolve("link"), trial.folder().resolve("drive/Files"));
        for (String into : new String[] {"drive", "drive/new/folder", "link/new"}) {
            assertThat(wrong(ExitCode.USAGE, "restore", "drive", "--to", into))
                    .contains(into + " lies in the place that is to be restored, drive.");
        }
        assertThat(Trial.digests(trial.folder().resolve("drive"))).isEqualTo(before);
        assertThat(trial.folder().resolve("drive/new")).doesNotExist();
        trial.run("restore", "drive", "--to", "drive-restored").expect(ExitCode.OK);
    }

    @Test
    void folderThatTakesNothingIsToldOnce() {
        trial.run("backup", "source", "--to", "drive").expect(ExitCode.OK);
        assertThat(wrong(ExitCode.USAGE, "restore", "drive", "--to", "file")).contains("file is a file, not a folder.");
        assertThat(wrong(ExitCode.USAGE, "restore", "drive", "--to", "file/restored"))
                .contains("nothing can be written into file/restored: Not a directory.");
    }

    @Test
    void placeThatStopsIsToldByItsFolder() {
        StringWriter err = new StringWriter();
        Output output = new Output(new PrintWriter(new StringWriter()), new PrintWriter(err));
        PlaceId id = new PlaceId("drive-1");
        try (RunProgress progress = new RunProgress(
                output, false, InstantSource.system(), one -> one.equals(id) ? "/mnt/drive" : "another")) {
            progress.placeStopped(id, new PlaceFault.Full(1, 2));
        }
        assertThat(err.toString()).startsWith("/mnt/drive takes nothing more in this run. It is full");
    }

    @Test
    void everyCommandSaysInOneWholeSentenceWhatItDoes() {
        check(Main.commandLine(Main.surroundings()));
    }

    private static void check(CommandLine command) {
        command.getSubcommands().forEach((name, one) -> {
            String[] description = one.getCommandSpec().usageMessage().description();
            if (!name.equals("generate-completion")) {
                assertThat(description).as(name).isNotEmpty();
                assertThat(description[0]).as(name).endsWith(".");
            }
            check(one);
        });
    }
}
