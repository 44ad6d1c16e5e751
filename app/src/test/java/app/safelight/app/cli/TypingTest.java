package app.safelight.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is typed wrongly is named, with what was probably meant; in two lines, not in a page.
class TypingTest {
    private static final Path PHONE = Trial.MEDIA.resolveSibling("iphone-synthetic");

    private final Trial trial;

    TypingTest() throws IOException {
        trial = new Trial();
    }

    @BeforeEach
    void photos() throws IOException {
        trial.file("source/a.jpg", "a");
        trial.file("source/b.mov", "b");
    }

    @AfterEach
    void cleanUp() throws IOException {
        trial.close();
    }

    private void wrong(String fact, String hint, String... command) {
        Trial.Run run = trial.run(command).expect(ExitCode.USAGE);
        assertThat(run.err()).startsWith("safelight: " + fact + "\n").contains(hint);
        assertThat(run.err().lines()).hasSizeBetween(1, 2);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void unknownOptionIsNamed() {
        String help = "HINT: Run 'safelight backup --help'";
        wrong("Unknown option '--too'. Did you mean --to?", help, "backup", "source", "--too", "drive");
        wrong("Unknown option '-to'. Did you mean --to?", help, "backup", "source", "-to", "drive");
        wrong("Unknown option '--too'. Did you mean --to?", help, "backup", "source", "--too=drive");
        wrong("Unknown option '--zebra'.", help, "backup", "source", "--to", "drive", "--zebra");
        wrong("Missing required option: '--to=PLACE'", help, "backup", "source");
        wrong(
                "Unknown option '--encrpt'. Did you mean --encrypt?",
                "places add --help",
                "places",
                "add",
                "--encrpt",
                "d");
    }

    @Test
    void unknownCommandIsNamed() {
        wrong("Unknown command 'stauts'. Did you mean status?", "HINT: Run 'safelight --help'", "stauts");
        wrong("Unknown command 'zebra'.", "HINT: Run 'safelight --help'", "zebra");
        wrong(
                "'drive' is one word too many. A name with spaces needs quotes around it.",
                "HINT: Run 'safelight backup --help'",
                "backup",
                "source",
                "drive");
    }

    @Test
    void dayIsWrittenLikeThis() {
        for (String option : new String[] {"--since", "--until"}) {
            Trial.Run run = trial.run("backup", "source", "--to", "drive", option, "yesterday")
                    .expect(ExitCode.USAGE);
            assertThat(run.err())
                    .contains("'yesterday' is no day. A day is written 2024-06-30.")
                    .doesNotContain("Exception");
        }
    }

    @Test
    void ageIsInDays() {
        wrong("--max-age is a number of days, at least 1, not -1.", "", "policy", "--max-age", "-1");
    }

    @Test
    void helpIsAskedForInMoreWaysThanOne() {
        assertThat(trial.run("help").expect(ExitCode.OK).out())
                .isEqualTo(trial.run("--help").expect(ExitCode.OK).out())
                .contains("safelight backup FOLDER --to DRIVE");
        assertThat(trial.run("help", "places", "add").expect(ExitCode.OK).out())
                .isEqualTo(
                        trial.run("places", "add", "--help").expect(ExitCode.OK).out())
                .contains("--encrypt");
    }

    @Test
    void conditionsSayHowMuchTheyChose() {
        assertThat(trial.run("backup", "source", "--to", "drive", "--only", "sounds")
                        .out())
                .contains("The conditions chose NOTHING in ", "HINT: Look at --only and --since again.");
        assertThat(trial.run("backup", "source", "--to", "drive", "--only", "other")
                        .out())
                .contains("The conditions chose 2 photos and files.");
        assertThat(trial.run("backup", "source", "--to", "drive").out()).doesNotContain("conditions");
    }

    @Test
    void conditionsOnALibrarySayHowMuchTheyChose() throws IOException {
        String media =
                trial.unpacked(PHONE.resolve("Media.zip")).resolve("Media").toString();
        assertThat(trial.run("backup", media, "--to", "drive", "--album", "Nope")
                        .out())
                .contains("The conditions chose NOTHING in ", "HINT: 'safelight browse " + media + "' shows");
        assertThat(trial.run("backup", media, "--to", "drive", "--album", "BurstAlbum", "--dry-run")
                        .out())
                .contains("The conditions chose 1 photo or file.");
        assertThat(trial.run("backup", media, "--to", "drive", "--album", "BurstAlbum")
                        .out())
                .contains("The conditions chose 1 photo or file.");
    }

    @Test
    void patternThatMatchesNothingRestoresNothing() {
        trial.run("backup", "source", "--to", "drive").expect(ExitCode.OK);
        assertThat(trial.run("restore", "drive", "--to", "restored", "--only", "nothing*")
                        .expect(ExitCode.NOT_FOUND)
                        .err())
                .contains("nothing in drive matches 'nothing*'.", "HINT: ");
        assertThat(trial.folder().resolve("restored")).doesNotExist();
        assertThat(trial.run("restore", "drive", "--to", "restored", "--only", "*.jpg")
                        .expect(ExitCode.OK)
                        .out())
                .contains("1 file (");
    }
}
