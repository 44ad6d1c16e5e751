package app.safelight.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// What people and programs read of each command is what stands in `src/test/resources/golden`. CONTRIBUTING
/// says how these files are written anew; the change is then looked at like any other.
class GoldenTest {
    private static final String UPDATE = "safelight.golden.update";

    private static final Path GOLDEN = Path.of("src/test/resources/golden").toAbsolutePath();

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private final Trial trial;
    private final List<String> different = new ArrayList<>();
    private final Set<String> seen = new TreeSet<>();

    GoldenTest() throws IOException {
        trial = new Trial(InstantSource.fixed(NOW), ZoneId.of("Europe/Berlin"));
    }

    @BeforeEach
    void makeSource() throws IOException {
        photo("source/DCIM/100APPLE/IMG_0001.JPG", "one", "2024-06-30T21:59:58Z");
        photo("source/DCIM/100APPLE/IMG_0002.JPG", "two", "2024-07-01T08:30:00.5Z");
        photo("source/notes\u00e9.txt", "notes", "2019-12-31T23:00:00Z");
    }

    @AfterEach
    void cleanUp() throws IOException {
        trial.close();
    }

    @Test
    void help() throws IOException {
        CommandLine root = Main.commandLine(Main.surroundings());
        check("help/safelight.txt", trial.run("--help").expect(ExitCode.OK).out());
        helpOf(root, List.of());
        done("help");
        assertThat(seen).hasSizeGreaterThan(15);
    }

    private void helpOf(CommandLine command, List<String> path) throws IOException {
        for (var one : command.getSubcommands().entrySet()) {
            List<String> name =
                    Stream.concat(path.stream(), Stream.of(one.getKey())).toList();
            String[] arguments =
                    Stream.concat(name.stream(), Stream.of("--help")).toArray(String[]::new);
            String out = trial.run(arguments).expect(ExitCode.OK).out();
            check("help/" + String.join("-", name) + ".txt", out);
            assertThat(out.lines().allMatch(line -> line.length() <= 120))
                    .as("a line of %s is too long for a terminal", name)
                    .isTrue();
            if (!name.getFirst().equals("generate-completion")
                    && one.getValue().getSubcommands().isEmpty()) {
                assertThat(out).as("an example for %s", name).contains("Example: safelight " + String.join(" ", name));
            }
            helpOf(one.getValue(), name);
        }
    }

    @Test
    void json() throws IOException {
        json("policy", ExitCode.OK, "policy");
        json("places-add", ExitCode.OK, "places", "add", "drive");
        json("backup-dry-run", ExitCode.OK, "backup", "source", "--to", "drive", "--dry-run");
        json("status-before", ExitCode.OK, "status");
        json("backup", ExitCode.OK, "backup", "source", "--to", "drive");
        json("backup-again", ExitCode.OK, "backup", "source", "--to", "drive");
        json("status", ExitCode.OK, "status");
        json("why", ExitCode.OK, "why", "IMG_0001.JPG");
        json("sources", ExitCode.OK, "sources");
        json("places", ExitCode.OK, "places");
        json("places-test", ExitCode.OK, "places", "test", "drive");
        json("verify", ExitCode.OK, "verify", "drive");
        json("certificate", ExitCode.OK, "certificate", "--out", "papers");
        Path certificate = Trial.files(trial.folder().resolve("papers")).stream()
                .filter(file -> file.toString().endsWith(".json"))
                .findFirst()
                .orElseThrow();
        check("json/certificate-file.json", Files.readString(certificate));
        json("certificate-check", ExitCode.OK, "certificate", "check", certificate.toString(), "--place", "drive");
        json("restore", ExitCode.OK, "restore", "drive", "--to", "restored");
        json("free", ExitCode.OK, "free", "source");
        json("doctor", ExitCode.OK, "doctor");
        damage();
        json("verify-damaged", ExitCode.DAMAGE, "verify", "drive");
        json("why-damaged", ExitCode.NOT_SAFE, "why", "IMG_0001.JPG");
        json("status-damaged", ExitCode.NOT_SAFE, "status");
        json("doctor-damaged", ExitCode.NOT_SAFE, "doctor");
        json(
                "certificate-check-damaged",
                ExitCode.INVALID,
                "certificate",
                "check",
                certificate.toString(),
                "--place",
                "drive");
        json("heal", ExitCode.OK, "heal");
        json("heal-again", ExitCode.OK, "heal");
        json("places-rebuild", ExitCode.OK, "places", "rebuild", "drive");
        json("rebuild-ledger", ExitCode.OK, "rebuild-ledger");
        json("free-yes", ExitCode.OK, "free", "source", "--yes");
        json("status-freed", ExitCode.OK, "status");
        done("json");
    }

    /// The text for people, in the moments that matter most to them.
    @Test
    void text() throws IOException {
        text("backup", ExitCode.OK, "backup", "source", "--to", "drive");
        text("status", ExitCode.OK, "status", "--all");
        text("why", ExitCode.OK, "why", "IMG_0001.JPG", "--history");
        text("sources", ExitCode.OK, "sources");
        text("places", ExitCode.OK, "places");
        text("doctor", ExitCode.OK, "doctor");
        damage();
        text("verify-damaged", ExitCode.DAMAGE, "verify", "drive");
        text("status-damaged", ExitCode.NOT_SAFE, "status");
        text("why-damaged", ExitCode.NOT_SAFE, "why", "IMG_0001.JPG");
        text("doctor-damaged", ExitCode.NOT_SAFE, "doctor");
        text("certificate-damaged", ExitCode.NOT_SAFE, "certificate", "--out", "papers");
        text("heal", ExitCode.OK, "heal");
        text("free", ExitCode.OK, "free", "source");
        done("text");
    }

    /// What is said of phones and of their libraries.
    @Test
    void phone() throws IOException {
        Path media = trial.unpacked(Trial.MEDIA.resolveSibling("iphone-synthetic/Media.zip"))
                .resolve("Media");
        try (PhoneBench bench = new PhoneBench(trial.folder())) {
            trial.with(bench.environment(), _ -> {}, Person.NOBODY);
            phone("devices-none", ExitCode.SOURCE, "devices");
            bench.phone(18, "Ada’s iPhone", media);
            phone("devices-stranger", ExitCode.SOURCE, "devices");
            phone("pair", ExitCode.OK, "pair");
            phone("devices", ExitCode.OK, "devices");
            phone("devices-json", ExitCode.OK, "devices", "--json");
            phone("icloud", ExitCode.NOT_SAFE, "icloud", "iphone", "--list", "--html", "report.html");
            check("phone/report.html", Files.readString(trial.folder().resolve("report.html")));
            phone("icloud-json", ExitCode.NOT_SAFE, "icloud", "iphone", "--json");
            phone("browse", ExitCode.OK, "browse", "iphone", "--kind", "photos", "--not-safe");
            phone("browse-json", ExitCode.OK, "browse", "iphone", "--album", "BurstAlbum", "--json");
            phone("browse-by-month", ExitCode.OK, "browse", "iphone", "--by", "month");
            phone("restart", ExitCode.OK, "restart", "--yes");
        }
        done("phone");
    }

    private void phone(String name, ExitCode wanted, String... arguments) throws IOException {
        Trial.Run run = trial.run(arguments).expect(wanted);
        check("phone/" + name + ".txt", run.out() + (run.err().isEmpty() ? "" : "-- error stream\n" + run.err()));
    }

    private void damage() throws IOException {
        Path victim = Trial.files(trial.folder().resolve("drive/Files")).stream()
                .filter(file -> file.endsWith("IMG_0001.JPG"))
                .findFirst()
                .orElseThrow();
        Files.writeString(victim, "0ne");
    }

    private void json(String name, ExitCode wanted, String... arguments) throws IOException {
        String[] all = Stream.concat(Stream.of(arguments), Stream.of("--json")).toArray(String[]::new);
        Trial.Run run = trial.run(all).expect(wanted);
        assertThat(run.json()).as(name).isNotEmpty();
        check("json/" + name + ".json", run.out());
    }

    private void text(String name, ExitCode wanted, String... arguments) throws IOException {
        Trial.Run run = trial.run(arguments).expect(wanted);
        check("text/" + name + ".txt", run.out() + (run.err().isEmpty() ? "" : "-- error stream\n" + run.err()));
    }

    private void photo(String path, String text, String modified) throws IOException {
        Files.setLastModifiedTime(trial.file(path, text), FileTime.from(Instant.parse(modified)));
    }

    /// Compares, or in update mode writes. What differs from machine to machine is replaced by what it is.
    private void check(String name, String said) throws IOException {
        String text = said.replace(trial.folder().toString(), "<work>")
                .replaceAll("\\b(folder|card|takeout|drive)-[0-9a-f]{16}\\b", "$1-<id>");
        assertThat(seen.add(name)).as("%s twice", name).isTrue();
        Path golden = GOLDEN.resolve(name);
        if (Boolean.getBoolean(UPDATE)) {
            Files.createDirectories(golden.getParent());
            Files.writeString(golden, text);
        } else if (!Files.exists(golden) || !Files.readString(golden).equals(text)) {
            different.add("--- " + name + " should be:\n" + (Files.exists(golden) ? Files.readString(golden) : "absent")
                    + "\n--- but was:\n" + text);
        }
    }

    /// All that were checked are the same, and there is no file that nothing is checked against.
    private void done(String kind) throws IOException {
        assertThat(different).as(String.join("\n", different)).isEmpty();
        Set<String> there = new TreeSet<>();
        for (Path file : Trial.files(GOLDEN.resolve(kind))) {
            there.add(GOLDEN.relativize(file).toString());
        }
        assertThat(there).isEqualTo(seen);
    }
}
