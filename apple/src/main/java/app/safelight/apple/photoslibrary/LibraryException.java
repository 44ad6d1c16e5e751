package app.safelight.apple.photoslibrary;

import app.safelight.apple.mediafiles.MediaException;
import app.safelight.apple.sqlite.DatabaseException;
import app.safelight.apple.sqlite.DatabaseFault;
import java.io.IOException;

/// A photo library could not be read.
public final class LibraryException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient LibraryFault fault;

    public LibraryException(LibraryFault fault) {
        super(fault.toString());
        this.fault = fault;
    }

    LibraryException(LibraryFault fault, Throwable cause) {
        super(fault.toString(), cause);
        this.fault = fault;
    }

    static LibraryException of(DatabaseException failed) {
        return new LibraryException(
                switch (failed.fault()) {
                    case DatabaseFault.NotADatabase() -> new LibraryFault.Damaged("not a database");
                    case DatabaseFault.Damaged(String why) -> new LibraryFault.Damaged(why);
                    case DatabaseFault.TooMuchWork() -> new LibraryFault.Damaged("it takes too much work to read");
                    case DatabaseFault.Failed(String why) -> new LibraryFault.CannotCopy(why);
                },
                failed);
    }

    static LibraryException of(MediaException failed) {
        return new LibraryException(new LibraryFault.CannotRead(failed.fault()), failed);
    }

    public LibraryFault fault() {
        return fault;
    }
}
