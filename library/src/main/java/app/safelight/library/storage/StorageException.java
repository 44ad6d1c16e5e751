package app.safelight.library.storage;

import org.jspecify.annotations.Nullable;

/// A content could not be taken or given.
public final class StorageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient StorageFault fault;

    public StorageException(StorageFault fault) {
        this(fault, null);
    }

    public StorageException(StorageFault fault, @Nullable Throwable cause) {
        super(fault.toString(), cause);
        this.fault = fault;
    }

    public StorageFault fault() {
        return fault;
    }
}
