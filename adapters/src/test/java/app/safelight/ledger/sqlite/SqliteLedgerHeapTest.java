package app.safelight.ledger.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Answers are told one by one: the same heap does for any number of assets. Run [LedgerAtScale] by hand for a
/// million in 256 MiB.
final class SqliteLedgerHeapTest {
    /// The states of so many assets take some 40 MB, far more than the heap.
    private static final int ASSETS = 40_000;

    private static final int HEAP_MEBIBYTES = 20;

    @Test
    void tellsMoreThanTheHeapHolds(@TempDir(factory = QuickFolder.class) Path folder)
            throws IOException, InterruptedException {
        try (ChildProcess process = ChildProcess.start(
                LedgerAtScale.class, HEAP_MEBIBYTES, folder.toString(), Integer.toString(ASSETS), "inspect")) {
            List<String> lines = process.rest();
            assertThat(process.exitCode()).as(String.join("\n", lines)).isZero();
            assertThat(lines).anyMatch(line -> line.startsWith("rebuild"));
        }
    }
}
