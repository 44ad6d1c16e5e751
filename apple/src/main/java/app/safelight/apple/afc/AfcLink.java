package app.safelight.apple.afc;

/// Kinds of links.
public enum AfcLink {
    HARD(1),
    SYMBOLIC(2);

    private final long code;

    AfcLink(long code) {
        this.code = code;
    }

    long code() {
        return code;
    }
}
