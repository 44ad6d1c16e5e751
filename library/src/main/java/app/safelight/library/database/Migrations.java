package app.safelight.library.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/// Makes the tables, and brings those of an earlier version forward.
///
/// Asking Flyway takes a second or two of start-up, so it is asked only when its own record says that there is
/// something to do. A SQLite file is copied before it is changed.
final class Migrations {
    /// The newest of the scripts beside this class.
    static final int FORMAT = 2;

    /// Tables of an empty database.
    private static final int NOTHING = 0;

    private static final List<String> SCRIPTS = List.of("classpath:app/safelight/library/database");

    private static final Map<String, String> SQLITE_WORDS = Map.of(
            "id", "INTEGER PRIMARY KEY",
            "number", "INTEGER",
            "real", "REAL",
            "bytes", "BLOB",
            "end", "STRICT");

    private static final Map<String, String> POSTGRES_WORDS = Map.of(
            "id", "BIGINT PRIMARY KEY",
            "number", "BIGINT",
            "real", "DOUBLE PRECISION",
            "bytes", "BYTEA",
            "end", "");

    private Migrations() {}

    /// @return the format that was found
    static int sqlite(Path file) throws SQLException, DatabaseException {
        return sqlite(file, SCRIPTS, FORMAT);
    }

    /// @param scripts where the scripts are
    /// @param format the newest of them
    static int sqlite(Path file, List<String> scripts, int format) throws SQLException, DatabaseException {
        int found;
        try (Connection connection = SqliteDatabase.writingConnection(file)) {
            found = format(
                    connection, "SELECT count(*) FROM sqlite_schema WHERE name = 'flyway_schema_history'", format);
            if (found != NOTHING && found < format) {
                keepCopy(connection, file, found);
            }
        }
        if (found < format) {
            migrate(Flyway.configure().dataSource(new SqliteSource(file)), scripts, SQLITE_WORDS);
        }
        return found;
    }

    static int postgres(DataSource source) throws SQLException, DatabaseException {
        int found;
        try (Connection connection = source.getConnection()) {
            found = format(
                    connection,
                    "SELECT count(*) FROM pg_tables"
                            + " WHERE schemaname = current_schema() AND tablename = 'flyway_schema_history'",
                    FORMAT);
        }
        if (found < FORMAT) {
            migrate(Flyway.configure().dataSource(source), SCRIPTS, POSTGRES_WORDS);
        }
        return found;
    }

    private static int format(Connection connection, String countHistories, int newest)
            throws SQLException, DatabaseException {
        if (number(connection, countHistories) == 0) {
            return NOTHING;
        }
        int found = number(
                connection,
                "SELECT coalesce(max(CAST(version AS INTEGER)), 0) FROM flyway_schema_history WHERE success");
        if (found > newest) {
            throw new DatabaseException(new DatabaseFault.NewerFormat(found, newest));
        }
        return found;
    }

    private static int number(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? rows.getInt(1) : 0;
        }
    }

    /// Beside the file, named after the format that it is of. One that is there already is of the same format,
    /// and older: it stays.
    private static void keepCopy(Connection connection, Path file, int format) throws SQLException, DatabaseException {
        Path copy = file.resolveSibling(file.getFileName() + ".format-" + format);
        if (Files.exists(copy)) {
            return;
        }
        Path incoming = file.resolveSibling(file.getFileName() + ".incoming");
        try {
            Files.deleteIfExists(incoming);
            try (PreparedStatement statement = connection.prepareStatement("VACUUM INTO ?")) {
                statement.setString(1, incoming.toString());
                statement.executeUpdate();
            }
            Files.move(incoming, copy);
        } catch (IOException failure) {
            throw new DatabaseException(
                    new DatabaseFault.Unreachable("no copy could be kept before changing it: " + failure), failure);
        }
    }

    private static void migrate(FluentConfiguration flyway, List<String> scripts, Map<String, String> words) {
        flyway.locations(scripts.toArray(String[]::new))
                .placeholders(words)
                .load()
                .migrate();
    }
}
