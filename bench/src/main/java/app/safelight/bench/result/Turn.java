package app.safelight.bench.result;

import java.util.List;

/// One contender doing the whole job once.
///
/// @param contender its id
/// @param steps what ran on the clock, in order
public record Turn(String contender, List<StepReading> steps) {
    public Turn {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("a turn of " + contender + " without steps");
        }
    }

    public Usage total() {
        return steps.stream().map(StepReading::usage).reduce(Usage.NONE, Usage::then);
    }
}
