package app.safelight.core.backup;

import app.safelight.core.ledger.LedgerException;

/// Carries a ledger's failure out of a callback that can throw nothing checked.
public final class LedgerFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final LedgerException failure;

    public LedgerFailure(LedgerException failure) {
        super(failure);
        this.failure = failure;
    }

    public LedgerException failure() {
        return failure;
    }
}
