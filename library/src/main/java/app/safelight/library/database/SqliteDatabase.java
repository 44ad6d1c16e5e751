package app.safelight.library.database;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;

/// The library's rows in one SQLite file: a few readers, one writer.
///
/// Changes that wait together are made durable together: each is a savepoint of one transaction, and one force
/// of the log answers all of them. `synchronous=FULL`, because a receipt is a promise.
public final class SqliteDatabase implements Database {
    /// Most changes that may wait. Ten thousand small uploads may come at once; beyond that it is better to say
    /// so.
    private static final int MAX_WAITING = 20_000;

    /// Most changes made durable together, so that the first does not wait for ever.
    private static final int MAX_TOGETHER = 256;

    /// How long SQLite waits for another process, such as a backup of the file.
    private static final int BUSY_TIMEOUT_MILLIS = 30_000;

    /// SQLite's own memory for pages of one connection, in KiB (negative by its rules).
    private static final int WRITER_CACHE = -32 * 1024;

    private static final int READER_CACHE = -8 * 1024;

    /// The log is cut back to this after it was written back.
    private static final int LOG_BYTES_KEPT = 16 << 20;

    private final SqliteThreads threads;
    private final List<Handle> handles = new ArrayList<>();
    private final BlockingQueue<Handle> readers;
    private final Handle writer;
    private final BlockingQueue<Change<?>> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final AtomicBoolean draining = new AtomicBoolean();

    /// One change that somebody waits for.
    private static final class Change<R> {
        private final Work<R> work;
        private final CompletableFuture<R> answer = new CompletableFuture<>();

        /// Tells the outcome; empty until the work ran.
        private Runnable tell = () -> answer.completeExceptionally(new IllegalStateException("the work was not run"));

        Change(Work<R> work) {
            this.work = work;
        }

        /// Runs the work in a savepoint of its own, so that its failure undoes nothing else.
        void run(Handle rows) {
            rows.savepoint("change");
            try {
                R result = work.run(rows);
                rows.releaseSavepoint("change");
                tell = () -> answer.complete(result);
            } catch (RuntimeException | Error failure) {
                rows.rollbackToSavepoint("change");
                tell = () -> answer.completeExceptionally(failure);
            }
        }

        void fail(Throwable failure) {
            tell = () -> answer.completeExceptionally(failure);
        }
    }

    private SqliteDatabase(Path file, SqliteThreads threads) throws SQLException {
        this.threads = threads;
        this.readers = new ArrayBlockingQueue<>(threads.readerCount());
        boolean opened = false;
        try {
            writer = handle(writingConnection(file));
            for (int i = 0; i < threads.readerCount(); i++) {
                readers.add(handle(readingConnection(file)));
            }
            opened = true;
        } finally {
            if (!opened) {
                close();
            }
        }
    }

    /// Opens the library in a file, making or migrating its tables if need be.
    public static Database open(Path file, SqliteThreads threads) throws DatabaseException {
        try {
            Migrations.sqlite(file);
            return new SqliteDatabase(file, threads);
        } catch (SQLException failure) {
            throw DatabaseFaults.exception(failure);
        }
    }

    private Handle handle(Connection connection) {
        Handle handle = Jdbi.create(() -> connection).open();
        handles.add(handle);
        return handle;
    }

    /// For making the tables, and for the one writer.
    static Connection writingConnection(Path file) throws SQLException {
        SQLiteConfig config = config();
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        return prepared(
                config.createConnection(url(file)),
                "PRAGMA journal_mode=WAL",
                "PRAGMA synchronous=FULL",
                "PRAGMA fullfsync=ON",
                "PRAGMA checkpoint_fullfsync=ON",
                "PRAGMA foreign_keys=ON",
                "PRAGMA journal_size_limit=" + LOG_BYTES_KEPT,
                "PRAGMA cache_size=" + WRITER_CACHE);
    }

    private static Connection readingConnection(Path file) throws SQLException {
        SQLiteConfig config = config();
        config.setReadOnly(true);
        return prepared(config.createConnection(url(file)), "PRAGMA cache_size=" + READER_CACHE);
    }

    private static SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        // We give rows their ids ourselves; asking for them costs as much as an insert.
        config.setGetGeneratedKeys(false);
        return config;
    }

    /// As a URI, in which no character of the path means anything else.
    static String url(Path file) {
        return "jdbc:sqlite:" + file.toAbsolutePath().toUri().toASCIIString();
    }

    private static Connection prepared(Connection connection, String... pragmas) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String pragma : pragmas) {
                statement.execute(pragma);
            }
            return connection;
        } catch (SQLException failure) {
            connection.close();
            throw failure;
        }
    }

    @Override
    public <R> R read(Work<R> work) throws DatabaseException {
        CompletableFuture<R> answer = new CompletableFuture<>();
        submit(threads.readers(), () -> {
            try {
                answer.complete(readNow(work));
            } catch (RuntimeException | Error failure) {
                answer.completeExceptionally(failure);
            }
        });
        return await(answer);
    }

    private <R> R readNow(Work<R> work) {
        Handle rows = readers.remove();
        try {
            return rows.inTransaction(work::run);
        } finally {
            readers.add(rows);
        }
    }

    @Override
    public <R> R write(Work<R> work) throws DatabaseException {
        Change<R> change = new Change<>(work);
        if (!waiting.offer(change)) {
            throw new DatabaseException(new DatabaseFault.Busy(MAX_WAITING + " changes wait"));
        }
        if (draining.compareAndSet(false, true)) {
            submit(threads.writer(), this::drain);
        }
        return await(change.answer);
    }

    /// Runs what waits until nothing does.
    private void drain() {
        do {
            try {
                List<Change<?>> together = new ArrayList<>();
                while (waiting.drainTo(together, MAX_TOGETHER) > 0) {
                    runTogether(together);
                    together.clear();
                }
            } finally {
                draining.set(false);
            }
            // Somebody may have come between the last look and the flag.
        } while (!waiting.isEmpty() && draining.compareAndSet(false, true));
    }

    private void runTogether(List<Change<?>> together) {
        try {
            writer.useTransaction(rows -> together.forEach(change -> change.run(rows)));
        } catch (RuntimeException | Error failure) {
            // Nothing of it is there, whatever the single changes believed.
            together.forEach(change -> change.fail(failure));
        }
        together.forEach(change -> change.tell.run());
    }

    private void submit(Executor executor, Runnable work) throws DatabaseException {
        try {
            executor.execute(work);
        } catch (RejectedExecutionException refused) {
            throw new DatabaseException(new DatabaseFault.Unreachable("the library is closed"), refused);
        }
    }

    private static <R> R await(CompletableFuture<R> answer) throws DatabaseException {
        try {
            return answer.join();
        } catch (CompletionException failure) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            throw DatabaseFaults.exception(cause);
        }
    }

    /// Waits for nothing: whoever stops the threads first has let them finish.
    @Override
    public void close() {
        handles.forEach(Handle::close);
    }
}
