package app.safelight.bench.result;

import java.util.List;

/// The little arithmetic that results need.
public final class Statistics {
    private Statistics() {}

    /// The value in the middle; the mean of the two in the middle if their number is even.
    ///
    /// @throws IllegalArgumentException if there are none, or one is no number
    public static double median(List<Double> values) {
        if (values.isEmpty() || values.stream().anyMatch(value -> value.isNaN())) {
            throw new IllegalArgumentException("no median of " + values);
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
