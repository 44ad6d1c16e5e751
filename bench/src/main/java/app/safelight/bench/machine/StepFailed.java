package app.safelight.bench.machine;

/// A program did not do its work, or its work was found wanting. A run with such a step has no result.
public final class StepFailed extends Exception {
    public StepFailed(String message) {
        super(message);
    }
}
