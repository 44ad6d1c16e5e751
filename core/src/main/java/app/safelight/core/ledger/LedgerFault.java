package app.safelight.core.ledger;

/// What can go wrong with the ledger. Facts only.
public sealed interface LedgerFault {
    /// Its file is not what it should be; never emptied or replaced in silence.
    record Damaged(String detail) implements LedgerFault {}

    /// A later version of the program has written it.
    record NewerFormat(int found, int supported) implements LedgerFault {}

    /// Another run holds it.
    record Busy(String holder) implements LedgerFault {}

    /// It cannot be written: no room.
    record Full(String detail) implements LedgerFault {}

    /// It cannot be opened or written.
    record Unreachable(String detail) implements LedgerFault {}
}
