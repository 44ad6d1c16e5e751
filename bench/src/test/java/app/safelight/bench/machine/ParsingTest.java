package app.safelight.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the kernel and the programs write, and what is made of it.
final class ParsingTest {
    @Test
    void the_load_is_the_average_of_the_last_minute() throws IOException {
        assertThat(Watch.parseLoad("0.42 1.30 2.25 1/123 4567\n")).isEqualTo(0.42);
        assertThatIOException().isThrownBy(() -> Watch.parseLoad(""));
    }

    @Test
    void the_time_of_all_cores_counts_guests_once() throws IOException {
        String text = "cpu  100 20 30 400 50 6 7 8 90 10\ncpu0 1 1 1 1 1 1 1 1 1 1\n";

        assertThat(Watch.Ticks.parse(text)).isEqualTo(new Watch.Ticks(621, 120, 8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cpu0 1 2 3 4 5 6 7 8", "cpu 1 2 3", "cpu a b c d e f g h"})
    void other_times_are_refused(String text) {
        assertThatIOException().isThrownBy(() -> Watch.Ticks.parse(text));
    }

    @Test
    void memory_is_in_the_last_line_that_gnu_time_writes() throws StepFailed {
        assertThat(Accounting.memoryBytes("1084\n")).isEqualTo(1084 * 1024);
        assertThat(Accounting.memoryBytes("Command exited with non-zero status 1\n2048\n"))
                .isEqualTo(2048 * 1024);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "many", "1084 kB"})
    void memory_that_is_no_number_is_refused(String text) {
        assertThatExceptionOfType(StepFailed.class).isThrownBy(() -> Accounting.memoryBytes(text));
    }

    @ParameterizedTest
    @CsvSource({
        "rclone v1.60.1-DEV, 1.60.1",
        "restic 0.14.0 compiled with go1.19.8 on linux/amd64, 0.14.0",
        "borg 1.2.4, 1.2.4",
        "rsync  version 3.5.0  protocol version 32, 3.5.0",
        "sha256sum (GNU coreutils) 9.1, 9.1",
        "no number here, ''"
    })
    void a_version_is_the_first_number_with_a_point(String text, String version) {
        assertThat(Machine.version(text)).isEqualTo(version);
    }

    @Test
    void the_kernel_is_told_without_who_built_it() {
        assertThat(Machine.kernel("6.18.44-somebody-v595\n")).isEqualTo("6.18.44");
    }

    @Test
    void the_processor_is_the_first_that_is_named() {
        assertThat(Machine.processor("processor\t: 0\nmodel name\t: Some Processor 3\nmodel name\t: Other\n"))
                .isEqualTo("Some Processor 3");
        assertThat(Machine.processor("processor\t: 0\n")).isNotBlank();
    }

    @Test
    void memory_size_is_in_bytes() throws IOException {
        assertThat(Machine.memoryBytes("MemTotal:       24000000 kB\nMemFree: 1 kB\n"))
                .isEqualTo(24_000_000L * 1024);
        assertThatIOException().isThrownBy(() -> Machine.memoryBytes("MemFree: 1 kB\n"));
    }
}
