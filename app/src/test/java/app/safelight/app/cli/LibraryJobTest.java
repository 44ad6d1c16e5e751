package app.safelight.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The main job with the library as the place: signing in, backing up, and everything that goes wrong between.
class LibraryJobTest {
    private static final int PHOTOS = 12;

    private final Trial trial = trial();
    private TestLibrary library;

    private static Trial trial() {
        try {
            return new Trial();
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    @BeforeEach
    void start() throws Exception {
        library = new TestLibrary(Files.createDirectories(trial.folder().resolve("server")));
        trial.file("password.txt", TestLibrary.PASSWORD + "\n");
        for (int i = 0; i < PHOTOS; i++) {
            trial.file("card/DCIM/" + (100 + i % 3) + "/IMG_" + i + ".JPG", "photo " + i + " ".repeat(i * 1_000));
        }
    }

    @AfterEach
    void stop() throws Exception {
        library.close();
        trial.close();
    }

    private Trial.Run setUp() throws Exception {
        return trial.run("login", library.firstLink(), "--name", "Ada", "--password-file", "password.txt")
                .expect(ExitCode.OK);
    }

    private Trial.Run signIn() {
        return trial.run("login", library.address(), "--name", "Ada", "--password-file", "password.txt");
    }

    private Trial.Run backup() {
        return trial.run("backup", "card", "--to", "library");
    }

    private static Map<String, byte[]> files(Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    @Test
    void backsUpOnceAndGivesBack() throws Exception {
        setUp();
        assertThat(backup().expect(ExitCode.OK).out()).contains("12");
        assertThat(library.stagedContents).hasValue(PHOTOS);
        library.countAnew();
        backup().expect(ExitCode.OK);
        assertThat(library.stagedContents).hasValue(0);
        assertThat(library.stagedBytes).hasValue(0);
        assertThat(trial.run("status").expect(ExitCode.OK).out()).contains("12");
        assertThat(trial.run("places").expect(ExitCode.OK).out()).contains(library.address(), "12 contents");
        trial.run("verify", "library").expect(ExitCode.OK);
        trial.run("verify", library.address()).expect(ExitCode.OK);
        trial.run("restore", "library", "--to", "restored").expect(ExitCode.OK);
        assertThat(files(trial.folder().resolve("restored")))
                .usingRecursiveComparison()
                .isEqualTo(files(trial.folder().resolve("card")));
        assertThat(library.stagedContents).hasValue(0);
    }

    @Test
    void signingOutAndInSendsNothingTwice() throws Exception {
        setUp();
        backup().expect(ExitCode.OK);
        library.countAnew();
        trial.run("logout").expect(ExitCode.OK);
        Trial.Run refused = backup().expect(ExitCode.PLACE);
        assertThat(refused.err()).contains("signed out", "safelight login " + library.address());
        signIn().expect(ExitCode.OK);
        backup().expect(ExitCode.OK);
        assertThat(library.stagedContents).hasValue(0);
    }

    @Test
    void aNewLedgerIsMadeFromTheLibrary() throws Exception {
        setUp();
        backup().expect(ExitCode.OK);
        Path other = trial.folder().resolve("other-home");
        trial.runIn(other, "login", library.address(), "--name", "Ada", "--password-file", "password.txt")
                .expect(ExitCode.OK);
        trial.runIn(other, "verify", "library").expect(ExitCode.OK);
        assertThat(trial.runIn(other, "places").out()).contains("12 contents");
        trial.runIn(other, "backup", "card", "--to", "library").expect(ExitCode.OK);
    }

    @Test
    void keepsTheKeyForItsOwnerOnly() throws Exception {
        Trial.Run run = setUp();
        Path file = trial.home().resolve("library.properties");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        String key = Files.readString(file)
                .lines()
                .filter(line -> line.startsWith("key="))
                .findFirst()
                .orElseThrow()
                .substring("key=".length());
        assertThat(run.out() + run.err()).doesNotContain(key);
        assertThat(library.library.keys().list(library.person("Ada"))).hasSize(1);
        trial.run("logout").expect(ExitCode.OK);
        assertThat(Files.readString(file)).doesNotContain(key);
        assertThat(library.library.keys().list(library.person("Ada"))).isEmpty();
    }

    @Test
    void whatWasDeletedThereIsToldAndNotSentAgain() throws Exception {
        setUp();
        backup().expect(ExitCode.OK);
        library.countAnew();
        library.library.trash().put(library.person("Ada"), List.of(library.asset("IMG_3.JPG")));
        for (int run = 0; run < 3; run++) {
            backup().expect(ExitCode.NOT_SAFE);
        }
        assertThat(trial.run("why", "card/DCIM/100/IMG_3.JPG").out()).contains("You deleted it there");
        assertThat(trial.run("status", "--json").out()).contains("COPY_DELETED");
        library.library.trash().delete(library.person("Ada"), List.of(library.asset("IMG_3.JPG")));
        backup().expect(ExitCode.NOT_SAFE);
        assertThat(library.stagedContents).hasValue(0);
        // Elsewhere it may be kept.
        trial.run("heal");
        trial.run("backup", "card", "--to", "drive").expect(ExitCode.OK);
    }

    @Test
    void whatCameBackFromRecentlyDeletedIsSafeAgain() throws Exception {
        setUp();
        backup().expect(ExitCode.OK);
        library.library.trash().put(library.person("Ada"), List.of(library.asset("IMG_3.JPG")));
        backup().expect(ExitCode.NOT_SAFE);
        library.library.trash().restore(library.person("Ada"), List.of(library.asset("IMG_3.JPG")));
        backup().expect(ExitCode.OK);
    }

    /// A ledger that knows nothing learns it from the first sending, and sends it no second time.
    @Test
    void anotherLedgerLearnsWhatWasDeleted() throws Exception {
        setUp();
        backup().expect(ExitCode.OK);
        library.library.trash().put(library.person("Ada"), List.of(library.asset("IMG_3.JPG")));
        Path other = trial.folder().resolve("other-home");
        trial.runIn(other, "login", library.address(), "--name", "Ada", "--password-file", "password.txt")
                .expect(ExitCode.OK);
        trial.runIn(other, "backup", "card", "--to", "library").expect(ExitCode.NOT_SAFE);
        library.countAnew();
        for (int run = 0; run < 2; run++) {
            trial.runIn(other, "backup", "card", "--to", "library").expect(ExitCode.NOT_SAFE);
        }
        assertThat(library.stagedContents).hasValue(0);
        assertThat(trial.runIn(other, "why", "card/DCIM/100/IMG_3.JPG").out()).contains("You deleted it there");
    }

    @Test
    void aFullShareIsSaidAndWhatFitsIsSafe() throws Exception {
        setUp();
        library.quota("Ada", 30_000);
        Trial.Run run = backup().expect(ExitCode.PLACE);
        assertThat(run.err()).contains("Your share of it is full");
        assertThat(trial.run("status", "--json").out()).contains("PLACE_OVER_QUOTA");
        library.quota("Ada", Long.MAX_VALUE);
        backup().expect(ExitCode.OK);
    }

    @Test
    void damageOnTheLibrarysDriveIsFoundAndHealed() throws Exception {
        setUp();
        backup().expect(ExitCode.OK);
        Path copy = library.copy("IMG_5.JPG");
        byte[] bytes = Files.readAllBytes(copy);
        bytes[2] ^= 1;
        Files.write(copy, bytes);
        Trial.Run verified = trial.run("verify", "library").expect(ExitCode.DAMAGE);
        assertThat(verified.out()).contains("IMG_5.JPG");
        trial.run("status").expect(ExitCode.NOT_SAFE);
        backup().expect(ExitCode.OK);
        trial.run("verify", "library").expect(ExitCode.OK);
    }

    @Test
    void aLibraryThatIsAwaySaysSo() throws Exception {
        setUp();
        String address = library.address();
        library.stop();
        assertThat(backup().expect(ExitCode.PLACE).err()).contains("nobody answers at " + address);
        assertThat(trial.run("logout").expect(ExitCode.OK).err()).contains("could not be told");
    }

    /// Somebody at the terminal, who answers in this order.
    private static final class Typing implements Person {
        private final Deque<String> answers;

        Typing(String... answers) {
            this.answers = new ArrayDeque<>(List.of(answers));
        }

        @Override
        public Optional<String> line(String prompt) {
            return Optional.of(answers.removeFirst());
        }

        @Override
        public Optional<char[]> secret(String prompt) {
            return Optional.of(answers.removeFirst().toCharArray());
        }

        @Override
        public Optional<Boolean> agrees(String question) {
            return Optional.empty();
        }
    }

    @Test
    void whoeverSitsThereIsAsked() throws Exception {
        String link = library.firstLink();
        trial.with(Map.of(), _ -> {}, new Typing("Ada", TestLibrary.PASSWORD, "a password of another length"));
        assertThat(trial.run("login", link).expect(ExitCode.USAGE).err()).contains("the two passwords differ");
        trial.with(Map.of(), _ -> {}, new Typing("Ada", TestLibrary.PASSWORD, TestLibrary.PASSWORD));
        trial.run("login", link, "--device", "laptop").expect(ExitCode.OK);
        assertThat(library.library.keys().list(library.person("Ada")))
                .singleElement()
                .satisfies(key -> assertThat(key.name()).isEqualTo("laptop"));
        trial.with(Map.of(), _ -> {}, new Typing("Ada", TestLibrary.PASSWORD));
        trial.run("login", library.address()).expect(ExitCode.OK);
        // A link opens once.
        trial.with(Map.of(), _ -> {}, new Typing("Eve", TestLibrary.PASSWORD, TestLibrary.PASSWORD));
        trial.run("login", link).expect(ExitCode.PLACE);
    }

    @Test
    void aLedgerServesOnePersonOfALibrary() throws Exception {
        setUp();
        backup().expect(ExitCode.OK);
        library.member("Bob");
        Trial.Run run = trial.run("login", library.address(), "--name", "Bob", "--password-file", "password.txt")
                .expect(ExitCode.USAGE);
        assertThat(run.err()).contains("SAFELIGHT_HOME");
        assertThat(library.library.keys().list(library.person("Bob"))).isEmpty();
        backup().expect(ExitCode.OK);
    }

    @Test
    void aPasswordIsNotSentOverAnOpenLine() {
        Trial.Run run = trial.run(
                        "login", "http://photos.example.org", "--name", "Ada", "--password-file", "password.txt")
                .expect(ExitCode.USAGE);
        assertThat(run.err()).contains("not encrypted", "--insecure");
    }

    @Test
    void aWrongPasswordIsSaid() throws Exception {
        setUp();
        trial.file("wrong.txt", "another password");
        Trial.Run run = trial.run("login", library.address(), "--name", "Ada", "--password-file", "wrong.txt")
                .expect(ExitCode.PLACE);
        assertThat(run.err()).contains("The name or the password is wrong");
    }

    @Test
    void withoutSigningInNothingIsCopied() {
        Trial.Run run = backup().expect(ExitCode.PLACE);
        assertThat(run.err()).contains("safelight login");
        assertThat(trial.folder().resolve("library")).doesNotExist();
    }
}
