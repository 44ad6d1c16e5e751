package app.safelight.library.database;

/// What can go wrong with the database. Facts only; the words are made elsewhere.
public sealed interface DatabaseFault {
    /// It cannot be reached now: stopped, cut off, its folder gone. Trying again later makes sense.
    record Unreachable(String detail) implements DatabaseFault {}

    /// More work waits for it than it can do in good time.
    record Busy(String detail) implements DatabaseFault {}

    /// Its disk has no room left.
    record Full(String detail) implements DatabaseFault {}

    /// Its file is not what it should be; never emptied or replaced in silence.
    record Damaged(String detail) implements DatabaseFault {}

    /// A later version of the program has written it.
    record NewerFormat(int found, int supported) implements DatabaseFault {}
}
