package app.safelight.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ResultFileTest {
    private static final Result RESULT =
            Samples.result(0.2, Samples.round(1, Samples.CALM, 10, 20), Samples.round(2, Samples.NOISE, 14, 10));

    @Test
    void what_is_written_is_read_again(@TempDir Path folder) throws IOException {
        Path file = ResultFile.write(RESULT, folder.resolve("results"));

        assertThat(file).isEqualTo(folder.resolve("results/backup-cold.json"));
        assertThat(ResultFile.read(file)).isEqualTo(RESULT);
    }

    @Test
    void a_newer_result_takes_the_place_of_the_older(@TempDir Path folder) throws IOException {
        ResultFile.write(RESULT, folder);
        Result newer = Samples.result(0.3, Samples.round(1, Samples.CALM, 1, 2));
        Path file = ResultFile.write(newer, folder);

        assertThat(ResultFile.read(file)).isEqualTo(newer);
        assertThat(folder).isDirectoryContaining(file::equals).isDirectoryNotContaining("glob:**.fresh");
    }

    @Test
    void the_file_says_the_medians_ratios_and_noise_in_words() throws IOException {
        String text = ResultFile.text(RESULT);

        assertThat(text)
                .contains("\"wallSeconds\" : 12.0", "\"timesOurs\" : 1.25", "\"quiet\" : false")
                .contains("\"noisy\" : true", "\"met\" : true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "17",
                "{",
                "{\"format\": 1}",
                "{\"format\": 2}",
                "{\"format\": \"1\"}",
                "{\"format\": 1, \"contenders\": [], \"rounds\": [{\"turns\": [{\"contender\": \"a\", \"steps\": []}]}]}"
            })
    void anything_else_is_refused(String text) {
        assertThatExceptionOfType(MalformedResult.class).isThrownBy(() -> ResultFile.parse(text));
    }

    @Test
    void a_nest_that_has_no_bottom_is_refused() {
        assertThatExceptionOfType(MalformedResult.class).isThrownBy(() -> ResultFile.parse("[".repeat(500)));
    }

    @Test
    void a_time_that_is_none_is_refused() throws IOException {
        String text = ResultFile.text(RESULT).replace("2026-11-23T09:30:00Z", "yesterday");

        assertThatExceptionOfType(MalformedResult.class)
                .isThrownBy(() -> ResultFile.parse(text))
                .withMessageContaining("startedAt");
    }

    @Test
    void a_file_larger_than_any_result_is_not_even_read(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("large.json"), new byte[(16 << 20) + 1]);

        assertThatExceptionOfType(MalformedResult.class)
                .isThrownBy(() -> ResultFile.read(file))
                .withMessageContaining("larger");
    }
}
