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
    /// Each seed is one ledger, compared after every few appends: some 2 000 sequences of events. Run by hand with
    /// more.
    private static final int SEEDS = Integer.getInteger("safelight.ledger.seeds", 200);

    private static final int MOST_ROUNDS = 20;
    private static final int MOST_EVENTS_AT_ONCE = 20;
    private static final int ITEMS_ASKED = 6;

    @Test
    void agreesWithTheFoldOnRandomEvents(@TempDir(factory = QuickFolder.class) Path folder)
            throws LedgerException, IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            Path one = Files.createDirectory(folder.resolve("seed-" + seed));
            try {
                new Sequence(one, seed, MOST_EVENTS_AT_ONCE).run(1 + seed % MOST_ROUNDS);
            } catch (AssertionError | RuntimeException failed) {
                throw new AssertionError("seed " + seed, failed);
            }
        }
    }

    /// Appends longer than what the writer works on at a time.
    @Test
    void agreesWithTheFoldOnLongAppends(@TempDir(factory = QuickFolder.class) Path folder) throws LedgerException {
        new Sequence(folder, 1, 6_000).run(3);
    }

    private static final class Sequence {
        private final Path folder;
        private final int seed;
        private final int mostEvents;
        private final Random random;
        private final RandomEvents events;
        private final Agreement agreement = new Agreement();

        Sequence(Path folder, int seed, int mostEvents) {
            this.folder = folder;
            this.seed = seed;
            this.mostEvents = mostEvents;
            this.random = new Random(seed);
            this.events = new RandomEvents(seed);
        }

        void run(int rounds) throws LedgerException {
            SqliteLedger ledger = SqliteLedger.openForWriting(folder, "test");
            try {
                for (int round = 0; round < rounds; round++) {
                    for (int appends = random.nextInt(3); appends >= 0; appends--) {
                        append(ledger);
                    }
                    if (random.nextInt(6) == 0) {
                        ledger.close();
                        ledger = SqliteLedger.openForWriting(folder, "test");
                    }
                    if (random.nextInt(10) == 0) {
                        ledger.rebuild();
                    }
                    agreement.check(ledger, random.nextLong(), ITEMS_ASKED);
                }
                ledger.rebuild();
                agreement.check(ledger, random.nextLong(), ITEMS_ASKED);
            } finally {
                ledger.close();
            }
            readAgain();
        }

        private void append(SqliteLedger ledger) throws LedgerException {
            List<LedgerEvent> list = events.list(1 + random.nextInt(mostEvents));
            Instant at = events.time();
            ledger.append(at, list);
            agreement.append(at, list);
        }

        private void readAgain() throws LedgerException {
            try (SqliteLedger ledger = SqliteLedger.openForReading(folder)) {
                agreement.check(ledger, seed, ITEMS_ASKED);
                if (seed % 10 == 0) {
                    ledger.check();
                }
            }
        }
    }
}
