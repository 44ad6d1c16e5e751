package app.safelight.simulator.world;

/// The simulated process is no more. An `Error`, because no code under test may handle it: whatever would run
/// afterwards does not run.
public abstract sealed class Stopped extends Error permits PowerCut, ProcessKilled {
    private static final long serialVersionUID = 1L;

    Stopped(String message) {
        // Thousands of these are thrown in one test; the operation's number is worth more than a stack.
        super(message, null, false, false);
    }
}
