package app.safelight.library.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.sql.SQLException;
import java.time.Duration;
import org.jdbi.v3.core.Jdbi;

/// The library's rows in PostgreSQL. Any number of nodes may use the same ones.
///
/// Whoever changes what belongs to a person takes that person's row first, so that changes of one person come
/// one after another on all nodes, and never wait for each other in a circle.
public final class PostgresDatabase implements Database {
    /// How often a change is tried when others were in the way.
    private static final int MAX_TRIES = 5;

    /// How long a call waits for a connection. A database that is gone for a moment need not be noticed; one
    /// that is gone for longer must be told.
    private static final Duration MAX_WAIT = Duration.ofSeconds(10);

    /// Longest that a statement may take before the database stops it.
    private static final Duration MAX_STATEMENT = Duration.ofSeconds(60);

    private final HikariDataSource readingSource;
    private final HikariDataSource writingSource;
    private final Jdbi reading;
    private final Jdbi writing;

    private PostgresDatabase(HikariDataSource readingSource, HikariDataSource writingSource) {
        this.readingSource = readingSource;
        this.writingSource = writingSource;
        this.reading = Jdbi.create(readingSource);
        this.writing = Jdbi.create(writingSource);
    }

    /// Opens the library in a database, making or migrating its tables if need be.
    public static Database open(PostgresSettings settings) throws DatabaseException {
        try {
            HikariDataSource writing = new HikariDataSource(config(settings, false));
            try {
                Migrations.postgres(writing);
                return new PostgresDatabase(new HikariDataSource(config(settings, true)), writing);
            } catch (SQLException | RuntimeException | DatabaseException failure) {
                writing.close();
                throw failure;
            }
        } catch (SQLException failure) {
            throw DatabaseFaults.exception(failure);
        } catch (PoolInitializationException failure) {
            throw DatabaseFaults.exception(failure);
        }
    }

    /// Readers see one moment and can change nothing.
    private static HikariConfig config(PostgresSettings settings, boolean readOnly) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        int readers = settings.connections() / 2;
        config.setMaximumPoolSize(readOnly ? readers : settings.connections() - readers);
        config.setConnectionTimeout(MAX_WAIT.toMillis());
        config.setReadOnly(readOnly);
        config.setTransactionIsolation(readOnly ? "TRANSACTION_REPEATABLE_READ" : "TRANSACTION_READ_COMMITTED");
        config.addDataSourceProperty("options", "-c statement_timeout=" + MAX_STATEMENT.toMillis());
        config.setPoolName(readOnly ? "library-readers" : "library-writers");
        return config;
    }

    @Override
    public <R> R read(Work<R> work) throws DatabaseException {
        try {
            return reading.inTransaction(work::run);
        } catch (RuntimeException failure) {
            throw DatabaseFaults.exception(failure);
        }
    }

    @Override
    public <R> R write(Work<R> work) throws DatabaseException {
        for (int attempt = 1; ; attempt++) {
            try {
                return writing.inTransaction(work::run);
            } catch (RuntimeException failure) {
                if (attempt >= MAX_TRIES || !DatabaseFaults.isPassing(failure)) {
                    throw DatabaseFaults.exception(failure);
                }
            }
        }
    }

    @Override
    public void close() {
        readingSource.close();
        writingSource.close();
    }
}
