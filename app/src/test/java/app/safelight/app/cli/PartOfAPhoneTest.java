package app.safelight.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A part of a phone, chosen by conditions: `backup` takes what `browse` lists, and nothing else.
class PartOfAPhoneTest {
    private static final Path PHONE = Trial.MEDIA.resolveSibling("iphone-synthetic");

    private final Trial trial;
    private final PhoneBench bench;
    private final Path media;

    PartOfAPhoneTest() throws IOException {
        trial = new Trial();
        media = trial.unpacked(PHONE.resolve("Media.zip")).resolve("Media");
        bench = new PhoneBench(trial.folder());
        trial.with(bench.environment(), _ -> {}, Person.NOBODY);
        bench.phone(18, "Ada", media);
        trial.run("pair").expect(ExitCode.OK);
    }

    @AfterEach
    void cleanUp() throws IOException {
        bench.close();
        trial.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--kind videos",
                "--kind live",
                "--favorites",
                "--hidden",
                "--since 2025-01-01",
                "--until 2025-06-30",
                "--larger 1kB",
                "--not-safe",
                "--icloud waiting --icloud failed",
                "--icloud in-icloud --kind photos"
            })
    void theBackupTakesWhatIsListed(String conditions) throws IOException {
        List<String> options = List.of(conditions.split(" "));
        Map<String, String> listed = originals(browse(options));
        Map<String, String> all = originals(browse(List.of()));
        assertThat(listed).as(conditions).isNotEmpty();
        trial.run(Stream.concat(Stream.of("backup", "iphone", "--to", "drive"), options.stream())
                .toArray(String[]::new));
        TreeSet<String> copied = new TreeSet<>(Trial.shelved(trial.folder().resolve("drive")));
        assertThat(copied).containsAll(listed.values());
        all.forEach((path, digest) -> {
            if (!listed.containsKey(path) && !listed.containsValue(digest)) {
                assertThat(copied).as(path).doesNotContain(digest);
            }
        });
    }

    private List<Map<String, @Nullable Object>> browse(List<String> options) {
        String[] command = Stream.concat(Stream.of("browse", "iphone", "--json"), options.stream())
                .toArray(String[]::new);
        return Trial.objects(trial.run(command).expect(ExitCode.OK).json().get("assets"));
    }

    /// The digests of the originals that are on the phone, by path.
    private Map<String, String> originals(List<Map<String, @Nullable Object>> photos) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        for (Map<String, @Nullable Object> photo : photos) {
            Path file = media.resolve(String.valueOf(photo.get("path")));
            boolean shared = String.valueOf(photo.get("icloud")).startsWith("shared");
            if (Files.isRegularFile(file) && !shared) {
                digests.put(String.valueOf(photo.get("path")), Trial.sha256(file));
            }
        }
        return digests;
    }
}
