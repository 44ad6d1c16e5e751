package app.safelight.bench.machine;

/// The time given to the run is over.
public final class LimitReached extends Exception {
    public LimitReached() {
        super("the time limit is reached");
    }
}
