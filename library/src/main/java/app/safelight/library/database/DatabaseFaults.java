package app.safelight.library.database;

import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// Tells what a driver's exception means. One that fits none of the faults is a mistake in the program.
final class DatabaseFaults {
    /// How many causes are followed; drivers and Jdbi wrap a few deep, and a circle must end.
    private static final int MAX_CAUSES = 16;

    private DatabaseFaults() {}

    static Optional<DatabaseFault> of(Throwable failure) {
        return sqlException(failure).flatMap(DatabaseFaults::ofSql);
    }

    /// A fault if it is one, and otherwise the failure itself, unchecked.
    static DatabaseException exception(Throwable failure) {
        DatabaseFault fault = of(failure).orElse(null);
        if (fault != null) {
            return new DatabaseException(fault, failure);
        }
        switch (failure) {
            case RuntimeException bug -> throw bug;
            case Error error -> throw error;
            default -> throw new IllegalStateException(failure);
        }
    }

    /// Whether others were in the way and the same work may pass when tried again: they changed the same rows,
    /// or drew the same id.
    static boolean isPassing(Throwable failure) {
        return sqlException(failure)
                .map(SQLException::getSQLState)
                .filter(state -> state.equals("40001") || state.equals("40P01") || state.equals("23505"))
                .isPresent();
    }

    private static Optional<SQLException> sqlException(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; depth < MAX_CAUSES && cause != null; depth++) {
            if (cause instanceof SQLException found) {
                return Optional.of(found);
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    private static Optional<DatabaseFault> ofSql(SQLException failure) {
        String detail = String.valueOf(failure.getMessage());
        return failure instanceof SQLiteException sqlite
                ? ofSqlite(sqlite.getResultCode(), detail)
                : ofState(String.valueOf(failure.getSQLState()), detail);
    }

    private static Optional<DatabaseFault> ofSqlite(SQLiteErrorCode code, String detail) {
        // The low byte is the kind; the rest says more of it.
        int kind = code.code & 0xFF;
        if (kind == SQLiteErrorCode.SQLITE_FULL.code) {
            return Optional.of(new DatabaseFault.Full(detail));
        }
        if (kind == SQLiteErrorCode.SQLITE_BUSY.code || kind == SQLiteErrorCode.SQLITE_LOCKED.code) {
            return Optional.of(new DatabaseFault.Busy(detail));
        }
        if (kind == SQLiteErrorCode.SQLITE_CORRUPT.code || kind == SQLiteErrorCode.SQLITE_NOTADB.code) {
            return Optional.of(new DatabaseFault.Damaged(detail));
        }
        boolean unreachable = kind == SQLiteErrorCode.SQLITE_IOERR.code
                || kind == SQLiteErrorCode.SQLITE_CANTOPEN.code
                || kind == SQLiteErrorCode.SQLITE_READONLY.code
                || kind == SQLiteErrorCode.SQLITE_PERM.code;
        return unreachable ? Optional.of(new DatabaseFault.Unreachable(detail)) : Optional.empty();
    }

    /// By the classes of the SQL standard and PostgreSQL's appendix A.
    private static Optional<DatabaseFault> ofState(String state, String detail) {
        if (state.equals("53100")) {
            return Optional.of(new DatabaseFault.Full(detail));
        }
        if (state.startsWith("XX001") || state.startsWith("XX002")) {
            return Optional.of(new DatabaseFault.Damaged(detail));
        }
        if (state.startsWith("53") || state.equals("57014") || state.equals("55P03") || state.startsWith("40")) {
            return Optional.of(new DatabaseFault.Busy(detail));
        }
        // Connection lost or refused; shut down; not authorised; read-only standby; no connection free in time.
        boolean unreachable = state.startsWith("08")
                || state.startsWith("57P")
                || state.startsWith("28")
                || state.startsWith("58")
                || state.equals("25006")
                || state.equals("null");
        return unreachable ? Optional.of(new DatabaseFault.Unreachable(detail)) : Optional.empty();
    }
}
