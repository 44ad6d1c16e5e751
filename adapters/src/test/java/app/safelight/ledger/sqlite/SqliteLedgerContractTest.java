package app.safelight.ledger.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.core.contract.ContractResult;
import app.safelight.core.contract.LedgerContract;
import app.safelight.core.ledger.Ledger;
import app.safelight.core.ledger.LedgerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The ledger keeps the contract of all ledgers.
final class SqliteLedgerContractTest {
    @TempDir(factory = QuickFolder.class)
    Path folder = Path.of("");

    @TestFactory
    Stream<DynamicTest> keepsTheContract() {
        Setting setting = new Setting(folder);
        return LedgerContract.checks().stream()
                .map(check -> DynamicTest.dynamicTest(
                        check.name(),
                        () -> assertThat(check.run(setting)).isEqualTo(new ContractResult.Passed(check.name()))));
    }

    private static final class Setting implements LedgerContract.Setting {
        private final Path folder;
        private int made;

        Setting(Path folder) {
            this.folder = folder;
        }

        @Override
        public Ledger create() throws LedgerException, IOException {
            made++;
            return reopen();
        }

        @Override
        public Ledger reopen() throws LedgerException, IOException {
            return SqliteLedger.openForWriting(Files.createDirectories(folder.resolve("ledger-" + made)), "contract");
        }

        @Override
        public void cleanUp() {
            // The folder is dropped with everything in it.
        }
    }
}
