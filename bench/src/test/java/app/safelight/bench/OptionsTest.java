package app.safelight.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import app.safelight.bench.contest.Job;
import app.safelight.bench.contest.Size;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OptionsTest {
    @Test
    void a_job_alone_is_small_and_warm() throws Exception {
        Options options = Options.parse("rescan");

        assertThat(options.jobs()).containsExactly(Job.RESCAN);
        assertThat(options.size()).isEqualTo(Size.SMALL);
        assertThat(options.rounds()).isEmpty();
        assertThat(options.cold()).isFalse();
        assertThat(options.noise()).isFalse();
        assertThat(options.only()).isEmpty();
        assertThat(options.patience()).isZero();
    }

    @Test
    void every_option_is_taken() throws Exception {
        Options options = Options.parse(
                "backup",
                "--size",
                "full",
                "--rounds",
                "5",
                "--cold",
                "--noise",
                "--only",
                "safelight,rsync",
                "--limit",
                "30",
                "--wait",
                "10",
                "--work",
                "/mnt/drive",
                "--write");

        assertThat(options.size()).isEqualTo(Size.FULL);
        assertThat(options.rounds()).contains(5);
        assertThat(options.cold()).isTrue();
        assertThat(options.noise()).isTrue();
        assertThat(options.only()).containsExactly("safelight", "rsync");
        assertThat(options.limit()).isEqualTo(Duration.ofMinutes(30));
        assertThat(options.patience()).isEqualTo(Duration.ofMinutes(10));
        assertThat(options.work()).contains(Path.of("/mnt/drive"));
        assertThat(options.write()).isTrue();
    }

    @Test
    void all_are_all_and_a_table_is_none() throws Exception {
        assertThat(Options.parse("all").jobs()).containsExactly(Job.values());
        assertThat(Options.parse("table").jobs()).isEmpty();
        assertThat(Options.parse("--help").help()).isTrue();
        assertThat(Options.parse("backup", "--help").help()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "race",
                "backup --size",
                "backup --size huge",
                "backup --rounds 0",
                "backup --rounds 1001",
                "backup --rounds many",
                "backup --limit -5",
                "backup --limit 100000000000",
                "backup --fast"
            })
    void what_makes_no_sense_is_refused(String line) {
        String[] arguments = line.isEmpty() ? new String[0] : line.split(" ");

        assertThatExceptionOfType(Options.Senseless.class).isThrownBy(() -> Options.parse(arguments));
    }
}
