package app.safelight.app.icloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingFilesTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00.123Z");

    @TempDir
    private Path home;

    private static LibraryReading reading(int waiting) {
        LibraryReading.Gathering gathering = new LibraryReading.Gathering(Optional.empty());
        for (int i = 0; i < waiting; i++) {
            gathering.add("3715655F-9437-4B8E-ADE5-" + i, Standing.WAITING, 1_000);
        }
        gathering.add("in", Standing.IN_ICLOUD, 1_000);
        return gathering.done(NOW, Optional.of(NOW.minusSeconds(5)));
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(home.resolve("icloud-readings"))) {
            found.forEach(files::add);
        }
        return files;
    }

    @Test
    void aReadingComesBackAsItWas() throws IOException {
        ReadingFiles readings = new ReadingFiles(home);
        assertThat(readings.read("iphone:1")).isEmpty();
        for (int waiting : new int[] {0, 1, 1_000, LibraryReading.MAX_QUEUE + 7}) {
            readings.write("iphone:1", reading(waiting));
            assertThat(readings.read("iphone:1")).contains(reading(waiting));
        }
        assertThat(readings.read("iphone:2")).isEmpty();
        assertThat(files()).hasSize(1);
    }

    @Test
    void onlyTheOwnerMayLookAndNothingOfAPhotoIsToldThere() throws IOException {
        new ReadingFiles(home).write("/home/ada/Photos.photoslibrary", reading(3));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("icloud-readings"))))
                .isEqualTo("rwx------");
        Path file = files().getFirst();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).doesNotContain("ada", "3715655F");
        assertThat(file.getFileName().toString()).matches("[0-9a-f]{32}\\.json");
    }

    @Test
    void whatCannotBeUsedSaysWhy() throws IOException {
        ReadingFiles readings = new ReadingFiles(home);
        readings.write("x", reading(1));
        Path file = files().getFirst();
        String good = Files.readString(file);
        for (String bad : List.of(
                "",
                "[]",
                "{",
                "{}",
                good.replace("\"safelightReading\":1", "\"safelightReading\":2"),
                good.replace("2026-06", "2026-66"),
                good.replace("\"waiting\":1", "\"waiting\":-1"),
                good.replace("\"waiting\":1", "\"waiting\":99999999999999999999999999"),
                good.replaceFirst("\\[\"[0-9a-f]{16}", "[\"0123456789abcdefg"),
                good.replace("\"assets\"", "\"assets\":[[[[[[[1]]]]]]],\"b\""),
                "{\"x\":\"" + "y".repeat(3 << 20) + "\"}")) {
            Files.writeString(file, bad);
            assertThatThrownBy(() -> readings.read("x"))
                    .as(bad.substring(0, Math.min(80, bad.length())))
                    .isInstanceOf(ReadingFiles.Unusable.class);
        }
        Files.writeString(file, good.replace("\"assets\"", "\"later\":{\"a\":[1]},\"assets\""));
        assertThat(readings.read("x")).contains(reading(1));
    }

    @Test
    void theOldestAreForgotten() throws IOException {
        ReadingFiles readings = new ReadingFiles(home);
        for (int i = 0; i < 110; i++) {
            readings.write("phone " + i, reading(1));
            for (Path file : files()) {
                if (Files.getLastModifiedTime(file).toInstant().isAfter(NOW.plusSeconds(1_000))) {
                    Files.setLastModifiedTime(file, FileTime.from(NOW.plusSeconds(i)));
                }
            }
        }
        assertThat(files()).hasSize(100);
        assertThat(readings.read("phone 9")).isEmpty();
        assertThat(readings.read("phone 10")).isPresent();
    }
}
