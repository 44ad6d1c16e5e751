package app.safelight.library.database;

import java.util.concurrent.Executor;

/// The threads that SQLite runs on. Platform threads: on virtual ones eight readers starved the writer
/// completely.
///
/// @param readers runs one piece of work for each of [#readerCount] at a time
/// @param readerCount how many connections for reading are kept
/// @param writer runs one piece of work at a time, in order
public record SqliteThreads(Executor readers, int readerCount, Executor writer) {
    public SqliteThreads {
        if (readerCount < 1) {
            throw new IllegalArgumentException("nobody could read: " + readerCount);
        }
    }
}
