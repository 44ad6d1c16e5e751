package app.safelight.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.app.config.Home;
import app.safelight.app.run.Pause;
import app.safelight.app.wiring.Scratch;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/// A folder of its own on a real disk, with a home for the ledger in it, in which commands are run as a person
/// would. Below `target`, since `/tmp` is a tmpfs on many machines, where nothing can be read back from a
/// medium.
final class Trial implements AutoCloseable {
    /// The test photos, each read by independent tools.
    static final Path MEDIA = Path.of(System.getProperty("safelight.repository"), "..", "shared/fixtures/media")
            .normalize();

    /// Foreign programs in these tests work for seconds; one that hangs must not hold the build.
    private static final long WITNESS_LIMIT_SECONDS = 300;

    private static final JsonFactory JSON = new JsonFactory();

    private final Path folder;
    private final InstantSource clock;
    private final ZoneId zone;
    private Map<String, String> environment = Map.of("USBMUXD_SOCKET_ADDRESS", "UNIX:/nonexistent/usbmuxd");
    private Pause pause = _ -> {};
    private Person person = Person.NOBODY;

    /// What one command said.
    record Run(int code, String out, String err) {
        /// Fails, and shows what was said, if it ended otherwise.
        Run expect(ExitCode wanted) {
            assertThat(code).as("out: %s%nerr: %s", out, err).isEqualTo(wanted.code());
            return this;
        }

        /// Its one JSON document.
        Map<String, @Nullable Object> json() {
            try (JsonParser parser = JSON.createParser(out)) {
                parser.nextToken();
                Object value = Trial.value(parser);
                assertThat(parser.nextToken()).as("one document").isNull();
                return object(value);
            } catch (IOException malformed) {
                throw new AssertionError("no JSON: " + out, malformed);
            }
        }
    }

    Trial() throws IOException {
        this(InstantSource.system(), ZoneId.of("Europe/Berlin"));
    }

    Trial(InstantSource clock, ZoneId zone) throws IOException {
        Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
        this.folder = Files.createTempDirectory(target, "trial-");
        this.clock = clock;
        this.zone = zone;
    }

    /// From now on commands find this in their environment, wait so, and can ask this person. Before that there
    /// is no daemon of phones, no time passes, and nobody is there.
    Trial with(Map<String, String> otherEnvironment, Pause otherPause, Person otherPerson) {
        environment = otherEnvironment;
        pause = otherPause;
        person = otherPerson;
        return this;
    }

    /// The folder that commands run in.
    Path folder() {
        return folder;
    }

    Path home() {
        return folder.resolve("home");
    }

    Run run(String... arguments) {
        return runIn(home(), clock, arguments);
    }

    Run runAt(Instant now, String... arguments) {
        return runIn(home(), InstantSource.fixed(now), arguments);
    }

    /// With another ledger.
    Run runIn(Path home, String... arguments) {
        return runIn(home, clock, arguments);
    }

    private Run runIn(Path home, InstantSource now, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.execute(
                new Surroundings(
                        new Home(home),
                        folder,
                        now,
                        () -> zone,
                        new PrintWriter(out),
                        new PrintWriter(err),
                        false,
                        environment,
                        "Linux",
                        pause,
                        person),
                arguments);
        assertThat(err.toString()).doesNotContain("\tat ").doesNotContain("a defect in Safelight");
        return new Run(code, out.toString(), err.toString());
    }

    /// Makes a file with this text, and the folders it needs.
    Path file(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    /// The folder into which an archive of the fixtures was unpacked.
    Path unpacked(Path archive) throws IOException {
        Path target = Files.createDirectories(
                folder.resolve("fixtures").resolve(archive.getFileName().toString()));
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
                Path file = target.resolve(entry.getName()).normalize();
                assertThat(file.startsWith(target)).isTrue();
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    try (InputStream in = zip.getInputStream(entry)) {
                        Files.copy(in, file);
                    }
                }
            }
        }
        return target;
    }

    /// Runs somebody else's program and wants it to end well.
    ///
    /// @return what it printed
    static String witness(Path in, String... command) throws IOException {
        Path output = Files.createTempFile(Path.of("target"), "witness-", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(in.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(WITNESS_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", command) + " hangs");
            }
            String said = Files.readString(output, StandardCharsets.ISO_8859_1);
            assertThat(process.exitValue())
                    .as("%s said: %s", String.join(" ", command), said)
                    .isZero();
            return said;
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IOException(interruption);
        } finally {
            Files.delete(output);
        }
    }

    static void sumsHold(Path drive) throws IOException {
        witness(drive, "sha256sum", "--quiet", "--strict", "-c", "SHA256SUMS");
    }

    /// The digest of every file below a folder, by path; links are not followed. Computed here and not by the
    /// program.
    static Map<String, String> digests(Path root) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        for (Path file : files(root)) {
            digests.put(root.relativize(file).toString(), sha256(file));
        }
        return digests;
    }

    /// The digests of all contents on the shelves of a drive; one that stands there twice is here twice.
    static List<String> shelved(Path drive) throws IOException {
        List<String> digests = new ArrayList<>();
        for (String shelf : List.of("Photos", "Files")) {
            if (Files.exists(drive.resolve(shelf))) {
                digests.addAll(digests(drive.resolve(shelf)).values());
            }
        }
        return digests;
    }

    static List<Path> files(Path root) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }

    static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @SuppressWarnings("unchecked")
    static Map<String, @Nullable Object> object(@Nullable Object value) {
        assertThat(value).isInstanceOf(Map.class);
        return (Map<String, @Nullable Object>) java.util.Objects.requireNonNull(value);
    }

    static List<Map<String, @Nullable Object>> objects(@Nullable Object value) {
        assertThat(value).isInstanceOf(List.class);
        return ((List<?>) java.util.Objects.requireNonNull(value))
                .stream().map(Trial::object).toList();
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> object = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    assertThat(object).as("a name twice").doesNotContainKey(name);
                    object.put(name, value(parser));
                }
                yield object;
            }
            case START_ARRAY -> {
                List<@Nullable Object> array = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(parser));
                }
                yield array;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new AssertionError("unexpected " + parser.currentToken());
        };
    }

    @Override
    public void close() throws IOException {
        Scratch.delete(folder);
    }
}
