package app.safelight.apple.afc;

/// What a position is counted from.
public enum AfcWhence {
    START(0),
    HERE(1),
    END(2);

    private final long code;

    AfcWhence(long code) {
        this.code = code;
    }

    long code() {
        return code;
    }
}
