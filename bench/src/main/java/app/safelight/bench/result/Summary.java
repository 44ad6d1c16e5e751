package app.safelight.bench.result;

import java.util.List;

/// One contender over all rounds. Each median is taken for itself.
///
/// @param median of the whole turn
/// @param fastestSeconds of all turns, wall
/// @param slowestSeconds of all turns, wall
public record Summary(String contender, int turns, Usage median, double fastestSeconds, double slowestSeconds) {
    /// @throws IllegalArgumentException if the contender has no turn in these rounds
    public static Summary of(String contender, List<Round> rounds) {
        List<Usage> totals = rounds.stream()
                .flatMap(round -> round.turns().stream())
                .filter(turn -> turn.contender().equals(contender))
                .map(Turn::total)
                .toList();
        if (totals.isEmpty()) {
            throw new IllegalArgumentException(contender + " has no turn");
        }
        List<Double> walls = totals.stream().map(Usage::wallSeconds).sorted().toList();
        Usage median = new Usage(
                Statistics.median(walls),
                Statistics.median(totals.stream().map(Usage::userSeconds).toList()),
                Statistics.median(totals.stream().map(Usage::systemSeconds).toList()),
                Math.round(Statistics.median(totals.stream()
                        .map(usage -> (double) usage.peakMemoryBytes())
                        .toList())));
        return new Summary(contender, totals.size(), median, walls.getFirst(), walls.getLast());
    }

    /// Median CPU time; the sum of the medians of its two parts.
    public double cpuSeconds() {
        return median.cpuSeconds();
    }
}
