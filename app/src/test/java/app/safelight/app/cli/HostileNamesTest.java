package app.safelight.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Names that trip programs up, and things in a folder that are no files: all that is a file is copied, kept
/// under a name that `sha256sum` finds, and given back under its own; all that is not is named, and hangs nothing.
class HostileNamesTest {
    /// 255 bytes in UTF-8, the longest that ext4 takes, of letters that take three each.
    private static final String LONGEST = "写".repeat(84) + "jpg";

    private static final List<String> NAMES = List.of(
            "line\nbreak.jpg",
            "carriage\rreturn.jpg",
            "tab\there.jpg",
            "\u001b[31mred.jpg",
            "\ud83d\udcf7\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67.jpg",
            "caf\u00e9.jpg",
            "cafe\u0301.jpg",
            LONGEST,
            "x".repeat(255),
            "-rf",
            "--help",
            "back\\slash.jpg",
            "\\nnot a line break.jpg",
            "trailing dot.",
            "trailing space ",
            " leading space.jpg",
            "CON",
            "nul.txt",
            "COM1.jpg",
            "a:b*c?d\"e<f>g|h.jpg",
            "same.jpg",
            "SAME.JPG",
            "same (2).jpg",
            "'quoted' \"twice\".jpg",
            "$(touch owned).jpg",
            "%s%n.jpg",
            "\u202egpj.exe",
            ".hidden.jpg",
            "...",
            "no extension",
            "SHA256SUMS",
            "place.json");

    private final Trial trial;
    private final Path source;
    private final Path drive;

    HostileNamesTest() throws IOException {
        trial = new Trial();
        source = Files.createDirectories(trial.folder().resolve("source"));
        drive = trial.folder().resolve("drive");
    }

    @AfterEach
    void cleanUp() throws IOException {
        trial.close();
    }

    @Test
    void everyNameIsCopiedCheckedAndGivenBack() throws IOException {
        for (String folder : List.of("plain", "-dash\nand\\more", "CON", "dots.")) {
            for (String name : NAMES) {
                trial.file("source/" + folder + "/" + name, folder + "/" + name);
            }
        }
        assertThat(LONGEST.getBytes(StandardCharsets.UTF_8)).hasSize(255);

        trial.run("backup", "source", "--to", "drive").expect(ExitCode.OK);
        allAreSafe(4 * NAMES.size());
        Trial.sumsHold(drive);
        assertThat(Trial.shelved(drive))
                .containsExactlyInAnyOrderElementsOf(Trial.digests(source).values());

        trial.run("restore", "drive", "--to", "restored").expect(ExitCode.OK);
        Trial.witness(trial.folder(), "diff", "-r", "source", "restored");
        assertThat(Trial.digests(trial.folder().resolve("restored"))).isEqualTo(Trial.digests(source));
        assertThat(again()).containsEntry("copied", 0L);
    }

    /// What a name could do to a terminal, it does not.
    @Test
    void noNameSteersTheTerminal() throws IOException {
        trial.file("source/\u001b[31mred\u0007.jpg", "red");
        trial.file("source/line\nbreak.jpg", "line");
        trial.run("backup", "source", "--to", "drive").expect(ExitCode.OK);
        for (String name : List.of("\u001b[31mred\u0007.jpg", "line\nbreak.jpg")) {
            Trial.Run why = trial.run("why", name).expect(ExitCode.OK);
            assertThat(why.out()).doesNotContain("\u001b").doesNotContain("\u0007");
            assertThat(why.out().lines().filter(line -> line.startsWith("break.jpg")))
                    .isEmpty();
            assertThat(Trial.objects(trial.run("why", name, "--json").json().get("assets")))
                    .singleElement()
                    .satisfies(asset -> assertThat(
                                    Trial.objects(asset.get("parts")).getFirst().get("path"))
                            .isEqualTo(name));
        }
        assertThat(trial.run("status", "--all").out()).doesNotContain("\u001b").doesNotContain("line\nbreak");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-rf", "--help"})
    void fileThatLooksLikeAnOptionCanBeAskedAbout(String name) throws IOException {
        trial.file("source/" + name, name);
        trial.run("backup", "source", "--to", "drive").expect(ExitCode.OK);
        assertThat(trial.run("why", "--", name).expect(ExitCode.OK).out()).contains("SAFE");
    }

    @Test
    void tenThousandFilesOfOneNameAreAllKept() throws IOException {
        Map<String, Integer> wanted = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            String text = "photo " + i;
            trial.file("source/" + i / 100 + "/" + i % 100 + "/IMG_0001.JPG", text);
            wanted.put(text, i);
        }
        trial.run("backup", "source", "--to", "drive", "--quiet").expect(ExitCode.OK);
        allAreSafe(10_000);
        Trial.sumsHold(drive);
        assertThat(Trial.shelved(drive))
                .hasSize(10_000)
                .containsExactlyInAnyOrderElementsOf(
                        new HashSet<>(Trial.digests(source).values()));
        for (Path file : Trial.files(drive.resolve("Files"))) {
            wanted.remove(Files.readString(file));
        }
        assertThat(wanted).isEmpty();
        trial.run("restore", "drive", "--to", "restored", "--quiet").expect(ExitCode.OK);
        Trial.witness(trial.folder(), "diff", "-r", "source", "restored");
    }

    @Test
    void linksSocketsAndPipesAreNamedAndHangNothing() throws IOException {
        trial.file("source/photo.jpg", "photo");
        trial.file("outside/other.jpg", "other");
        Files.createSymbolicLink(source.resolve("loop"), Path.of("."));
        Files.createSymbolicLink(source.resolve("ring-a"), Path.of("ring-b"));
        Files.createSymbolicLink(source.resolve("ring-b"), Path.of("ring-a"));
        Files.createSymbolicLink(source.resolve("up"), Path.of("../outside"));
        Files.createSymbolicLink(source.resolve("twin.jpg"), Path.of("photo.jpg"));
        Files.createSymbolicLink(source.resolve("nowhere.jpg"), Path.of("absent.jpg"));
        Trial.witness(source, "mkfifo", "pipe.jpg");
        Trial.witness(source, "python3", "-c", "import socket; socket.socket(socket.AF_UNIX).bind('socket.jpg')");

        Trial.Run backup = trial.run("backup", "source", "--to", "drive");
        assertThat(backup.code()).isIn(ExitCode.OK.code(), ExitCode.NOT_SAFE.code());
        Trial.sumsHold(drive);
        assertThat(Trial.shelved(drive)).containsExactly(Trial.sha256(source.resolve("photo.jpg")));
        trial.run("why", "photo.jpg").expect(ExitCode.OK);
        for (Map.Entry<String, String> one : Map.of(
                        "loop", "SOURCE_LINK_INSIDE",
                        "ring-a", "SOURCE_LINK_LOOP",
                        "up", "SOURCE_LINK_LEAVES",
                        "twin.jpg", "SOURCE_LINK_INSIDE",
                        "nowhere.jpg", "SOURCE_LINK_LOOP",
                        "pipe.jpg", "SOURCE_NOT_A_FILE",
                        "socket.jpg", "SOURCE_NOT_A_FILE")
                .entrySet()) {
            Trial.Run why = trial.run("why", one.getKey());
            assertThat(why.out()).as(one.getKey()).contains(one.getValue());
        }
    }

    @Test
    void emptyFilesAreKeptAndGivenBack() throws IOException {
        trial.file("source/a/empty.jpg", "");
        trial.file("source/b/empty.jpg", "");
        trial.file("source/empty.mov", "");
        trial.run("backup", "source", "--to", "drive").expect(ExitCode.OK);
        allAreSafe(3);
        Trial.sumsHold(drive);
        assertThat(Trial.shelved(drive)).hasSize(1);
        trial.run("restore", "drive", "--to", "restored").expect(ExitCode.OK);
        Trial.witness(trial.folder(), "diff", "-r", "source", "restored");
    }

    @Test
    void emptyFolderIsNothingToKeepSafe() {
        assertThat(trial.run("backup", "source", "--to", "drive")
                        .expect(ExitCode.OK)
                        .out())
                .contains("nothing to keep safe");
        Trial.Run status = trial.run("status").expect(ExitCode.OK);
        assertThat(status.out()).contains("nothing to keep safe");
    }

    /// A place that came to lie inside the source: its copies are not photos of the source.
    @Test
    void placeInsideTheSourceIsNotCopied() throws IOException {
        trial.file("source/photo.jpg", "photo");
        trial.run("backup", "source", "--to", "drive").expect(ExitCode.OK);
        Files.move(trial.folder().resolve("drive"), source.resolve("drive"));
        trial.run("backup", "source", "--to", "other");
        assertThat(Trial.shelved(trial.folder().resolve("other"))).hasSize(1);
    }

    private Map<String, @Nullable Object> again() {
        return trial.run("backup", "source", "--to", "drive", "--json")
                .expect(ExitCode.OK)
                .json();
    }

    /// Each file is a photo of its own here.
    private void allAreSafe(int files) {
        var status = trial.run("status", "--json").expect(ExitCode.OK).json();
        assertThat(Trial.objects(status.get("sources")))
                .singleElement()
                .satisfies(one -> assertThat(one).containsEntry("unsafe", 0L).containsEntry("assets", (long) files));
    }
}
