package app.safelight.library.database;

import org.jdbi.v3.core.Handle;

/// The library's rows. One SQL dialect, understood alike by SQLite and PostgreSQL.
///
/// Threads: any number, also virtual ones; each call waits for its answer.
public interface Database extends AutoCloseable {
    /// What is done within one transaction.
    ///
    /// May be called again from the start after others were in the way, so it changes nothing but rows, and
    /// keeps nothing that an earlier call left half done.
    @FunctionalInterface
    interface Work<R> {
        R run(Handle rows);
    }

    /// Looks at the rows as they are at one moment.
    <R> R read(Work<R> work) throws DatabaseException;

    /// Changes rows: all of it or nothing, durable on return. What the work throws undoes it.
    <R> R write(Work<R> work) throws DatabaseException;

    @Override
    void close();
}
