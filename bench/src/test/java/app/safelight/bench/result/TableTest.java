package app.safelight.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TableTest {
    @Test
    void a_quiet_result_is_a_table_of_medians_and_aims() {
        Result result = Samples.result(0.2, Samples.round(1, Samples.CALM, 10, 24));

        assertThat(Table.of(result)).isEqualTo("""
                #### First backup of 5,000 photos

                2026-11-23, 1 rounds. Some Processor, 2 cores, 24.0 GiB of memory, ext4, Linux 6.18, Java 25.0.1.

                | | wall, median | times ours | slowest | CPU | peak memory |
                | --- | ---: | ---: | ---: | ---: | ---: |
                | **safelight backup** 0.1.0 | 10.0 s | 1.00 | 10.0 s | 7.50 s | 0 MiB |
                | `rsync -a` + `sync` | 24.0 s | 2.40 | 24.0 s | 18.0 s | 0 MiB |

                | aim | measured | |
                | --- | ---: | --- |
                | at most 2 × rsync | 0.42 × | met |

                - One note.
                """);
    }

    @Test
    void a_missed_aim_is_plain_to_see() {
        assertThat(Table.of(Samples.result(0.2, Samples.round(1, Samples.CALM, 30, 10))))
                .contains("| at most 2 × rsync | 3.00 × | **missed** |");
    }

    @Test
    void a_summary_has_a_line_for_each_result() {
        assertThat(Table.summary(List.of(
                        Samples.result(0.2, Samples.round(1, Samples.CALM, 10, 24)),
                        Samples.result(0.2, Samples.round(1, Samples.NOISE, 30, 10)))))
                .isEqualTo("""
                | | Safelight | times as long | aims |
                | --- | ---: | --- | --- |
                | First backup of 5,000 photos | 10.0 s | `rsync -a` + `sync` 2.40 | met |
                | First backup of 5,000 photos (noisy: not to be relied on) | 30.0 s | `rsync -a` + `sync` 0.33 | **1 of 1 missed** |
                """);
        assertThat(Table.summary(List.of())).isEmpty();
    }

    @Test
    void noise_is_said_where_the_numbers_stand() {
        assertThat(Table.of(Samples.result(0.2, Samples.round(1, Samples.NOISE, 30, 10))))
                .contains("**Noisy: load 0.20 before the run, 1 of 1 rounds disturbed; not to be relied on.**");
    }

    @ParameterizedTest
    @CsvSource({
        "0.0004,0 ms",
        "0.4204,420 ms",
        "0.9996,1.00 s",
        "9.996,10.0 s",
        "18.74,18.7 s",
        "99.96,100 s",
        "431.7,432 s"
    })
    void times_have_three_digits_that_count(double seconds, String text) {
        assertThat(Table.seconds(seconds)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0,0 MiB", "268435456,256 MiB", "1073741823,1.0 GiB", "25769803776,24.0 GiB"})
    void memory_is_in_the_unit_that_fits(long bytes, String text) {
        assertThat(Table.bytes(bytes)).isEqualTo(text);
    }

    @Test
    void a_table_takes_the_place_of_the_former_and_of_nothing_else() throws MalformedResult {
        String document = "before\n<!-- bench:start -->\nold\n<!-- bench:end -->\nafter\n";

        String once = Table.insert(document, "new\n");

        assertThat(once).isEqualTo("before\n<!-- bench:start -->\nnew\n<!-- bench:end -->\nafter\n");
        assertThat(Table.insert(once, "new\n")).isEqualTo(once);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no markers",
                "<!-- bench:start --> only",
                "only <!-- bench:end -->",
                "<!-- bench:end --> <!-- bench:start -->",
                "<!-- bench:start --> <!-- bench:end --> <!-- bench:start --> <!-- bench:end -->"
            })
    void a_document_without_its_place_is_left_alone(String document) {
        assertThatExceptionOfType(MalformedResult.class).isThrownBy(() -> Table.insert(document, "new\n"));
    }

    @Test
    void no_results_are_no_table() {
        assertThat(Table.of(List.of())).isEmpty();
    }
}
