package app.safelight.bench.contest;

import app.safelight.bench.machine.Chore;
import app.safelight.bench.machine.Command;
import java.util.function.Supplier;

/// One part of a turn.
sealed interface Step {
    /// A program, on the clock.
    record Program(String name, Command command) implements Step {}

    /// A program, on the clock, of which all is known only when its turn comes.
    record LateProgram(String name, Supplier<Command> command) implements Step {}

    /// Work of the harness itself, on the clock.
    record Within(String name, Chore chore) implements Step {}

    /// What has to happen between the parts, off the clock.
    record OffClock(Chore chore) implements Step {}
}
