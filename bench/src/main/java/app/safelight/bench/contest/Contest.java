package app.safelight.bench.contest;

import app.safelight.bench.machine.Accounting;
import app.safelight.bench.machine.Command;
import app.safelight.bench.machine.LimitReached;
import app.safelight.bench.machine.StepFailed;
import app.safelight.bench.machine.Watch;
import app.safelight.bench.result.ContenderFacts;
import app.safelight.bench.result.Disturbance;
import app.safelight.bench.result.Round;
import app.safelight.bench.result.StepReading;
import app.safelight.bench.result.Turn;
import app.safelight.bench.result.Usage;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/// Lets everybody do the whole job once in each round, one after the other. Who begins moves on by one each
/// round, so that nobody always comes after the same state of the disk.
final class Contest {
    private final Accounting accounting;
    private final Path folder;
    private final PrintStream out;

    /// @param folder where programs are asked for their versions
    Contest(Accounting accounting, Path folder, PrintStream out) {
        this.accounting = accounting;
        this.folder = folder;
        this.out = out;
    }

    /// Everybody's facts; asks each program for its version.
    List<ContenderFacts> introduce(List<Contender> contenders)
            throws IOException, InterruptedException, StepFailed, LimitReached {
        List<ContenderFacts> facts = new ArrayList<>();
        for (Contender contender : contenders) {
            facts.add(new ContenderFacts(contender.id(), contender.label(), version(contender.maker())));
        }
        return facts;
    }

    private String version(Maker maker) throws IOException, InterruptedException, StepFailed, LimitReached {
        if (maker.program().isEmpty()) {
            return "";
        }
        List<String> arguments = new ArrayList<>(List.of(maker.program()));
        arguments.addAll(maker.version());
        String answer = accounting.ask("version", Command.of(folder, arguments.toArray(String[]::new)));
        return app.safelight.bench.machine.Machine.version(answer);
    }

    /// Runs rounds until there are enough, or time is up and there is at least one: then those that are whole
    /// count.
    List<Round> run(List<Contender> contenders, int rounds)
            throws IOException, InterruptedException, StepFailed, LimitReached {
        List<Round> done = new ArrayList<>();
        for (int number = 1; number <= rounds; number++) {
            try {
                done.add(round(number, contenders, rounds));
            } catch (LimitReached limit) {
                if (done.isEmpty()) {
                    throw limit;
                }
                out.println("The time limit is reached; " + done.size() + " whole rounds count.");
                return done;
            }
        }
        return done;
    }

    private Round round(int number, List<Contender> contenders, int rounds)
            throws IOException, InterruptedException, StepFailed, LimitReached {
        Watch watch = Watch.start(accounting);
        List<Turn> turns = new ArrayList<>();
        for (Contender contender : order(contenders, number)) {
            Turn turn = turn(contender);
            turns.add(turn);
            out.println(line("round " + number + "/" + rounds, turn));
        }
        Disturbance disturbance = watch.stop();
        out.println(String.format(
                Locale.ROOT,
                "  load %.2f before, %.2f after; others used %.0f%% of the cores, the host took %.0f%%%s",
                disturbance.loadBefore(),
                disturbance.loadAfter(),
                disturbance.othersShare() * 100,
                disturbance.stolenShare() * 100,
                disturbance.noisy() ? "  NOISY" : ""));
        return new Round(number, disturbance, turns);
    }

    /// Everybody once without counting.
    void warmUp(List<Contender> contenders) throws IOException, InterruptedException, StepFailed, LimitReached {
        for (Contender contender : contenders) {
            out.println(line("warm-up", turn(contender)));
        }
    }

    /// @param round from 1
    static <T> List<T> order(List<T> contenders, int round) {
        List<T> order = new ArrayList<>(contenders);
        Collections.rotate(order, -(round - 1));
        return order;
    }

    private Turn turn(Contender contender) throws IOException, InterruptedException, StepFailed, LimitReached {
        contender.setUp().run();
        List<StepReading> readings = new ArrayList<>();
        for (Step step : contender.steps()) {
            switch (step) {
                case Step.Program(String name, Command command) ->
                    readings.add(new StepReading(name, accounting.run(contender.id() + "-" + name, command)));
                case Step.LateProgram(String name, Supplier<Command> command) ->
                    readings.add(new StepReading(name, accounting.run(contender.id() + "-" + name, command.get())));
                case Step.Within(String name, var chore) ->
                    readings.add(new StepReading(name, accounting.within(chore)));
                case Step.OffClock(var chore) -> chore.run();
            }
        }
        contender.check().run();
        contender.tearDown().run();
        return new Turn(contender.id(), readings);
    }

    private static String line(String when, Turn turn) {
        Usage total = turn.total();
        StringBuilder parts = new StringBuilder();
        if (turn.steps().size() > 1) {
            for (StepReading step : turn.steps()) {
                parts.append(parts.isEmpty() ? " (" : " + ")
                        .append(String.format(
                                Locale.ROOT,
                                "%s %.2f",
                                step.step(),
                                step.usage().wallSeconds()));
            }
            parts.append(")");
        }
        return String.format(
                Locale.ROOT,
                "  %-12s %-16s %8.3f s wall %8.3f s CPU %6d MiB%s",
                when,
                turn.contender(),
                total.wallSeconds(),
                total.cpuSeconds(),
                total.peakMemoryBytes() >> 20,
                parts);
    }
}
