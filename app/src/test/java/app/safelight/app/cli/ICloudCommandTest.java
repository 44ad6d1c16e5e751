package app.safelight.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// `icloud` on every library of the fixtures, against the facts that other readers found.
class ICloudCommandTest {
    private static final Path FIXTURES = Trial.MEDIA.resolveSibling("photos-libraries");
    private static final Path PHONE = Trial.MEDIA.resolveSibling("iphone-synthetic");

    /// What the expected files say of how they were made.
    private static final String NOT_OF_THE_ASSET = "secondReader";

    private final Trial trial;

    ICloudCommandTest() throws IOException {
        trial = new Trial();
    }

    @AfterEach
    void cleanUp() throws IOException {
        trial.close();
    }

    @TestFactory
    Stream<DynamicTest> everyLibraryEqualsItsFacts() throws IOException {
        try (DirectoryStream<Path> zips = Files.newDirectoryStream(FIXTURES, "*.zip")) {
            List<DynamicTest> tests = new java.util.ArrayList<>();
            for (Path zip : zips) {
                String name = zip.getFileName().toString().replace(".zip", "");
                tests.add(DynamicTest.dynamicTest(name, () -> {
                    Path folder = trial.unpacked(zip).resolve(name + ".photoslibrary");
                    equalsFacts(folder, FIXTURES.resolve("expected/" + name + ".json"));
                }));
            }
            assertThat(tests).hasSizeGreaterThanOrEqualTo(10);
            return tests.stream();
        }
    }

    @Test
    void aMediaFolderAndBothBackupsOfOnePhoneEqualItsFacts() throws IOException {
        Path facts = PHONE.resolve("expected-facts.json");
        equalsFacts(trial.unpacked(PHONE.resolve("Media.zip")).resolve("Media"), facts);
        equalsFacts(trial.unpacked(PHONE.resolve("backup-plain.zip")).resolve("backup-plain"), facts);
        trial.file("password.txt", "test1234\n");
        equalsFacts(
                trial.unpacked(PHONE.resolve("backup-encrypted.zip")).resolve("backup-encrypted"),
                facts,
                "--password-file",
                "password.txt");
    }

    private void equalsFacts(Path library, Path expectedFile, String... options) throws IOException {
        Map<String, @Nullable Object> expected = json(expectedFile);
        String[] command = Stream.concat(Stream.of("icloud", library.toString(), "--json"), Stream.of(options))
                .toArray(String[]::new);
        Trial.Run run = trial.run(command);
        assertThat(run.code()).as(run.err()).isIn(ExitCode.OK.code(), ExitCode.NOT_SAFE.code());
        requireEqual(byUuid(run.json()), byUuid(expected));
        assertThat(trial.home().resolve("work")).isEmptyDirectory();
    }

    /// All that the expected files tell of an asset, under the same names and with the same values.
    private static void requireEqual(
            Map<String, Map<String, @Nullable Object>> told, Map<String, Map<String, @Nullable Object>> expected) {
        assertThat(told.keySet()).isEqualTo(expected.keySet());
        expected.forEach((uuid, facts) -> facts.forEach((name, value) -> {
            if (!name.equals(NOT_OF_THE_ASSET)) {
                Map<String, @Nullable Object> asset = told.getOrDefault(uuid, Map.of());
                assertThat(asset).as(uuid).containsKey(name);
                assertThat(comparable(name, asset.get(name)))
                        .as(uuid + " " + name)
                        .isEqualTo(comparable(name, value));
            }
        }));
    }

    /// Their order is nobody's promise; a whole number may be written with or without its point.
    private static @Nullable Object comparable(String name, @Nullable Object value) {
        return switch (value) {
            case List<?> list
            when name.equals("types") ->
                list.stream().map(String::valueOf).sorted().toList();
            case Number number -> number.doubleValue();
            case null, default -> value;
        };
    }

    private static Map<String, Map<String, @Nullable Object>> byUuid(Map<String, @Nullable Object> document) {
        Map<String, Map<String, @Nullable Object>> assets = new TreeMap<>();
        for (Map<String, @Nullable Object> asset : Trial.objects(document.get("assets"))) {
            assets.put(String.valueOf(asset.get("uuid")), asset);
        }
        return assets;
    }

    private static Map<String, @Nullable Object> json(Path file) throws IOException {
        return new Trial.Run(0, Files.readString(file), "").json();
    }

    @Test
    void aPhoneThatMustNotBeErasedIsCalledThat() throws IOException {
        Path media = trial.unpacked(PHONE.resolve("Media.zip")).resolve("Media");
        Trial.Run run = trial.run("icloud", media.toString(), "--list", "--csv", "photos.csv")
                .expect(ExitCode.NOT_SAFE);
        assertThat(run.out())
                .contains("DO NOT ERASE THIS DEVICE", "iCloud Backup leaves all photos out", "QUOTA_EXCEEDED")
                .contains("PAUSED_BY_USER", "REFUSED  DCIM/", "ONLY there")
                .doesNotContain("SHARED_ALBUM  ");
        assertThat(Files.readAllLines(trial.folder().resolve("photos.csv"))).hasSize(19);
        trial.run("icloud", media.toString(), "--csv", "photos.csv").expect(ExitCode.USAGE);
    }

    @Test
    void aWrongPasswordReadsNothing() throws IOException {
        Path backup = trial.unpacked(PHONE.resolve("backup-encrypted.zip")).resolve("backup-encrypted");
        trial.file("password.txt", "secret-guess");
        Trial.Run wrong = trial.run("icloud", backup.toString(), "--password-file", "password.txt")
                .expect(ExitCode.SOURCE);
        assertThat(wrong.err()).contains("does not open").doesNotContain("secret-guess");
        assertThat(wrong.out()).isEmpty();
        assertThat(trial.run("icloud", backup.toString())
                        .expect(ExitCode.SOURCE)
                        .err())
                .contains("encrypted", "--password-file");
        assertThat(trial.run("icloud", "nowhere").expect(ExitCode.SOURCE).err()).contains("no photo library");
    }
}
