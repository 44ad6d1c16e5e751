package app.safelight.ledger.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import app.safelight.core.ledger.Ledger;
import app.safelight.core.ledger.LedgerEvent;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.ledger.LedgerFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever happens to the file: a clear refusal or the right answer, and nothing that stands there is replaced.
final class SqliteLedgerDamageTest {
    private static final long SEED = 7;

    @TempDir(factory = QuickFolder.class)
    Path folder = Path.of("");

    private final Agreement agreement = new Agreement();

    private Path database() {
        return new LedgerFiles(folder).database();
    }

    private void makeLedger() throws LedgerException {
        try (SqliteLedger ledger = SqliteLedger.openForWriting(folder, "test")) {
            fill(ledger);
        }
    }

    private void fill(SqliteLedger ledger) throws LedgerException {
        RandomEvents random = new RandomEvents(SEED);
        for (int i = 0; i < 20; i++) {
            List<LedgerEvent> events = random.list(25);
            ledger.append(GeneratedLibrary.AT, events);
            agreement.append(GeneratedLibrary.AT, events);
        }
    }

    private static LedgerFault faultOf(ThrowingCallable call) {
        LedgerException refused = catchThrowableOfType(LedgerException.class, call);
        assertThat(refused).as("refused").isNotNull();
        return refused.fault();
    }

    /// Reader and writer refuse with the same fault, and leave the file as it is.
    private void assertDamaged(String detail) throws IOException {
        byte[] before = Files.readAllBytes(database());
        assertDamagedForBoth(detail);
        assertThat(Files.readAllBytes(database())).isEqualTo(before);
    }

    private void assertDamagedForBoth(String detail) {
        for (LedgerFault fault : List.of(
                faultOf(() -> SqliteLedger.openForReading(folder)),
                faultOf(() -> SqliteLedger.openForWriting(folder, "test")))) {
            assertThat(fault).isInstanceOf(LedgerFault.Damaged.class);
            assertThat(fault.toString()).contains(detail);
        }
    }

    @Test
    void refusesAnEmptyFile() throws LedgerException, IOException {
        makeLedger();
        resize(database(), 0);
        assertDamaged("is empty");
    }

    @Test
    void refusesToBeginAnewWhereALedgerWas() throws LedgerException, IOException {
        makeLedger();
        Files.delete(database());
        assertDamagedForBoth("is missing, though 500 events were recorded");
        assertThat(database()).doesNotExist();
    }

    @Test
    void refusesToBeginAnewWhereALogIsLeft() throws IOException {
        Files.writeString(new LedgerFiles(folder).log(), "something");
        assertDamagedForBoth("is missing, though its log is there");
        assertThat(database()).doesNotExist();
    }

    @Test
    void saysThatThereIsNoLedger() throws LedgerException {
        assertThat(SqliteLedger.isThere(folder)).isFalse();
        assertThat(faultOf(() -> SqliteLedger.openForReading(folder)))
                .isEqualTo(new LedgerFault.Unreachable("there is no ledger in " + folder));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refusesATruncatedFile() throws LedgerException, IOException {
        makeLedger();
        long size = Files.size(database());
        for (long left : List.of(size - 1, size - 4_096, size / 2, 4_096L, 100L, 1L)) {
            resize(database(), left);
            assertDamaged("ledger.sqlite");
        }
    }

    @Test
    void noticesThatTheLogWasLost() throws LedgerException, IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        try (SqliteLedger ledger = SqliteLedger.openForWriting(folder, "test")) {
            fill(ledger);
            copyLedger(folder, elsewhere);
        }
        LedgerFiles copy = new LedgerFiles(elsewhere);
        try (SqliteLedger whole = SqliteLedger.openForReading(elsewhere)) {
            agreement.check(whole, SEED, 5);
        }
        Files.delete(copy.log());
        Files.deleteIfExists(elsewhere.resolve("ledger.sqlite-shm"));
        for (LedgerFault fault : List.of(
                faultOf(() -> SqliteLedger.openForReading(elsewhere)),
                faultOf(() -> SqliteLedger.openForWriting(elsewhere, "test")))) {
            assertThat(fault).isInstanceOf(LedgerFault.Damaged.class);
            assertThat(fault.toString()).contains("but 500 were recorded");
        }
    }

    /// The note only ever proves a loss; when it says nothing, nothing is claimed.
    @Test
    void opensWithoutAReadableNoteOfItsSize() throws LedgerException, IOException {
        makeLedger();
        for (String note : List.of("", "99999999999999999999", "09999999999999999999", "many", "5".repeat(100_000))) {
            Files.writeString(new LedgerFiles(folder).acknowledged(), note);
            try (SqliteLedger ledger = SqliteLedger.openForReading(folder)) {
                assertThat(ledger.size()).isEqualTo(500);
            }
        }
        Files.writeString(new LedgerFiles(folder).acknowledged(), "00000000000000000501\n");
        assertDamagedForBoth("has 500 events, but 501 were recorded");
    }

    @Test
    void noticesEveryDamagedByteOfTheLog() throws LedgerException, IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path work = Files.createDirectory(folder.resolve("work"));
        try (SqliteLedger ledger = SqliteLedger.openForWriting(folder, "test")) {
            fill(ledger);
            copyLedger(folder, elsewhere);
        }
        Random random = new Random(SEED);
        long size = Files.size(new LedgerFiles(elsewhere).log());
        for (int round = 0; round < 60; round++) {
            copyLedger(elsewhere, work);
            flip(new LedgerFiles(work).log(), round < 32 ? round : random.nextLong(size));
            assertDamagedOrRight(work);
        }
    }

    private static void copyLedger(Path from, Path to) throws IOException {
        LedgerFiles source = new LedgerFiles(from);
        LedgerFiles target = new LedgerFiles(to);
        Files.deleteIfExists(to.resolve("ledger.sqlite-shm"));
        Files.write(target.database(), Files.readAllBytes(source.database()));
        Files.write(target.log(), Files.readAllBytes(source.log()));
        Files.write(target.acknowledged(), Files.readAllBytes(source.acknowledged()));
    }

    @Test
    void refusesAFolderInItsPlace() throws IOException {
        Files.createDirectory(database());
        assertDamagedForBoth("is not a file");
    }

    @Test
    void refusesAFileThatIsNoDatabase() throws IOException {
        Files.writeString(database(), "Photos I must not forget\n".repeat(200));
        assertDamaged("not a database");
    }

    @Test
    void refusesADatabaseOfAnotherProgram() throws IOException, SQLException {
        execute("CREATE TABLE holiday (day TEXT)");
        assertDamaged("is a database of another program");
    }

    @Test
    void refusesALaterFormat() throws LedgerException, IOException, SQLException {
        makeLedger();
        execute("PRAGMA user_version = 2");
        byte[] before = Files.readAllBytes(database());
        assertThat(faultOf(() -> SqliteLedger.openForReading(folder))).isEqualTo(new LedgerFault.NewerFormat(2, 1));
        assertThat(faultOf(() -> SqliteLedger.openForWriting(folder, "test")))
                .isEqualTo(new LedgerFault.NewerFormat(2, 1));
        assertThat(Files.readAllBytes(database())).isEqualTo(before);
    }

    @Test
    void nobodyCanChangeEvents() throws LedgerException {
        makeLedger();
        for (String sql : List.of(
                "UPDATE event SET code = 4",
                "DELETE FROM event WHERE number = 3",
                "UPDATE event_part SET role = 1",
                "DELETE FROM event_part")) {
            SQLException refused = catchThrowableOfType(SQLException.class, () -> execute(sql));
            assertThat(refused.getMessage()).contains("events are only ever appended");
        }
    }

    /// A row that was changed behind our back, so that SQLite sees nothing wrong.
    @Test
    void checkFindsRowsThatDoNotFollowFromTheEvents() throws LedgerException, SQLException {
        makeLedger();
        checkFinds("UPDATE copy SET evidence = evidence % 4 + 1 WHERE evidence > 0", "table copy is not what follows");
        rebuild();
        checkFinds("UPDATE item SET size_bytes = size_bytes + 1 WHERE presence = 1", "table item is not what follows");
        rebuild();
        checkFinds("UPDATE folder SET sum_low = 5 WHERE items > 0", "table folder is not what follows");
        rebuild();
        checkFinds(
                "DROP TRIGGER event_stays_same;"
                        + " UPDATE event SET code = code + 1 WHERE number = (SELECT min(number) FROM event WHERE code > 0)",
                "is not what was recorded");
    }

    @Test
    void checkFindsAMissingEvent() throws LedgerException, SQLException {
        makeLedger();
        checkFinds(
                "DROP TRIGGER event_stays; DELETE FROM event WHERE number = 13 AND kind <> 11",
                "the numbers of events have gaps");
    }

    @Test
    void checkFindsAChangedName() throws LedgerException, SQLException {
        makeLedger();
        checkFinds("UPDATE folder SET path = 'DCIM/101APPLE' WHERE path = 'DCIM/100APPLE'", "is not what was recorded");
    }

    private void checkFinds(String sql, String detail) throws LedgerException, SQLException {
        execute(sql);
        try (SqliteLedger ledger = SqliteLedger.openForReading(folder)) {
            LedgerFault fault = faultOf(ledger::check);
            assertThat(fault).isInstanceOf(LedgerFault.Damaged.class);
            assertThat(fault.toString()).contains(detail);
        }
    }

    private void rebuild() throws LedgerException {
        try (SqliteLedger ledger = SqliteLedger.openForWriting(folder, "test")) {
            ledger.rebuild();
            agreement.check(ledger, SEED, 5);
            ledger.check();
        }
    }

    @Test
    void everyFlippedByteOfTheHeaderIsNoticedOrHarmless() throws LedgerException, IOException {
        makeLedger();
        byte[] good = Files.readAllBytes(database());
        for (int position = 0; position < 100; position++) {
            restore(good);
            flip(database(), position);
            assertDamagedOrRight(folder);
        }
    }

    @Test
    void everyFlippedByteOfPagesIsNoticedOrHarmless() throws LedgerException, IOException {
        makeLedger();
        byte[] good = Files.readAllBytes(database());
        Random random = new Random(SEED);
        int noticed = 0;
        for (int round = 0; round < 150; round++) {
            restore(good);
            flip(database(), random.nextInt(good.length));
            noticed += assertDamagedOrRight(folder) ? 1 : 0;
        }
        assertThat(noticed).isPositive();
    }

    private void restore(byte[] good) throws IOException {
        Files.write(database(), good);
        Files.deleteIfExists(new LedgerFiles(folder).log());
        Files.deleteIfExists(folder.resolve("ledger.sqlite-shm"));
    }

    /// If the check passes, every answer is right.
    ///
    /// @return whether damage was noticed
    private boolean assertDamagedOrRight(Path where) {
        try (SqliteLedger ledger = SqliteLedger.openForReading(where)) {
            ledger.check();
            agreement.check(ledger, SEED, 5);
            return false;
        } catch (LedgerException refused) {
            assertThat(refused.fault())
                    .isInstanceOfAny(
                            LedgerFault.Damaged.class, LedgerFault.NewerFormat.class, LedgerFault.Unreachable.class);
            return true;
        }
    }

    @Test
    void readsFromAMediumThatCannotBeWritten() throws LedgerException, IOException {
        try (TmpfsMount mount = TmpfsMount.on(folder, 8_192)) {
            makeLedger();
            mount.makeReadOnly();
            try (SqliteLedger ledger = SqliteLedger.openForReading(folder)) {
                agreement.check(ledger, SEED, 5);
            }
            assertThat(faultOf(() -> SqliteLedger.openForWriting(folder, "test")))
                    .isInstanceOf(LedgerFault.Unreachable.class);
        }
    }

    /// Every append is there or is not; what was acknowledged is there; and once there is room, it goes on.
    @Test
    void saysThatTheDiskIsFullAndGoesOnLater() throws LedgerException, IOException {
        try (TmpfsMount _ = TmpfsMount.on(folder, 1_024)) {
            Path ballast = folder.resolve("ballast");
            Files.write(ballast, new byte[300_000]);
            try (SqliteLedger ledger = SqliteLedger.openForWriting(folder, "test")) {
                LedgerFault fault = faultOf(() -> {
                    while (true) {
                        fill(ledger);
                    }
                });
                assertThat(fault).isInstanceOf(LedgerFault.Full.class);
                checkEvents(ledger);
                assertThat(faultOf(() -> fill(ledger))).isInstanceOf(LedgerFault.Full.class);
                Files.delete(ballast);
                agreementGoesOn(ledger);
            }
            try (SqliteLedger ledger = SqliteLedger.openForReading(folder)) {
                agreement.check(ledger, SEED, 5);
            }
        }
    }

    private void checkEvents(SqliteLedger ledger) throws LedgerException {
        List<Ledger.Entry> told = new ArrayList<>();
        ledger.events(1, told::add);
        assertThat(told).isNotEmpty();
        agreement.check(ledger, SEED, 5);
    }

    private void agreementGoesOn(SqliteLedger ledger) throws LedgerException {
        List<LedgerEvent> events = new RandomEvents(SEED + 1).list(10);
        ledger.append(GeneratedLibrary.AT, events);
        agreement.append(GeneratedLibrary.AT, events);
        agreement.check(ledger, SEED, 5);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private static void resize(Path file, long sizeBytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(sizeBytes);
        }
    }

    private static void flip(Path file, long position) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, position);
            channel.write(ByteBuffer.wrap(new byte[] {(byte) ~one.get(0)}), position);
        }
    }
}
