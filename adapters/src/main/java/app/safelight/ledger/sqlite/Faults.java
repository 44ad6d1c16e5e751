package app.safelight.ledger.sqlite;

import app.safelight.core.ledger.LedgerException;
import app.safelight.core.ledger.LedgerFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// The one place that says what a failure of SQLite or of the file system means for the ledger.
final class Faults {
    /// With less room than this on the medium, a failed write is for want of room, whatever SQLite calls it: it
    /// needs a few pages of 4 KiB and a 32 KiB index of its log at once.
    private static final long NO_ROOM_BYTES = 256 * 1024;

    private Faults() {}

    static LedgerException of(SQLException failed, Path file) {
        return new LedgerException(fault(failed, file), failed);
    }

    private static LedgerFault fault(SQLException failed, Path file) {
        String detail = file + ": " + failed.getMessage();
        int primary = failed instanceof SQLiteException known ? known.getResultCode().code & 0xFF : -1;
        if (primary == SQLiteErrorCode.SQLITE_FULL.code) {
            return new LedgerFault.Full(detail);
        }
        if (primary == SQLiteErrorCode.SQLITE_BUSY.code || primary == SQLiteErrorCode.SQLITE_LOCKED.code) {
            return new LedgerFault.Busy("another program that uses " + file);
        }
        if (isDamage(primary)) {
            return new LedgerFault.Damaged(detail);
        }
        return hasNoRoom(file) ? new LedgerFault.Full(detail) : new LedgerFault.Unreachable(detail);
    }

    /// A missing table or column is an SQL error, a row without its parent a constraint: our own statements are
    /// right for the file as we made it.
    private static boolean isDamage(int primary) {
        return primary == SQLiteErrorCode.SQLITE_CORRUPT.code
                || primary == SQLiteErrorCode.SQLITE_NOTADB.code
                || primary == SQLiteErrorCode.SQLITE_ERROR.code
                || primary == SQLiteErrorCode.SQLITE_SCHEMA.code
                || primary == SQLiteErrorCode.SQLITE_CONSTRAINT.code
                || primary == SQLiteErrorCode.SQLITE_MISMATCH.code;
    }

    static LedgerException of(DamagedRecord damaged, Path file) {
        return damaged(file + ": " + damaged.getMessage(), damaged);
    }

    static LedgerException damaged(String detail) {
        return new LedgerException(new LedgerFault.Damaged(detail));
    }

    private static LedgerException damaged(String detail, Exception cause) {
        return new LedgerException(new LedgerFault.Damaged(detail), cause);
    }

    static LedgerException of(IOException failed, Path file) {
        return new LedgerException(
                hasNoRoom(file)
                        ? new LedgerFault.Full(failed.toString())
                        : new LedgerFault.Unreachable(failed.toString()),
                failed);
    }

    private static boolean hasNoRoom(Path file) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            return Files.getFileStore(folder).getUsableSpace() < NO_ROOM_BYTES
                    && !Files.getFileStore(folder).isReadOnly();
        } catch (IOException unknown) {
            return false;
        }
    }
}
