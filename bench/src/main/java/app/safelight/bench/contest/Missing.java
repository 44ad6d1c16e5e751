package app.safelight.bench.contest;

/// Something a measurement needs is not there: a program, or room on the disk.
public final class Missing extends Exception {
    private static final long serialVersionUID = 1L;

    /// @param message the fact, then what to do about it
    public Missing(String message) {
        super(message);
    }
}
