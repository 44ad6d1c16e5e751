package app.safelight.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Compares text with a file kept beside the tests. The answer of a failed run lies under `target/golden`, to be
/// read and, if right, copied over the kept one.
public final class GoldenFile {
    private GoldenFile() {}

    public static void check(String name, String actual) throws IOException {
        Path answer = Path.of("target", "golden", name);
        Files.createDirectories(answer.getParent());
        Files.writeString(answer, actual);
        try (InputStream kept = GoldenFile.class.getResourceAsStream("/golden/" + name)) {
            String expected = kept == null ? "" : new String(kept.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(actual)
                    .as("src/test/resources/golden/%s against %s", name, answer)
                    .isEqualTo(expected);
        }
    }
}
