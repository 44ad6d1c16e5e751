package app.safelight.ledger.sqlite;

import app.safelight.core.ledger.LedgerEvent;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.Sha256;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.Receipt;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Appends for ever, and says after each append which it was. To be killed.
final class AppendingProcess {
    private AppendingProcess() {}

    /// Arguments: the ledger's folder.
    public static void main(String[] arguments) throws LedgerException {
        System.out.println("up");
        try (SqliteLedger ledger = SqliteLedger.openForWriting(Path.of(arguments[0]), "appending")) {
            long first = nextAppend(ledger);
            System.out.println("open");
            for (long append = first; append < Long.MAX_VALUE; append++) {
                ledger.append(Instant.ofEpochSecond(append), events(append));
                System.out.println(append);
            }
        }
    }

    /// The time of an append's events is its number.
    static long nextAppend(SqliteLedger ledger) throws LedgerException {
        List<Instant> last = new ArrayList<>(List.of(Instant.ofEpochSecond(-1)));
        ledger.events(Math.max(1, ledger.size()), entry -> last.set(0, entry.at()));
        return last.getFirst().getEpochSecond() + 1;
    }

    /// From 1 to 40 events, by the append's number alone.
    static List<LedgerEvent> events(long append) {
        List<LedgerEvent> events = new ArrayList<>();
        for (int i = 0; i <= append * 7 % 40; i++) {
            ItemKey key = new ItemKey(GeneratedLibrary.SOURCE, "f" + append % 10 + "/" + append + "-" + i);
            ContentId content = new ContentId(new Sha256(append, i, 0, 0), i);
            events.add(
                    switch (i % 3) {
                        case 0 -> new LedgerEvent.ItemSeen(key, i, Instant.ofEpochSecond(i));
                        case 1 -> new LedgerEvent.ItemDigested(key, content);
                        default ->
                            new LedgerEvent.CopyProven(new Receipt(
                                    GeneratedLibrary.PLACE, content, Evidence.READ_BACK, Instant.ofEpochSecond(i)));
                    });
        }
        return events;
    }
}
