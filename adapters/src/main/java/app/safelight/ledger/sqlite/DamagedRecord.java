package app.safelight.ledger.sqlite;

import org.jspecify.annotations.Nullable;

/// A row of the ledger that cannot mean anything; becomes `LedgerFault.Damaged` before it leaves this package.
final class DamagedRecord extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DamagedRecord(String message) {
        this(message, null);
    }

    DamagedRecord(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
