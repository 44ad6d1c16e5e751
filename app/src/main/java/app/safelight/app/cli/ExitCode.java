package app.safelight.app.cli;

/// What the program's end says to the shell. Stable: scripts rely on them; `docs/exit-codes.md` lists them.
public enum ExitCode {
    /// Done, and everything asked about is safe.
    OK(0),
    /// Done, but some photos are not safe; the output says which and why.
    NOT_SAFE(1),
    /// The command line makes no sense.
    USAGE(2),
    /// A place cannot be used: unplugged, full, read-only, another disk.
    PLACE(3),
    /// A source cannot be used.
    SOURCE(4),
    /// The ledger cannot be used.
    LEDGER(5),
    /// Copies were found missing or damaged.
    DAMAGE(6),
    /// What was asked for is not known.
    NOT_FOUND(7),
    /// The certificate does not hold.
    INVALID(8),
    /// A defect in Safelight itself.
    DEFECT(70),
    /// Stopped by the person before the end.
    INTERRUPTED(130);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
