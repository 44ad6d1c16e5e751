package app.safelight.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.bench.result.Target.Ceiling;
import app.safelight.bench.result.Target.Ratio;
import app.safelight.bench.result.Target.Side;
import app.safelight.bench.result.Target.Span;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TargetTest {
    private static final Map<String, Summary> SUMMARIES = Map.of(
            "ours", summary("ours", 10, 4),
            "hash", summary("hash", 3, 6),
            "disk-1", summary("disk-1", 12, 1),
            "disk-4", summary("disk-4", 9, 1));

    private static Summary summary(String contender, double wallSeconds, double cpuSeconds) {
        return new Summary(contender, 1, new Usage(wallSeconds, cpuSeconds, 0, 0), wallSeconds, wallSeconds);
    }

    private static boolean met(Side side, double bound) {
        Target target = new Ratio("", new Span.Wall("ours"), new Span.Wall("disk-1"), side, bound);
        return target.read(SUMMARIES).orElseThrow().met();
    }

    @Test
    void a_ratio_is_judged_on_its_side_of_the_bound() {
        double exactly = 10.0 / 12;

        assertThat(met(Side.AT_MOST, exactly)).isTrue();
        assertThat(met(Side.AT_MOST, 0.8)).isFalse();
        assertThat(met(Side.BELOW, exactly)).isFalse();
        assertThat(met(Side.BELOW, 0.9)).isTrue();
        assertThat(met(Side.AT_LEAST, exactly)).isTrue();
        assertThat(met(Side.AT_LEAST, 0.9)).isFalse();
    }

    @Test
    void the_best_a_machine_can_do_is_the_slower_of_hashing_and_its_fastest_way_to_read() {
        Span best = new Span.Slower(
                new Span.Wall("hash"), new Span.Faster(new Span.Wall("disk-1"), new Span.Wall("disk-4")));

        assertThat(best.seconds(SUMMARIES)).contains(9.0);
        assertThat(new Ratio("t", best, new Span.Wall("ours"), Side.AT_LEAST, 0.9).read(SUMMARIES))
                .contains(new TargetReading("t", 0.9, "×", true));
    }

    @Test
    void a_ceiling_is_told_in_milliseconds() {
        assertThat(new Ceiling("t", new Span.Cpu("ours"), 4.5).read(SUMMARIES))
                .contains(new TargetReading("t", 4000, "ms", true));
        assertThat(new Ceiling("t", new Span.Wall("ours"), 10).read(SUMMARIES))
                .contains(new TargetReading("t", 10_000, "ms", false));
    }

    @Test
    void a_target_is_left_out_if_somebody_it_needs_did_not_run() {
        Span absent = new Span.Wall("borg");

        assertThat(new Ratio("t", new Span.Wall("ours"), absent, Side.BELOW, 1).read(SUMMARIES))
                .isEmpty();
        assertThat(new Ratio("t", absent, new Span.Wall("ours"), Side.BELOW, 1).read(SUMMARIES))
                .isEmpty();
        assertThat(new Span.Slower(new Span.Wall("ours"), absent).seconds(SUMMARIES))
                .isEmpty();
        assertThat(new Ceiling("t", absent, 1).read(SUMMARIES)).isEmpty();
    }
}
