package app.safelight.simulator.world;

import app.safelight.core.ledger.LedgerFault;

/// What can be done to a ledger in memory. Appends are counted from the moment the trouble strikes.
public sealed interface LedgerTrouble {
    /// Every append fails, and nothing of it is kept, until [MemoryLedger#recover].
    record RefusesAppends(LedgerFault fault) implements LedgerTrouble {}

    /// One append is kept in full, and yet reported as failed.
    record FailsAfterKeeping(int appends) implements LedgerTrouble {}

    /// One append is not kept, and reported as failed.
    record FailsWithoutKeeping(int appends) implements LedgerTrouble {}

    /// Nothing can be asked, until [MemoryLedger#recover].
    record CannotBeRead(LedgerFault fault) implements LedgerTrouble {}
}
