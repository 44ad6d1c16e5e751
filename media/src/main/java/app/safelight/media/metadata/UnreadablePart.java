package app.safelight.media.metadata;

import java.io.Serial;

/// One part of a file cannot be read. Caught where reading can go on with the next part, and recorded there.
final class UnreadablePart extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient ReadingProblem problem;

    UnreadablePart(ReadingProblem problem) {
        // Hostile files raise many of these; the problem says all, a stack trace would only cost.
        super(problem.toString(), null, false, false);
        this.problem = problem;
    }

    ReadingProblem problem() {
        return problem;
    }
}
