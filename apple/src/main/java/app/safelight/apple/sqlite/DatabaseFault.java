package app.safelight.apple.sqlite;

/// Why a database could not be read.
public sealed interface DatabaseFault {
    /// The file is no SQLite database, or an encrypted one.
    record NotADatabase() implements DatabaseFault {}

    /// Pages are missing, or contradict each other.
    record Damaged(String why) implements DatabaseFault {}

    /// A question took more steps than any real database of this size needs: the file was made to trap its
    /// reader.
    record TooMuchWork() implements DatabaseFault {}

    /// The disk or memory of this computer failed us.
    record Failed(String why) implements DatabaseFault {}
}
