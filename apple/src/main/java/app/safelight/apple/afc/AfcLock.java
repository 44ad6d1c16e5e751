package app.safelight.apple.afc;

/// What is done to the lock of an open file. None waits: one that is held is refused with `WOULD_BLOCK`.
public enum AfcLock {
    SHARED(5),
    EXCLUSIVE(6),
    UNLOCK(12);

    private final long code;

    AfcLock(long code) {
        this.code = code;
    }

    long code() {
        return code;
    }
}
