package app.safelight.bench.contest;

import app.safelight.bench.machine.Chore;
import java.util.List;

/// Who takes part, and what it does in each turn.
///
/// @param id the same in every result
/// @param label what it does, for people
/// @param maker whose program it is
/// @param setUp before each turn, off the clock
/// @param check after each turn, off the clock: whether the work was really done
/// @param tearDown after that
record Contender(String id, String label, Maker maker, Chore setUp, List<Step> steps, Chore check, Chore tearDown) {
    Contender {
        steps = List.copyOf(steps);
    }
}
