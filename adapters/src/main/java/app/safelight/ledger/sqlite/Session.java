package app.safelight.ledger.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/// One connection to the file, always inside a transaction, with its prepared statements. One thread at a time;
/// one call of the ledger at a time, so that a statement is never used by two loops.
final class Session implements AutoCloseable {
    /// How long SQLite waits for another process in the middle of opening or closing the file; these take
    /// milliseconds, or as long as writing back a large log takes.
    private static final int BUSY_TIMEOUT_MILLIS = 30_000;

    /// SQLite's own memory for pages, in KiB (negative by its rules). The writer touches the indexes of names
    /// and digests at random; readers go along the file.
    private static final int WRITER_CACHE = -48 * 1024;

    private static final int READER_CACHE = -8 * 1024;

    /// The log is written back to the file when it has so many pages of 4 KiB: pages that many appends change are
    /// then written once. A reader after a crash goes through a log of this size in some ten milliseconds.
    private static final int LOG_PAGES = 4_096;

    /// The log is cut back to this after it was written back; without it, it keeps the size of the largest append.
    private static final int LOG_BYTES_KEPT = 16 << 20;

    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    private Session(Connection connection) {
        this.connection = connection;
    }

    /// Opens a file that exists.
    static Session writing(Path file) throws SQLException {
        SQLiteConfig config = config();
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        Session session = new Session(config.createConnection(url(file, "")));
        return session.prepared(
                "PRAGMA journal_mode=WAL",
                "PRAGMA synchronous=FULL",
                "PRAGMA fullfsync=ON",
                "PRAGMA checkpoint_fullfsync=ON",
                "PRAGMA foreign_keys=ON",
                "PRAGMA wal_autocheckpoint=" + LOG_PAGES,
                "PRAGMA journal_size_limit=" + LOG_BYTES_KEPT,
                "PRAGMA cache_size=" + WRITER_CACHE);
    }

    /// Makes a file that must not exist yet. It has no log yet, so that a commit makes the file itself durable.
    static Session creating(Path file) throws SQLException {
        Session session = new Session(config().createConnection(url(file, "")));
        return session.prepared("PRAGMA synchronous=FULL", "PRAGMA fullfsync=ON");
    }

    /// @param still that nothing can write the file meanwhile, as on a medium that is read-only; SQLite then
    ///     makes no files beside it
    static Session reading(Path file, boolean still) throws SQLException {
        SQLiteConfig config = config();
        config.setReadOnly(true);
        Session session = new Session(config.createConnection(url(file, still ? "?immutable=1" : "")));
        return session.prepared("PRAGMA cache_size=" + READER_CACHE);
    }

    private static SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        // We give rows their numbers ourselves; asking for them costs as much as an insert.
        config.setGetGeneratedKeys(false);
        return config;
    }

    /// As a URI, in which no character of the path means anything else.
    private static String url(Path file, String parameters) {
        return "jdbc:sqlite:" + file.toAbsolutePath().toUri().toASCIIString() + parameters;
    }

    private Session prepared(String... pragmas) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String pragma : pragmas) {
                statement.execute(pragma);
            }
            connection.setAutoCommit(false);
            return this;
        } catch (SQLException failed) {
            close(failed);
            throw failed;
        }
    }

    /// The statement for this text, made when first asked for.
    PreparedStatement statement(String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }

    /// Runs a statement that gives no rows; the numbers are its parameters.
    void run(String sql, long... parameters) throws SQLException {
        PreparedStatement statement = statement(sql);
        bind(statement, parameters);
        statement.executeUpdate();
    }

    /// The first column of the first row as a number; 0 if there is no row or no value.
    long number(String sql, long... parameters) throws SQLException {
        PreparedStatement statement = statement(sql);
        bind(statement, parameters);
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    private static void bind(PreparedStatement statement, long... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setLong(i + 1, parameters[i]);
        }
    }

    /// Runs several statements one after another.
    void script(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /// Runs a statement that SQLite allows only outside a transaction; ends the present one.
    void runAlone(String sql, String parameter) throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            statement.executeUpdate();
        } finally {
            connection.setAutoCommit(false);
        }
    }

    void commit() throws SQLException {
        connection.commit();
    }

    /// Ends what was read or written; the next statement sees the file as it then is.
    void rollback() throws SQLException {
        connection.rollback();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /// Closes because of a failure, which stays the one to tell.
    void close(Exception failure) {
        try {
            connection.close();
        } catch (SQLException atClose) {
            failure.addSuppressed(atClose);
        }
    }

    static void setOptional(PreparedStatement statement, int index, long id) throws SQLException {
        statement.setObject(index, id == 0 ? null : (Object) id);
    }

    static void setTime(PreparedStatement statement, int index, @Nullable Instant time) throws SQLException {
        statement.setObject(index, time == null ? null : (Object) time.getEpochSecond());
        statement.setObject(index + 1, time == null ? null : (Object) time.getNano());
    }

    static Instant time(ResultSet rows, int index) throws SQLException {
        try {
            return Instant.ofEpochSecond(rows.getLong(index), rows.getInt(index + 1));
        } catch (DateTimeException | ArithmeticException wrong) {
            throw new DamagedRecord("not a time", wrong);
        }
    }
}
