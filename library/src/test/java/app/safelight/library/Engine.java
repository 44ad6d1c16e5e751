package app.safelight.library;

import app.safelight.library.database.Database;
import app.safelight.library.database.DatabaseException;
import app.safelight.library.database.PostgresDatabase;
import app.safelight.library.database.PostgresSettings;
import app.safelight.library.database.SqliteDatabase;
import app.safelight.library.database.SqliteThreads;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// The databases that every rule is tried on.
public enum Engine {
    SQLITE {
        @Override
        Opened open(Path folder) throws Exception {
            ExecutorService readers = Executors.newFixedThreadPool(READERS);
            ExecutorService writer = Executors.newSingleThreadExecutor();
            SqliteThreads threads = new SqliteThreads(readers, READERS, writer);
            Database database = SqliteDatabase.open(folder.resolve("library.db"), threads);
            return new Opened(database, () -> {
                readers.close();
                writer.close();
            });
        }
    },
    POSTGRES {
        @Override
        Opened open(Path folder) throws Exception {
            return new Opened(PostgresDatabase.open(Server.settings(Server.freshDatabase())), () -> {});
        }
    };

    private static final int READERS = 3;

    /// @param after ends what the database ran on
    record Opened(Database database, Runnable after) implements AutoCloseable {
        @Override
        public void close() {
            after.run();
            database.close();
        }
    }

    /// @param folder for files; the same one opens the same database where the database is a file
    abstract Opened open(Path folder) throws Exception;

    /// One real PostgreSQL for all tests of this process; it ends with it.
    static final class Server {
        private static final AtomicInteger LAST = new AtomicInteger();
        private static final EmbeddedPostgres POSTGRES = start();

        /// Has the tables already: making them takes a second.
        private static final String TEMPLATE = template();

        private Server() {}

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder().start();
            } catch (IOException failure) {
                throw new IllegalStateException("PostgreSQL did not start", failure);
            }
        }

        static String freshDatabase() throws SQLException {
            String name = "library_" + LAST.incrementAndGet();
            create(name, "TEMPLATE " + TEMPLATE);
            return name;
        }

        /// A database without any tables.
        static String emptyDatabase() throws SQLException {
            String name = "empty_" + LAST.incrementAndGet();
            create(name, "");
            return name;
        }

        private static String template() {
            try {
                create("library_template", "");
                PostgresDatabase.open(settings("library_template")).close();
                return "library_template";
            } catch (SQLException | DatabaseException failure) {
                throw new IllegalStateException("the tables could not be made", failure);
            }
        }

        private static void create(String name, String more) throws SQLException {
            try (Connection connection = POSTGRES.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name + " " + more);
            }
        }

        /// A connection that sends statements as they are.
        static Connection simple(String database) throws SQLException {
            return DriverManager.getConnection(POSTGRES.getJdbcUrl("postgres", database) + "&preferQueryMode=simple");
        }

        static PostgresSettings settings(String database) {
            return new PostgresSettings(POSTGRES.getJdbcUrl("postgres", database), "postgres", "postgres", 10);
        }
    }
}
