package app.safelight.simulator.world;

import app.safelight.core.contract.LedgerContract;
import app.safelight.core.ledger.Ledger;
import java.util.function.Function;

/// A ledger in memory, or a wrong variant of it, to run the contract on.
final class MemoryLedgerSetting implements LedgerContract.Setting {
    private final Function<MemoryLedger, Ledger> variant;
    private MemoryLedger ledger = new MemoryLedger(new World(1));

    MemoryLedgerSetting(Function<MemoryLedger, Ledger> variant) {
        this.variant = variant;
    }

    @Override
    public Ledger create() {
        ledger = new MemoryLedger(new World(1));
        return variant.apply(ledger);
    }

    @Override
    public Ledger reopen() {
        return variant.apply(ledger);
    }

    @Override
    public void cleanUp() {}
}
