package app.safelight.core.contract;

/// The setting lacks what a check needs. Ends that check alone.
final class CannotRun extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CannotRun(String why) {
        super(why);
    }
}
