package app.safelight.library;

import app.safelight.library.database.Database;
import app.safelight.library.database.DatabaseException;
import app.safelight.library.database.DatabaseFault;
import java.util.concurrent.atomic.AtomicInteger;

/// A database whose connection breaks at one change, for good.
final class CutDatabase implements Database {
    private final Database database;
    private final int cutAt;
    private final boolean afterCommit;
    private final AtomicInteger writes = new AtomicInteger();

    CutDatabase(Database database, int cutAt, boolean afterCommit) {
        this.database = database;
        this.cutAt = cutAt;
        this.afterCommit = afterCommit;
    }

    boolean wasCut() {
        return writes.get() > cutAt;
    }

    @Override
    public <R> R read(Work<R> work) throws DatabaseException {
        requireThere();
        return database.read(work);
    }

    @Override
    public <R> R write(Work<R> work) throws DatabaseException {
        requireThere();
        if (writes.getAndIncrement() < cutAt) {
            return database.write(work);
        }
        if (afterCommit) {
            database.write(work);
        }
        throw gone();
    }

    private void requireThere() throws DatabaseException {
        if (wasCut()) {
            throw gone();
        }
    }

    private static DatabaseException gone() {
        return new DatabaseException(new DatabaseFault.Unreachable("cut"));
    }

    @Override
    public void close() {}
}
