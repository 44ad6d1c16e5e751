package app.safelight.ledger.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import app.safelight.core.ledger.AssetState;
import app.safelight.core.ledger.LedgerEvent;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.ledger.LedgerFault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One writer, any number of readers, in one process and in several.
final class SqliteLedgerSharingTest {
    @Test
    void refusesASecondWriterInThisProcess(@TempDir Path folder) throws LedgerException {
        try (SqliteLedger first = SqliteLedger.openForWriting(folder, "first")) {
            LedgerException refused =
                    catchThrowableOfType(LedgerException.class, () -> SqliteLedger.openForWriting(folder, "second"));
            String holder = "process " + ProcessHandle.current().pid() + " (first)";
            assertThat(refused.fault()).isEqualTo(new LedgerFault.Busy(holder));
            GeneratedLibrary.appendTo(first, 1);
        }
        try (SqliteLedger third = SqliteLedger.openForWriting(folder, "third")) {
            assertThat(third.size()).isPositive();
        }
    }

    @Test
    void refusesASecondWriterUntilTheOtherProcessEnds(@TempDir Path folder)
            throws IOException, InterruptedException, LedgerException {
        try (ChildProcess other = ChildProcess.start(AppendingProcess.class, 64, folder.toString())) {
            assertThat(List.of(other.line(), other.line(), other.line())).containsExactly("up", "open", "0");
            LedgerException refused =
                    catchThrowableOfType(LedgerException.class, () -> SqliteLedger.openForWriting(folder, "second"));
            assertThat(refused.fault()).isEqualTo(new LedgerFault.Busy("process " + other.pid() + " (appending)"));
            try (SqliteLedger reader = SqliteLedger.openForReading(folder)) {
                long size = reader.size();
                while (reader.size() == size) {
                    other.line();
                }
                assertThat(reader.size()).isGreaterThan(size);
            }
            other.kill();
        }
        try (SqliteLedger second = SqliteLedger.openForWriting(folder, "second")) {
            GeneratedLibrary.appendTo(second, 1);
        }
    }

    @Test
    void aReaderInThisProcessDoesNotGiveTheLockAway(@TempDir Path folder)
            throws IOException, InterruptedException, LedgerException {
        try (SqliteLedger writer = SqliteLedger.openForWriting(folder, "first")) {
            GeneratedLibrary.appendTo(writer, 1);
            try (SqliteLedger reader = SqliteLedger.openForReading(folder)) {
                assertThat(reader.size()).isEqualTo(writer.size());
            }
            assertThatThrownBy(() -> SqliteLedger.openForWriting(folder, "second"))
                    .isInstanceOf(LedgerException.class);
            try (ChildProcess other = ChildProcess.start(AppendingProcess.class, 64, folder.toString())) {
                assertThat(other.rest())
                        .anyMatch(line -> line.contains(
                                "Busy[holder=process " + ProcessHandle.current().pid() + " (first)]"));
                assertThat(other.exitCode()).isNotZero();
            }
        }
    }

    @Test
    void aSinkMayAskAndAppend(@TempDir Path folder) throws LedgerException {
        try (SqliteLedger ledger = SqliteLedger.openForWriting(folder, "test")) {
            GeneratedLibrary.appendTo(ledger, 20);
            List<AssetState> told = new ArrayList<>();
            ledger.assets(GeneratedLibrary.SOURCE, asset -> {
                told.add(asset);
                try {
                    assertThat(ledger.asset(asset.id())).contains(asset);
                    ledger.assets(GeneratedLibrary.SOURCE, _ -> {});
                    ledger.append(
                            GeneratedLibrary.AT,
                            List.of(new LedgerEvent.ItemGone(asset.id().primary())));
                } catch (LedgerException failed) {
                    throw new AssertionError(failed);
                }
            });
            assertThat(told).hasSize(20).allMatch(SqliteLedgerSharingTest::isPresent);
            List<AssetState> later = new ArrayList<>();
            ledger.assets(GeneratedLibrary.SOURCE, later::add);
            assertThat(later).hasSize(20).noneMatch(SqliteLedgerSharingTest::isPresent);
        }
    }

    private static boolean isPresent(AssetState asset) {
        return switch (asset.parts().getFirst().item().presence()) {
            case PRESENT -> true;
            case GONE, RECLAIMED -> false;
        };
    }

    @Test
    void aFailingSinkLeavesTheLedgerUsable(@TempDir Path folder) throws LedgerException {
        try (SqliteLedger ledger = SqliteLedger.openForWriting(folder, "test")) {
            GeneratedLibrary.appendTo(ledger, 20);
            assertThatThrownBy(() -> ledger.assets(GeneratedLibrary.SOURCE, _ -> {
                        throw new IllegalStateException("enough");
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("enough");
            List<AssetState> told = new ArrayList<>();
            ledger.assets(GeneratedLibrary.SOURCE, told::add);
            assertThat(told).hasSize(20);
        }
    }

    @Test
    void readersSeeWholeAppendsOnly(@TempDir Path folder)
            throws LedgerException, InterruptedException, ExecutionException {
        int appends = 200;
        int events = 10;
        try (SqliteLedger ledger = SqliteLedger.openForWriting(folder, "test");
                ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<List<Long>>> readers = Stream.of(1, 2)
                    .map(_ -> threads.submit(() -> sizesUntil(ledger, (long) appends * events)))
                    .toList();
            LedgerEvent event = new LedgerEvent.PlaceSeen(GeneratedLibrary.PLACE, "/");
            for (int i = 0; i < appends; i++) {
                ledger.append(GeneratedLibrary.AT, Collections.nCopies(events, event));
            }
            for (Future<List<Long>> sizes : readers) {
                assertThat(sizes.get()).isSorted().allMatch(size -> size % events == 0);
            }
        }
    }

    private static List<Long> sizesUntil(SqliteLedger ledger, long last) throws LedgerException {
        List<Long> sizes = new ArrayList<>();
        do {
            long size = ledger.size();
            if (sizes.isEmpty() || sizes.getLast() != size) {
                sizes.add(size);
            }
        } while (sizes.getLast() < last);
        return sizes;
    }

    @Test
    void aClosedLedgerAnswersNoMore(@TempDir Path folder) throws LedgerException {
        SqliteLedger ledger = SqliteLedger.openForWriting(folder, "test");
        ledger.close();
        ledger.close();
        assertThatThrownBy(ledger::size).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> GeneratedLibrary.appendTo(ledger, 1)).isInstanceOf(IllegalStateException.class);
        try (SqliteLedger reader = SqliteLedger.openForReading(folder)) {
            assertThatThrownBy(() -> GeneratedLibrary.appendTo(reader, 1)).isInstanceOf(IllegalStateException.class);
        }
    }
}
