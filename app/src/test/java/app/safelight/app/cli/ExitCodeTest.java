package app.safelight.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Every exit code happens, with the fact and what to do about it; and the page that lists them lists them all.
/// 130 is proven by `end-to-end/24-interrupt.sh`, since it takes a process of its own; 70 is a defect, and so
/// there is none to be had.
class ExitCodeTest {
    private static final Path REPOSITORY = Path.of(System.getProperty("safelight.repository"));

    /// Half a year and a day after the backup: the evidence is too old then.
    private static final long TOO_OLD_SECONDS = 181 * 86_400L;

    private final Trial trial;

    ExitCodeTest() throws IOException {
        trial = new Trial();
        trial.file("source/a.jpg", "a");
        trial.file("source/b.jpg", "b");
    }

    @AfterEach
    void cleanUp() throws IOException {
        trial.close();
    }

    @Test
    void ok() {
        backUp();
        for (List<String> command : List.of(
                List.of("status"),
                List.of("why", "a.jpg"),
                List.of("verify", "drive"),
                List.of("heal"),
                List.of("sources"),
                List.of("places"),
                List.of("policy"),
                List.of("free", "source"),
                List.of("rebuild-ledger"),
                List.of("places", "rebuild", "drive"),
                List.of("certificate", "--out", "papers"),
                List.of("restore", "drive", "--to", "restored"),
                List.of("backup", "source", "--to", "drive", "--dry-run"),
                List.of("--version"),
                List.of("--help"))) {
            Trial.Run run = trial.run(command.toArray(String[]::new)).expect(ExitCode.OK);
            assertThat(run.out()).as("%s", command).isNotBlank();
            assertThat(run.err()).as("%s", command).isEmpty();
        }
    }

    @Test
    void notSafeYet() throws IOException {
        backUp();
        trial.run("policy", "--copies", "2").expect(ExitCode.OK);
        hint(trial.run("status").expect(ExitCode.NOT_SAFE).out(), "TOO_FEW_COPIES");
        hint(trial.run("why", "a.jpg").expect(ExitCode.NOT_SAFE).out(), "[TOO_FEW_COPIES]");
        trial.run("backup", "source", "--to", "drive").expect(ExitCode.NOT_SAFE);
        trial.run("certificate", "--out", "papers").expect(ExitCode.NOT_SAFE);
    }

    @Test
    void notSafeAnyMore() {
        backUp();
        Instant later = Instant.now().plusSeconds(TOO_OLD_SECONDS);
        hint(trial.runAt(later, "status").expect(ExitCode.NOT_SAFE).out(), "EVIDENCE_TOO_OLD");
        trial.runAt(later, "verify", "drive").expect(ExitCode.OK);
        trial.runAt(later, "status").expect(ExitCode.OK);
    }

    /// Evidence from the future proves nothing, whatever was counted before the clock was set back.
    @Test
    void notSafeWhileTheClockIsWrong() {
        backUp();
        trial.run("status").expect(ExitCode.OK);
        Instant past = Instant.now().minusSeconds(TOO_OLD_SECONDS);
        trial.runAt(past, "why", "a.jpg").expect(ExitCode.NOT_SAFE);
        trial.runAt(past, "status").expect(ExitCode.NOT_SAFE);
        trial.run("status").expect(ExitCode.OK);
    }

    @Test
    void usage() {
        backUp();
        for (List<String> command : List.of(
                List.of("backup"),
                List.of("backup", "source"),
                List.of("backup", "source", "--to"),
                List.of("backup", "source", "--to", "drive", "--only", "cats"),
                List.of("backup", "source", "--to", "drive", "--since", "yesterday"),
                List.of("nonsense"),
                List.of("status", "--nonsense"),
                List.of("verify", "drive", "--sample", "0%"),
                List.of("verify", "drive", "--sample", "200%"),
                List.of("verify", "drive", "--sample", "some"),
                List.of("policy", "--copies", "0"),
                List.of("policy", "--copies", "many"),
                List.of("policy", "--max-age", "0"),
                List.of("restore", "drive"))) {
            Trial.Run run = trial.run(command.toArray(String[]::new)).expect(ExitCode.USAGE);
            assertThat(run.err()).as("%s", command).isNotBlank();
            assertThat(run.out()).as("%s", command).isEmpty();
        }
    }

    @Test
    void settingsThatMakeNoSense() throws IOException {
        backUp();
        trial.file("home/settings.properties", "policy.copies=plenty\n");
        Trial.Run run = trial.run("status").expect(ExitCode.USAGE);
        hint(run.err(), "policy.copies=plenty");
    }

    @Test
    void place() throws IOException {
        backUp();
        hint(trial.run("verify", "nowhere").expect(ExitCode.PLACE).err(), "cannot be reached");
        hint(
                trial.run("restore", "nowhere", "--to", "restored")
                        .expect(ExitCode.PLACE)
                        .err(),
                "cannot be reached");
        hint(trial.run("verify", "source").expect(ExitCode.PLACE).err(), "no place in this folder");
        Files.move(trial.folder().resolve("drive"), trial.folder().resolve("moved"));
        Files.createDirectory(trial.folder().resolve("drive"));
        hint(
                trial.run("backup", "source", "--to", "drive")
                        .expect(ExitCode.PLACE)
                        .err(),
                "Another disk is there");
        assertThat(trial.folder().resolve("drive")).isEmptyDirectory();
    }

    @Test
    void placeThatIsAFile() throws IOException {
        trial.file("file", "no folder");
        hint(
                trial.run("backup", "source", "--to", "file")
                        .expect(ExitCode.PLACE)
                        .err(),
                "");
        assertThat(trial.folder().resolve("file")).hasContent("no folder");
    }

    @Test
    void source() {
        hint(
                trial.run("backup", "nowhere", "--to", "drive")
                        .expect(ExitCode.SOURCE)
                        .err(),
                "");
        assertThat(trial.folder().resolve("drive")).doesNotExist();
    }

    @Test
    void ledger() throws IOException {
        backUp();
        Path ledger = trial.home().resolve("ledger.sqlite");
        byte[] whole = Files.readAllBytes(ledger);
        byte[] damaged = whole.clone();
        java.util.Arrays.fill(damaged, 0, 4_096, (byte) 'x');
        Files.write(ledger, damaged);
        for (List<String> command :
                List.of(List.of("status"), List.of("backup", "source", "--to", "drive"), List.of("verify", "drive"))) {
            hint(
                    trial.run(command.toArray(String[]::new))
                            .expect(ExitCode.LEDGER)
                            .err(),
                    "The ledger is damaged");
        }
        assertThat(ledger).hasBinaryContent(damaged);
        Files.write(ledger, whole);
        trial.run("status").expect(ExitCode.OK);
    }

    @Test
    void damage() throws IOException {
        backUp();
        for (Path file : Trial.files(trial.folder().resolve("drive/Files"))) {
            Files.writeString(file, "!");
        }
        hint(trial.run("verify", "drive").expect(ExitCode.DAMAGE).out(), "DAMAGED");
        Files.move(trial.folder().resolve("source"), trial.folder().resolve("away"));
        assertThat(trial.run("heal").expect(ExitCode.DAMAGE).out())
                .contains("NOT HEALED")
                .contains("no connected place or source has good bytes");
    }

    @Test
    void notFound() {
        hint(trial.run("status").expect(ExitCode.NOT_FOUND).err(), "nothing is known yet");
        backUp();
        hint(trial.run("why", "zebra.jpg").expect(ExitCode.NOT_FOUND).err(), "zebra.jpg");
        hint(
                trial.run("certificate", "--source", "none")
                        .expect(ExitCode.NOT_FOUND)
                        .err(),
                "no such source");
        hint(
                trial.run("restore", "drive", "--to", "r", "--source", "none")
                        .expect(ExitCode.NOT_FOUND)
                        .err(),
                "none");
        hint(
                trial.run("certificate", "check", "none.json")
                        .expect(ExitCode.NOT_FOUND)
                        .err(),
                "none.json");
    }

    @Test
    void invalid() throws IOException {
        trial.file("no-certificate.json", "{}");
        hint(
                trial.run("certificate", "check", "no-certificate.json")
                        .expect(ExitCode.INVALID)
                        .err(),
                "does not hold");
        backUp();
        var papers = Trial.objects(
                trial.run("certificate", "--out", "papers", "--json").json().get("certificates"));
        String file = String.valueOf(papers.getFirst().get("file"));
        trial.run("certificate", "check", file, "--place", "drive").expect(ExitCode.OK);
        Files.delete(Trial.files(trial.folder().resolve("drive/Files")).getFirst());
        assertThat(trial.run("certificate", "check", file, "--place", "drive")
                        .expect(ExitCode.INVALID)
                        .out())
                .contains("NOT at the places");
    }

    @Test
    void pageListsEveryCodeAndNoOther() throws IOException {
        Map<Integer, String> expected = new TreeMap<>();
        for (ExitCode code : ExitCode.values()) {
            expected.put(code.code(), code.name());
        }
        // The launcher's own, and those that a shell makes of signals.
        launcherCodes().forEach(code -> expected.put(code, "LAUNCHER"));
        expected.put(137, "SHELL");
        expected.put(143, "SHELL");
        Map<Integer, String> listed = new TreeMap<>();
        Pattern row = Pattern.compile("^\\| (\\d+) \\| `?([A-Z_]+)`? \\| .{10,} \\| .{5,} \\|$");
        for (String line : Files.readAllLines(REPOSITORY.resolve("docs/exit-codes.md"))) {
            var match = row.matcher(line);
            if (match.matches()) {
                assertThat(listed.put(Integer.parseInt(match.group(1)), match.group(2)))
                        .as("listed twice: %s", line)
                        .isNull();
            }
        }
        assertThat(listed).isEqualTo(expected);
    }

    private static List<Integer> launcherCodes() throws IOException {
        List<Integer> codes = new ArrayList<>();
        for (String script : List.of("safelight", "tools/program/safelight")) {
            Pattern.compile("\\bexit (9\\d)\\b")
                    .matcher(Files.readString(REPOSITORY.resolve(script)))
                    .results()
                    .map((MatchResult match) -> Integer.parseInt(match.group(1)))
                    .filter(code -> !codes.contains(code))
                    .forEach(codes::add);
        }
        assertThat(codes).isNotEmpty();
        return codes;
    }

    private void backUp() {
        trial.run("backup", "source", "--to", "drive").expect(ExitCode.OK);
    }

    /// A message tells the fact, and then what to do.
    private static void hint(String said, String fact) {
        assertThat(said).contains(fact).containsPattern("(?m)HINT: \\S");
    }
}
