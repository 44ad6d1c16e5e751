package app.safelight.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SummaryTest {
    private static final List<Round> ROUNDS = List.of(
            Samples.round(1, Samples.CALM, 10, 20),
            Samples.round(2, Samples.CALM, 30, 24),
            Samples.round(3, Samples.CALM, 12, 16));

    @Test
    void the_steps_of_a_turn_add_up_but_their_memory_does_not() {
        Usage total = Samples.turn("cp", 2, 6).total();

        assertThat(total).isEqualTo(new Usage(8, 4, 2, 6 * 1024));
        assertThat(total.cpuSeconds()).isEqualTo(6);
    }

    @Test
    void each_contender_has_the_medians_of_its_own_turns() {
        Summary ours = Summary.of("safelight", ROUNDS);
        Summary rsync = Summary.of("rsync", ROUNDS);

        assertThat(ours).isEqualTo(new Summary("safelight", 3, new Usage(12, 6, 3, 12 * 1024), 10, 30));
        assertThat(rsync).isEqualTo(new Summary("rsync", 3, new Usage(20, 10, 5, 10 * 1024), 16, 24));
    }

    @Test
    void a_contender_without_a_turn_has_no_summary() {
        assertThatIllegalArgumentException().isThrownBy(() -> Summary.of("borg", ROUNDS));
    }

    @Test
    void ratios_are_those_of_the_medians() {
        Result result = Samples.result(0.1, ROUNDS.toArray(Round[]::new));

        assertThat(result.ratiosToOurs()).containsEntry("safelight", 1.0).containsEntry("rsync", 20.0 / 12);
    }

    @Test
    void a_result_is_quiet_only_if_nobody_worked_before_or_meanwhile() {
        assertThat(Samples.result(0.49, Samples.round(1, Samples.CALM, 1, 1)).quiet())
                .isTrue();
        assertThat(Samples.result(0.5, Samples.round(1, Samples.CALM, 1, 1)).quiet())
                .isFalse();
        assertThat(Samples.result(0.1, Samples.round(1, Samples.CALM, 1, 1), Samples.round(2, Samples.NOISE, 1, 1))
                        .quiet())
                .isFalse();
    }

    @Test
    void time_taken_by_the_host_is_noise_too() {
        assertThat(new Disturbance(0, 0, 0.0, 0.06).noisy()).isTrue();
        assertThat(new Disturbance(9, 9, 0.09, 0.04).noisy()).isFalse();
    }
}
