package app.safelight.apple.sqlite;

import java.io.IOException;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// A database could not be read.
public final class DatabaseException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient DatabaseFault fault;

    public DatabaseException(DatabaseFault fault) {
        super(words(fault));
        this.fault = fault;
    }

    DatabaseException(SQLException failed) {
        this(fault(failed), failed);
    }

    private DatabaseException(DatabaseFault fault, Throwable cause) {
        super(words(fault), cause);
        this.fault = fault;
    }

    public DatabaseFault fault() {
        return fault;
    }

    private static DatabaseFault fault(SQLException failed) {
        int primary = failed instanceof SQLiteException known ? known.getResultCode().code & 0xFF : -1;
        if (primary == SQLiteErrorCode.SQLITE_NOTADB.code) {
            return new DatabaseFault.NotADatabase();
        }
        if (primary == SQLiteErrorCode.SQLITE_INTERRUPT.code) {
            return new DatabaseFault.TooMuchWork();
        }
        if (primary == SQLiteErrorCode.SQLITE_IOERR.code
                || primary == SQLiteErrorCode.SQLITE_FULL.code
                || primary == SQLiteErrorCode.SQLITE_NOMEM.code
                || primary == SQLiteErrorCode.SQLITE_CANTOPEN.code) {
            return new DatabaseFault.Failed(String.valueOf(failed.getMessage()));
        }
        return new DatabaseFault.Damaged(String.valueOf(failed.getMessage()));
    }

    private static String words(DatabaseFault fault) {
        return switch (fault) {
            case DatabaseFault.NotADatabase() -> "not an SQLite database";
            case DatabaseFault.Damaged(String why) -> "a damaged database: " + why;
            case DatabaseFault.TooMuchWork() -> "a database that takes more work than its size allows";
            case DatabaseFault.Failed(String why) -> "a database could not be read: " + why;
        };
    }
}
