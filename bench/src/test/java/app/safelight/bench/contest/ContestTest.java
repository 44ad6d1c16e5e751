package app.safelight.bench.contest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import app.safelight.bench.machine.Accounting;
import app.safelight.bench.machine.Chore;
import app.safelight.bench.machine.Command;
import app.safelight.bench.machine.Deadline;
import app.safelight.bench.machine.LimitReached;
import app.safelight.bench.machine.StepFailed;
import app.safelight.bench.result.Round;
import app.safelight.bench.result.StepReading;
import app.safelight.bench.result.Turn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ContestTest {
    @TempDir
    Path folder;

    private final List<String> happened = new ArrayList<>();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private Contest contest;

    @BeforeEach
    void open() throws IOException {
        Accounting accounting = new Accounting(folder.resolve("logs"), Deadline.in(Duration.ofMinutes(5)));
        contest = new Contest(accounting, folder, new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    private Contender contender(String id) {
        return contender(id, () -> happened.add(id + " works"));
    }

    private Contender contender(String id, Chore work) {
        return new Contender(
                id,
                id,
                Maker.HARNESS,
                () -> happened.add(id + " set up"),
                List.of(
                        new Step.Within("work", work),
                        new Step.OffClock(() -> happened.add(id + " pauses")),
                        new Step.Program("program", Command.of(folder, "true"))),
                () -> happened.add(id + " checked"),
                () -> happened.add(id + " torn down"));
    }

    @Test
    void everybody_takes_turns_and_who_begins_moves_on() throws Exception {
        List<Round> rounds = contest.run(List.of(contender("a"), contender("b"), contender("c")), 4);

        assertThat(rounds)
                .extracting(round -> round.turns().stream().map(Turn::contender).toList())
                .containsExactly(
                        List.of("a", "b", "c"), List.of("b", "c", "a"), List.of("c", "a", "b"), List.of("a", "b", "c"));
        assertThat(rounds).extracting(Round::number).containsExactly(1, 2, 3, 4);
    }

    @Test
    void a_turn_has_its_order_and_only_what_is_on_the_clock_is_read() throws Exception {
        List<Round> rounds = contest.run(List.of(contender("a")), 1);

        assertThat(happened).containsExactly("a set up", "a works", "a pauses", "a checked", "a torn down");
        assertThat(rounds.getFirst().turns().getFirst().steps())
                .extracting(StepReading::step)
                .containsExactly("work", "program");
    }

    @Test
    void a_contender_that_did_not_do_its_work_ends_the_run() {
        Contender idle = new Contender(
                "idle",
                "idle",
                Maker.HARNESS,
                Chore.NONE,
                List.of(new Step.Within("nothing", Chore.NONE)),
                Checks.holds(folder, new app.safelight.bench.machine.Trees.Extent(7, 7)),
                Chore.NONE);

        assertThatExceptionOfType(StepFailed.class)
                .isThrownBy(() -> contest.run(List.of(idle), 1))
                .withMessageContaining("files=7");
    }

    @Test
    void whole_rounds_count_when_the_limit_comes() throws Exception {
        int[] turns = {0};
        Contender late = contender("late", () -> {
            turns[0]++;
            if (turns[0] > 2) {
                throw new LimitReached();
            }
        });

        assertThat(contest.run(List.of(late), 5)).hasSize(2);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("2 whole rounds count");
    }

    @Test
    void a_limit_within_the_first_round_leaves_nothing() {
        Contender late = contender("late", () -> {
            throw new LimitReached();
        });

        assertThatExceptionOfType(LimitReached.class).isThrownBy(() -> contest.run(List.of(late), 5));
    }
}
