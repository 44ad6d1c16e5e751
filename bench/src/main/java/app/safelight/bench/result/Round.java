package app.safelight.bench.result;

import java.util.List;

/// Every contender once, one after the other, in the order they ran.
///
/// @param number from 1
public record Round(int number, Disturbance disturbance, List<Turn> turns) {
    public Round {
        turns = List.copyOf(turns);
    }
}
