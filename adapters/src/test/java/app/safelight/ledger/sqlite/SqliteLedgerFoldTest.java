package app.safelight.ledger.sqlite;

import app.safelight.core.ledger.LedgerEvent;
import app.safelight.core.ledger.LedgerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The ledger answers every question as the fold of the same events does: while it is open, after it was closed,
/// and after its tables were made anew.
final class SqliteLedgerFoldTest {
    /// Sequences of up to 100 events.
    private static final int SEEDS = Integer.getInteger("safelight.ledger.seeds", 1_000);

    private static final int ITEMS_ASKED = 20;

    @Test
    void agreesWithTheFoldOnRandomEvents(@TempDir(factory = QuickFolder.class) Path folder)
            throws LedgerException, IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            Path one = Files.createDirectory(folder.resolve("seed-" + seed));
            try {
                checkSequence(one, seed, 100, 20);
            } catch (AssertionError | RuntimeException failed) {
                throw new AssertionError("seed " + seed, failed);
            }
        }
    }

    /// Appends longer than what the writer works on at a time.
    @Test
    void agreesWithTheFoldOnLongAppends(@TempDir(factory = QuickFolder.class) Path folder) throws LedgerException {
        checkSequence(folder, 1, 20_000, 9_000);
    }

    private static void checkSequence(Path folder, int seed, int most, int longest) throws LedgerException {
        Random random = new Random(seed);
        RandomEvents events = new RandomEvents(seed);
        Agreement agreement = new Agreement();
        int total = 1 + random.nextInt(most);
        try (SqliteLedger ledger = SqliteLedger.openForWriting(folder, "test")) {
            for (int count = 0; count < total / 2; ) {
                count += append(ledger, agreement, events, 1 + random.nextInt(longest));
            }
            agreement.check(ledger, seed, ITEMS_ASKED);
        }
        try (SqliteLedger ledger = SqliteLedger.openForWriting(folder, "test")) {
            for (int count = 0; count < total / 2; ) {
                count += append(ledger, agreement, events, 1 + random.nextInt(longest));
            }
        }
        try (SqliteLedger ledger = SqliteLedger.openForReading(folder)) {
            agreement.check(ledger, seed, ITEMS_ASKED);
            ledger.check();
        }
        try (SqliteLedger ledger = SqliteLedger.openForWriting(folder, "test")) {
            ledger.rebuild();
            agreement.check(ledger, seed, ITEMS_ASKED);
            ledger.check();
        }
    }

    private static int append(SqliteLedger ledger, Agreement agreement, RandomEvents events, int count)
            throws LedgerException {
        List<LedgerEvent> list = events.list(count);
        Instant at = events.time();
        ledger.append(at, list);
        agreement.append(at, list);
        return count;
    }
}
