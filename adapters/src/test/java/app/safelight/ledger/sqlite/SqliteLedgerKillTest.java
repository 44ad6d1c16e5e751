package app.safelight.ledger.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.core.ledger.Ledger;
import app.safelight.core.ledger.LedgerEvent;
import app.safelight.core.ledger.LedgerException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that appends is killed at random moments, again and again on the same ledger: whatever it
/// acknowledged is there, nothing is there by half, and the next one goes on.
final class SqliteLedgerKillTest {
    private static final int ROUNDS = Integer.getInteger("safelight.ledger.kills", 30);

    /// The latest moment to be killed: after so many appends of one process.
    private static final int MOST_APPENDS = 60;

    @Test
    void keepsWholeAppendsAndEverythingAcknowledged(@TempDir Path folder)
            throws IOException, InterruptedException, LedgerException {
        Random random = new Random(20_261_123);
        long acknowledged = -1;
        for (int round = 0; round < ROUNDS; round++) {
            acknowledged = Math.max(acknowledged, killAfter(folder, random.nextInt(MOST_APPENDS) - 2));
            checkWhole(folder, acknowledged, round);
        }
        assertThat(acknowledged).isGreaterThan(ROUNDS);
        try (SqliteLedger ledger = SqliteLedger.openForReading(folder)) {
            ledger.check();
        }
    }

    /// @param appends how many it acknowledges before it is killed; below 1 it is killed while it opens
    /// @return the last append it acknowledged; -1 for none
    private static long killAfter(Path folder, int appends) throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        try (ChildProcess process = ChildProcess.start(AppendingProcess.class, 64, folder.toString())) {
            assertThat(process.line()).isEqualTo("up");
            if (appends >= 0) {
                assertThat(process.line()).isEqualTo("open");
            }
            for (int i = 0; i < appends; i++) {
                lines.add(process.line());
            }
            lines.addAll(process.kill());
        }
        return lines.stream()
                .filter(line -> !line.equals("open"))
                .mapToLong(Long::parseLong)
                .max()
                .orElse(-1);
    }

    private static void checkWhole(Path folder, long acknowledged, int round) throws LedgerException {
        if (!SqliteLedger.isThere(folder)) {
            assertThat(acknowledged).isEqualTo(-1);
            return;
        }
        List<Ledger.Entry> told = new ArrayList<>();
        try (SqliteLedger ledger =
                round % 2 == 0 ? SqliteLedger.openForReading(folder) : SqliteLedger.openForWriting(folder, "looking")) {
            ledger.events(1, told::add);
        }
        long appends = told.isEmpty() ? 0 : told.getLast().at().getEpochSecond() + 1;
        assertThat(appends).isBetween(acknowledged + 1, acknowledged + 2);
        assertThat(told).isEqualTo(expected(appends));
    }

    private static List<Ledger.Entry> expected(long appends) {
        List<Ledger.Entry> entries = new ArrayList<>();
        for (long append = 0; append < appends; append++) {
            for (LedgerEvent event : AppendingProcess.events(append)) {
                entries.add(new Ledger.Entry(entries.size() + 1L, Instant.ofEpochSecond(append), event));
            }
        }
        return entries;
    }
}
