package app.safelight.library.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteDatabaseTest {
    private static final String SCRIPTS = "classpath:app/safelight/library/database";
    private static final String LATER = "classpath:app/safelight/library/later";

    /// The format of the script there; far from those that are to come.
    private static final int LATER_FORMAT = 1_000;

    @TempDir
    Path folder;

    private final ExecutorService readers = Executors.newFixedThreadPool(2);
    private final ExecutorService writer = Executors.newSingleThreadExecutor();
    private final List<Database> opened = new ArrayList<>();

    private Path file() {
        return folder.resolve("a library's file ä.db");
    }

    private Database open() throws Exception {
        Database database = SqliteDatabase.open(file(), new SqliteThreads(readers, 2, writer));
        opened.add(database);
        return database;
    }

    @AfterEach
    void end() {
        readers.close();
        writer.close();
        opened.forEach(Database::close);
    }

    private static int addPlace(Database database, long id) throws DatabaseException {
        return database.write(rows -> rows.createUpdate("INSERT INTO place (id, name, added_at) VALUES (:id, :id, 0)")
                .bind("id", id)
                .execute());
    }

    private static List<Long> places(Database database) throws DatabaseException {
        return database.read(rows -> rows.createQuery("SELECT id FROM place ORDER BY id")
                .mapTo(Long.class)
                .list());
    }

    @Test
    void changesThatWaitTogetherFailAlone() throws Exception {
        Database database = open();
        CountDownLatch gate = new CountDownLatch(1);
        List<Future<Integer>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
            Future<Boolean> first = threads.submit(() -> database.write(rows -> awaitThen(gate)));
            for (int i = 0; i < 19; i++) {
                // Every third has the id of the one before.
                int id = i % 3 == 2 ? i - 1 : i;
                answers.add(threads.submit(() -> addPlace(database, 100 + id)));
            }
            gate.countDown();
            assertThat(first.get()).isTrue();
        }
        int failed = 0;
        for (Future<Integer> answer : answers) {
            try {
                assertThat(answer.get()).isEqualTo(1);
            } catch (java.util.concurrent.ExecutionException refused) {
                failed++;
            }
        }
        assertThat(failed).isEqualTo(6);
        assertThat(places(database)).hasSize(13).doesNotHaveDuplicates();
    }

    private static boolean awaitThen(CountDownLatch gate) {
        try {
            gate.await();
            return true;
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Test
    void whatTheWorkThrowsUndoesItAndComesBack() throws Exception {
        Database database = open();
        assertThatThrownBy(() -> database.write(rows -> {
                    rows.execute("INSERT INTO place (id, name, added_at) VALUES (1, 'a', 0)");
                    throw new IllegalArgumentException("enough");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("enough");
        assertThat(places(database)).isEmpty();
        assertThat(addPlace(database, 1)).isEqualTo(1);
    }

    @Test
    void aReaderCannotWriteAndSeesOneMoment() throws Exception {
        Database database = open();
        addPlace(database, 1);
        assertThatThrownBy(() -> database.read(rows -> rows.execute("DELETE FROM place")))
                .isInstanceOf(DatabaseException.class);
        List<Integer> seen = database.read(rows -> {
            List<Integer> counts = new ArrayList<>();
            counts.add(rows.createQuery("SELECT count(*) FROM place")
                    .mapTo(Integer.class)
                    .one());
            try {
                addPlace(database, 2);
            } catch (DatabaseException failure) {
                throw new IllegalStateException(failure);
            }
            counts.add(rows.createQuery("SELECT count(*) FROM place")
                    .mapTo(Integer.class)
                    .one());
            return counts;
        });
        assertThat(seen).containsExactly(1, 1);
        assertThat(places(database)).containsExactly(1L, 2L);
    }

    @Test
    void isWrittenSoThatAPowerCutTakesNothing() throws Exception {
        Database database = open();
        assertThat(database.<List<String>>write(rows -> List.of(
                        rows.createQuery("PRAGMA journal_mode")
                                .mapTo(String.class)
                                .one(),
                        rows.createQuery("PRAGMA synchronous")
                                .mapTo(String.class)
                                .one(),
                        rows.createQuery("PRAGMA foreign_keys")
                                .mapTo(String.class)
                                .one())))
                .containsExactly("wal", "2", "1");
    }

    @Test
    void aSecondOpeningMigratesNothing() throws Exception {
        assertThat(Migrations.sqlite(file())).isZero();
        assertThat(Migrations.sqlite(file())).isEqualTo(Migrations.FORMAT);
        addPlace(open(), 1);
        assertThat(places(open())).containsExactly(1L);
    }

    @Test
    void aCopyIsKeptBeforeAMigration() throws Exception {
        addPlace(open(), 7);
        Path copy = file().resolveSibling(file().getFileName() + ".format-" + Migrations.FORMAT);
        assertThat(Migrations.sqlite(file(), List.of(SCRIPTS, LATER), LATER_FORMAT))
                .isEqualTo(Migrations.FORMAT);
        assertThat(copy).exists();
        try (Connection old = DriverManager.getConnection(SqliteDatabase.url(copy));
                Statement statement = old.createStatement()) {
            assertThat(statement.executeQuery("SELECT id FROM place").getLong(1))
                    .isEqualTo(7);
            assertThatThrownBy(() -> statement.executeQuery("SELECT motto FROM person"))
                    .isInstanceOf(SQLException.class);
        }
        try (Connection now = DriverManager.getConnection(SqliteDatabase.url(file()));
                Statement statement = now.createStatement()) {
            assertThat(statement.executeQuery("SELECT count(motto) FROM person").getInt(1))
                    .isZero();
        }
        // An older program leaves it alone.
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        DatabaseException.class,
                        refused -> assertThat(refused.fault())
                                .isEqualTo(new DatabaseFault.NewerFormat(LATER_FORMAT, Migrations.FORMAT)));
    }

    @Test
    void whatIsNoDatabaseIsDamageAndStaysAsItIs() throws Exception {
        byte[] letter = "Dear Ann, this is not a database, but it is long enough to be looked at."
                .repeat(20)
                .getBytes(StandardCharsets.UTF_8);
        Files.write(file(), letter);
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        DatabaseException.class,
                        refused -> assertThat(refused.fault()).isInstanceOf(DatabaseFault.Damaged.class));
        assertThat(Files.readAllBytes(file())).isEqualTo(letter);
    }

    @Test
    void aFolderThatIsNotThereIsUnreachable() {
        assertThatThrownBy(() ->
                        SqliteDatabase.open(folder.resolve("gone/library.db"), new SqliteThreads(readers, 2, writer)))
                .isInstanceOfSatisfying(
                        DatabaseException.class,
                        refused -> assertThat(refused.fault()).isInstanceOf(DatabaseFault.Unreachable.class));
    }

    @Test
    void afterTheThreadsEndedNothingHangs() throws Exception {
        Database database = open();
        writer.close();
        readers.close();
        assertThatThrownBy(() -> addPlace(database, 1)).isInstanceOf(DatabaseException.class);
        assertThatThrownBy(() -> places(database)).isInstanceOf(DatabaseException.class);
    }
}
