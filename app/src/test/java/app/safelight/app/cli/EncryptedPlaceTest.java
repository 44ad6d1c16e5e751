package app.safelight.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A place whose files are encrypted, from making it to reading it again, judged by the `age` program.
class EncryptedPlaceTest {
    private final Trial trial;

    EncryptedPlaceTest() throws IOException {
        trial = new Trial();
    }

    @BeforeEach
    void backUp() throws IOException {
        trial.file("source/a.jpg", "the first picture");
        trial.file("source/b.jpg", "the second picture");
        Trial.Run made =
                trial.run("places", "add", "vault", "--encrypt", "key.txt").expect(ExitCode.OK);
        assertThat(made.out())
                .contains("encrypted", "Keep a copy of the new key")
                .doesNotContain("SECRET");
        trial.run("backup", "source", "--to", "vault").expect(ExitCode.OK);
    }

    @AfterEach
    void cleanUp() throws IOException {
        trial.close();
    }

    @Test
    void ageOpensWhatIsThereAndNothingIsThereInTheOpen() throws IOException {
        Path vault = trial.folder().resolve("vault");
        Trial.sumsHold(vault);
        List<Path> files = Trial.files(vault.resolve("Files"));
        assertThat(files).hasSize(2).allSatisfy(file -> {
            assertThat(file.toString()).endsWith(".age");
            assertThat(Trial.witness(trial.folder(), "age", "--decrypt", "--identity", "key.txt", file.toString()))
                    .endsWith("picture");
        });
        for (Path file : Trial.files(vault)) {
            assertThat(Files.readAllBytes(file)).asString().doesNotContain("picture");
        }
    }

    @Test
    void everyCommandFindsTheKeyWhereItWasMade() throws IOException {
        trial.run("verify", "vault").expect(ExitCode.OK);
        trial.run("restore", "vault", "--to", "restored").expect(ExitCode.OK);
        assertThat(Trial.digests(trial.folder().resolve("restored")))
                .isEqualTo(Trial.digests(trial.folder().resolve("source")));
        Files.delete(trial.folder().resolve("vault/.safelight/index"));
        trial.run("places", "rebuild", "vault").expect(ExitCode.OK);
        trial.run("verify", "vault").expect(ExitCode.OK);
    }

    @Test
    void withoutTheKeyItSaysSoAndWithItNamedItGoesOn() throws IOException {
        Files.move(trial.folder().resolve("key.txt"), trial.folder().resolve("elsewhere.txt"));
        trial.run("verify", "vault").expect(ExitCode.OK);
        Trial.Run locked = trial.run("restore", "vault", "--to", "restored").expect(ExitCode.PLACE);
        assertThat(locked.err()).contains("encrypted", "--key");
        trial.run("restore", "vault", "--to", "restored", "--key", "elsewhere.txt")
                .expect(ExitCode.OK);
        assertThat(Trial.digests(trial.folder().resolve("restored")))
                .isEqualTo(Trial.digests(trial.folder().resolve("source")));
    }

    @Test
    void anEncryptedPlaceHealsAnother() throws IOException {
        trial.run("backup", "source", "--to", "open").expect(ExitCode.OK);
        Path copy = Trial.files(trial.folder().resolve("open/Files")).getFirst();
        Files.writeString(copy, "rotten");
        trial.run("verify", "open").expect(ExitCode.DAMAGE);
        for (Path original : Trial.files(trial.folder().resolve("source"))) {
            Files.delete(original);
        }
        assertThat(trial.run("heal").expect(ExitCode.OK).out()).contains("vault");
        trial.run("verify", "open").expect(ExitCode.OK);
    }

    @Test
    void whatCannotBeIsRefusedBeforeAnythingIsMade() throws IOException {
        trial.file("nonsense.txt", "hello");
        Map<List<String>, String> cases = Map.of(
                List.of("places", "add", "vault", "--encrypt", "key.txt"), "already",
                List.of("places", "add", "new", "--encrypt", "new/key.txt"), "the drive that it locks",
                List.of("places", "add", "new", "--encrypt", "nonsense.txt"), "no key file",
                List.of("restore", "vault", "--to", "restored", "--key", "nowhere.txt"), "no key file");
        cases.forEach((command, words) -> assertThat(trial.run(command.toArray(String[]::new))
                        .expect(ExitCode.USAGE)
                        .err())
                .contains(words));
        assertThat(trial.folder().resolve("new")).doesNotExist();
    }
}
