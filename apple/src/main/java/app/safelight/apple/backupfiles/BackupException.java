package app.safelight.apple.backupfiles;

import java.io.IOException;

/// A backup could not be read. The message never shows a password or key.
public final class BackupException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient BackupFault fault;

    public BackupException(BackupFault fault) {
        super(fault.toString());
        this.fault = fault;
    }

    BackupException(BackupFault fault, Throwable cause) {
        super(fault.toString(), cause);
        this.fault = fault;
    }

    public BackupFault fault() {
        return fault;
    }
}
