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
    /// Sequences of up to 200 events; a sequence takes some 30 ms, most of it making the file.
    private static final int SEEDS = 300;

    @Test
    void agreesWithTheFoldOnRandomEvents(@TempDir Path folder) throws LedgerException, IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            Path one = Files.createDirectory(folder.resolve("seed-" + seed));
            try {
                checkSequence(one, seed, 200, 30);
            } catch (AssertionError | RuntimeException failed) {
                throw new AssertionError("seed " + seed, failed);
            }
        }
    }

    /// Appends longer than what the writer works on at a time.
    @Test
    void agreesWithTheFoldOnLongAppends(@TempDir Path folder) throws LedgerException {
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
            agreement.check(ledger);
        }
        try (SqliteLedger ledger = SqliteLedger.openForWriting(folder, "test")) {
            for (int count = 0; count < total / 2; ) {
                count += append(ledger, agreement, events, 1 + random.nextInt(longest));
            }
        }
        try (SqliteLedger ledger = SqliteLedger.openForReading(folder)) {
            agreement.check(ledger);
            ledger.check();
        }
        try (SqliteLedger ledger = SqliteLedger.openForWriting(folder, "test")) {
            ledger.rebuild();
            agreement.check(ledger);
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
