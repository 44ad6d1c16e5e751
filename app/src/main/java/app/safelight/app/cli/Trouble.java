package app.safelight.app.cli;

/// Why a command ends without doing what it was asked, in words, with what to do and the exit code.
final class Trouble extends Exception {
    private static final long serialVersionUID = 1L;

    private final String hint;
    private final ExitCode exitCode;

    Trouble(ExitCode exitCode, String fact, String hint) {
        super(fact);
        this.exitCode = exitCode;
        this.hint = hint;
    }

    String hint() {
        return hint;
    }

    ExitCode exitCode() {
        return exitCode;
    }
}
