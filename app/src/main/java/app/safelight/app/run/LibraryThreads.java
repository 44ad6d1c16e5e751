package app.safelight.app.run;

import app.safelight.library.database.SqliteThreads;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/// The threads of a library in this process: a few for its database, and a virtual one for each request.
public final class LibraryThreads implements AutoCloseable {
    /// Questions answered at once. More than cores, since some wait for the disk.
    private static final int READERS = 4;

    /// Requests worked on at once; more wait for their turn.
    private static final int MAX_REQUESTS = 1_000;

    private final ExecutorService readers = Executors.newFixedThreadPool(READERS, daemons("safelight-rows-"));
    private final ExecutorService writer = Executors.newSingleThreadExecutor(daemons("safelight-changes-"));

    private static ThreadFactory daemons(String prefix) {
        return Thread.ofPlatform().daemon().name(prefix, 1).factory();
    }

    public SqliteThreads sqlite() {
        return new SqliteThreads(readers, READERS, writer);
    }

    /// New ones for one server, which ends them.
    public static ThreadPool requests() {
        VirtualThreadPool pool = new VirtualThreadPool(MAX_REQUESTS);
        pool.setName("safelight-request");
        return pool;
    }

    @Override
    public void close() {
        readers.close();
        writer.close();
    }
}
