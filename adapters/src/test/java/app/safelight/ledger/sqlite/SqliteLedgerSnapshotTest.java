package app.safelight.ledger.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.safelight.core.ledger.LedgerException;
import app.safelight.core.ledger.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Remembered answers: found again, dropped when they may be wrong, and never in the way.
final class SqliteLedgerSnapshotTest {
    private static final Snapshot COUNTS =
            new Snapshot(7, Instant.parse("2027-05-01T00:00:00.000000001Z"), "{\"safe\":5,\"café\":\"\uD83D\uDE00\"}");

    @TempDir(factory = QuickFolder.class)
    Path folder = Path.of("");

    private Path file() {
        return new LedgerFiles(folder).snapshots().resolve("status.snapshot");
    }

    private SqliteLedger reading() throws LedgerException {
        return SqliteLedger.openForReading(folder);
    }

    private void makeLedger() throws LedgerException {
        try (SqliteLedger ledger = SqliteLedger.openForWriting(folder, "test")) {
            GeneratedLibrary.appendTo(ledger, 3);
        }
    }

    @Test
    void aReaderKeepsAnAnswerForTheNext() throws LedgerException {
        makeLedger();
        try (SqliteLedger ledger = reading()) {
            assertThat(ledger.snapshot("status")).isEmpty();
            long size = ledger.size();
            ledger.saveSnapshot("status", new Snapshot(1, Instant.MAX, "old"));
            ledger.saveSnapshot("status", COUNTS);
            assertThat(ledger.snapshot("status")).contains(COUNTS);
            assertThat(ledger.size()).isEqualTo(size);
        }
        try (SqliteLedger ledger = reading()) {
            assertThat(ledger.snapshot("status")).contains(COUNTS);
            assertThat(ledger.snapshot("other")).isEmpty();
        }
    }

    @Test
    void holdsOnlyForItsSizeAndTime() {
        Instant end = COUNTS.validUntil();
        assertThat(COUNTS.holds(7, end.minusNanos(1))).isTrue();
        assertThat(COUNTS.holds(8, end.minusNanos(1))).isFalse();
        assertThat(COUNTS.holds(7, end)).isFalse();
    }

    @Test
    void aRebuildForgetsAll() throws LedgerException, IOException {
        makeLedger();
        byte[] before;
        try (SqliteLedger ledger = SqliteLedger.openForWriting(folder, "test")) {
            ledger.saveSnapshot("status", COUNTS);
            before = Files.readAllBytes(file());
            ledger.rebuild();
            assertThat(ledger.snapshot("status")).isEmpty();
        }
        Files.write(file(), before);
        try (SqliteLedger ledger = reading()) {
            assertThat(ledger.snapshot("status"))
                    .as("kept from before the rebuild")
                    .isEmpty();
        }
    }

    @Test
    void anotherLedgersAnswerIsNotBelieved() throws LedgerException, IOException {
        makeLedger();
        try (SqliteLedger ledger = reading()) {
            ledger.saveSnapshot("status", COUNTS);
        }
        Files.delete(new LedgerFiles(folder).database());
        Files.delete(new LedgerFiles(folder).acknowledged());
        makeLedger();
        try (SqliteLedger ledger = reading()) {
            assertThat(ledger.snapshot("status")).isEmpty();
        }
    }

    @Test
    void everyDamagedFileIsForgotten() throws LedgerException, IOException {
        makeLedger();
        try (SqliteLedger ledger = reading()) {
            ledger.saveSnapshot("status", COUNTS);
            byte[] good = Files.readAllBytes(file());
            for (int position = 0; position < good.length; position++) {
                byte[] flipped = good.clone();
                flipped[position] ^= 0x10;
                Files.write(file(), flipped);
                assertThat(ledger.snapshot("status")).as("byte %d", position).isEmpty();
                Files.write(file(), Arrays.copyOf(good, position));
                assertThat(ledger.snapshot("status")).as("length %d", position).isEmpty();
            }
            Files.write(file(), good);
            assertThat(ledger.snapshot("status")).contains(COUNTS);
        }
    }

    @Test
    void aMediumThatTakesNoAnswerIsNoFailure() throws LedgerException, IOException {
        try (TmpfsMount mount = TmpfsMount.on(folder, 4_096)) {
            makeLedger();
            mount.makeReadOnly();
            try (SqliteLedger ledger = reading()) {
                ledger.saveSnapshot("status", COUNTS);
                assertThat(ledger.snapshot("status")).isEmpty();
            }
        }
    }

    @Test
    void aNameCannotLeaveTheFolder() throws LedgerException {
        makeLedger();
        try (SqliteLedger ledger = reading()) {
            for (String name : new String[] {"", "../x", "a/b", ".hidden", "a\u0000b"}) {
                assertThatThrownBy(() -> ledger.snapshot(name)).isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(() -> ledger.saveSnapshot(name, COUNTS))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }
}
