package app.safelight.core.ledger;

import org.jspecify.annotations.Nullable;

/// The ledger could not do what was asked.
public final class LedgerException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient LedgerFault fault;

    public LedgerException(LedgerFault fault) {
        this(fault, null);
    }

    public LedgerException(LedgerFault fault, @Nullable Throwable cause) {
        super(fault.toString(), cause);
        this.fault = fault;
    }

    public LedgerFault fault() {
        return fault;
    }
}
