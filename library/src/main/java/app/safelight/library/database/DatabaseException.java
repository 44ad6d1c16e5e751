package app.safelight.library.database;

import org.jspecify.annotations.Nullable;

/// The database could not do what was asked, and nothing of it was done: unless the connection was lost while a
/// change was being made durable, when nobody knows. Whoever repeats the change finds out.
public final class DatabaseException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient DatabaseFault fault;

    public DatabaseException(DatabaseFault fault) {
        this(fault, null);
    }

    public DatabaseException(DatabaseFault fault, @Nullable Throwable cause) {
        super(fault.toString(), cause);
        this.fault = fault;
    }

    public DatabaseFault fault() {
        return fault;
    }
}
