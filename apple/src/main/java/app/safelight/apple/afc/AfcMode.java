package app.safelight.apple.afc;

/// How a file is opened.
public enum AfcMode {
    READ(1),
    /// Made if it is not there.
    READ_WRITE(2),
    /// Emptied, or made.
    WRITE(3),
    /// Emptied, or made; also to be read.
    WRITE_READ(4),
    APPEND(5),
    APPEND_READ(6);

    private final long code;

    AfcMode(long code) {
        this.code = code;
    }

    long code() {
        return code;
    }
}
