package app.safelight.bench.result;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the program should reach, judged by the medians of one run.
public sealed interface Target {
    String text();

    /// One time over another.
    ///
    /// @param bound of `over / under`
    record Ratio(String text, Span over, Span under, Side side, double bound) implements Target {}

    /// A time in itself. Only for what has no peer: it says as much about the machine as about the program.
    record Ceiling(String text, Span span, double maxSeconds) implements Target {}

    /// On which side of its bound a ratio should be.
    enum Side {
        AT_MOST,
        BELOW,
        AT_LEAST
    }

    /// A time in seconds that follows from the medians.
    sealed interface Span {
        record Wall(String contender) implements Span {}

        record Cpu(String contender) implements Span {}

        record Slower(Span one, Span other) implements Span {}

        record Faster(Span one, Span other) implements Span {}

        /// Empty if somebody it needs did not take part.
        default Optional<Double> seconds(Map<String, Summary> summaries) {
            return switch (this) {
                case Wall(String contender) ->
                    Optional.ofNullable(summaries.get(contender))
                            .map(summary -> summary.median().wallSeconds());
                case Cpu(String contender) ->
                    Optional.ofNullable(summaries.get(contender)).map(Summary::cpuSeconds);
                case Slower(Span one, Span other) ->
                    one.seconds(summaries)
                            .flatMap(first -> other.seconds(summaries).map(second -> Math.max(first, second)));
                case Faster(Span one, Span other) ->
                    one.seconds(summaries)
                            .flatMap(first -> other.seconds(summaries).map(second -> Math.min(first, second)));
            };
        }
    }

    /// Empty if somebody it needs did not take part.
    default Optional<TargetReading> read(Map<String, Summary> summaries) {
        return switch (this) {
            case Ratio(String text, Span over, Span under, Side side, double bound) ->
                over.seconds(summaries)
                        .flatMap(above -> under.seconds(summaries).map(below -> {
                            double ratio = above / below;
                            return new TargetReading(text, ratio, "×", holds(ratio, side, bound));
                        }));
            case Ceiling(String text, Span span, double maxSeconds) ->
                span.seconds(summaries)
                        .map(seconds -> new TargetReading(text, seconds * 1000, "ms", seconds < maxSeconds));
        };
    }

    private static boolean holds(double value, Side side, double bound) {
        return switch (side) {
            case AT_MOST -> value <= bound;
            case BELOW -> value < bound;
            case AT_LEAST -> value >= bound;
        };
    }

    /// All that can be read.
    static List<TargetReading> readAll(List<Target> targets, Map<String, Summary> summaries) {
        return targets.stream()
                .flatMap(target -> target.read(summaries).stream())
                .toList();
    }
}
