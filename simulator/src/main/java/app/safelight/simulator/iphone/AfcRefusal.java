package app.safelight.simulator.iphone;

/// An operation on files that is answered with a status instead of data.
final class AfcRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final AfcStatus status;

    AfcRefusal(AfcStatus status) {
        super(status.name(), null, false, false);
        this.status = status;
    }

    AfcStatus status() {
        return status;
    }
}
