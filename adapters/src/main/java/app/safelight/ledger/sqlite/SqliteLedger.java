package app.safelight.ledger.sqlite;

import app.safelight.core.ledger.AssetState;
import app.safelight.core.ledger.ContentState;
import app.safelight.core.ledger.FolderDigest;
import app.safelight.core.ledger.ItemState;
import app.safelight.core.ledger.Ledger;
import app.safelight.core.ledger.LedgerEvent;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.ledger.LedgerFault;
import app.safelight.core.ledger.Snapshot;
import app.safelight.core.model.AssetId;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.SourceId;
import app.safelight.core.source.SourceLabel;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The ledger in one SQLite file, `ledger.sqlite`, with a few small files beside it.
///
/// Threads: all methods from any thread. Appends wait for each other; every other call reads through a
/// connection of its own and sees the whole appends of the moment it began, so that a sink may ask and append
/// as it likes. Use platform threads: SQLite's calls block.
public final class SqliteLedger implements Ledger {
    /// So many connections for reading wait for the next question; more are opened when more ask at once.
    private static final int MAX_IDLE_READERS = 4;

    /// Numbers that two looks at the acknowledged size must agree on, before a ledger is called shrunken: a
    /// reader may come between a commit and its note.
    private static final int LOOKS_AT_SIZE = 3;

    private final LedgerFiles files;
    private final SnapshotFiles snapshots;
    private final @Nullable Writing writing;

    /// That nothing can write to the medium: see [Session#reading].
    private final boolean still;

    private final ReentrantLock pool = new ReentrantLock();
    private final Deque<Reading> idle = new ArrayDeque<>();
    private boolean closed;

    /// One connection for reading.
    private record Reading(Session session, Reader reader) {}

    private SqliteLedger(LedgerFiles files, @Nullable Writing writing, boolean still) {
        this.files = files;
        this.snapshots = new SnapshotFiles(files.snapshots());
        this.writing = writing;
        this.still = still;
    }

    /// Opens the ledger of a folder to append to it, and makes both if they are not there.
    ///
    /// @param activity what for, in a word or two, for the person who finds the ledger busy
    /// @throws LedgerException `Busy` if another process or another ledger in this one holds it; `Damaged`,
    ///     `NewerFormat`, `Full` or `Unreachable` by what stands there. Nothing that stands there is ever
    ///     replaced
    public static SqliteLedger openForWriting(Path folder, String activity) throws LedgerException {
        LedgerFiles files = new LedgerFiles(folder);
        try {
            Files.createDirectories(folder);
        } catch (IOException failed) {
            throw Faults.of(failed, folder);
        }
        String holder = "process " + ProcessHandle.current().pid() + " (" + activity + ")";
        WriterLock lock = WriterLock.take(files, holder);
        @Nullable Writing writing = null;
        try {
            writing = Writing.open(files, lock);
            return new SqliteLedger(files, writing, false);
        } finally {
            if (writing == null) {
                lock.close();
            }
        }
    }

    /// Opens the ledger of a folder to ask it; needs no lock and works while another process writes. Appending
    /// to it is a bug.
    ///
    /// @throws LedgerException `Unreachable` if there is none; otherwise as [#openForWriting]
    public static SqliteLedger openForReading(Path folder) throws LedgerException {
        LedgerFiles files = new LedgerFiles(folder);
        if (!isThere(files)) {
            throw new LedgerException(new LedgerFault.Unreachable("there is no ledger in " + folder));
        }
        return openForReading(files, isStill(files));
    }

    private static SqliteLedger openForReading(LedgerFiles files, boolean still) throws LedgerException {
        SqliteLedger ledger = new SqliteLedger(files, null, still);
        ledger.reading(reader -> {
            ledger.refuseShrunken(reader);
            return reader;
        });
        return ledger;
    }

    /// Whether a folder holds a ledger, whole or damaged.
    public static boolean isThere(Path folder) throws LedgerException {
        return isThere(new LedgerFiles(folder));
    }

    /// @throws LedgerException `Damaged` if there are only traces of one, or what bears its name is none
    private static boolean isThere(LedgerFiles files) throws LedgerException {
        Path database = files.database();
        try {
            if (!Files.exists(database)) {
                long acknowledged = Acknowledged.read(files.acknowledged());
                if (acknowledged > 0) {
                    throw Faults.damaged(database + " is missing, though " + acknowledged + " events were recorded");
                }
                if (hasLog(files)) {
                    throw Faults.damaged(database + " is missing, though its log is there");
                }
                return false;
            }
            if (!Files.isRegularFile(database)) {
                throw Faults.damaged(database + " is not a file");
            }
            if (Files.size(database) == 0) {
                throw Faults.damaged(database + " is empty");
            }
            return true;
        } catch (IOException failed) {
            throw Faults.of(failed, database);
        }
    }

    private static boolean hasLog(LedgerFiles files) throws IOException {
        return Files.exists(files.log()) && Files.size(files.log()) > 0;
    }

    /// A folder on a medium that cannot be written, with nothing left in the log.
    private static boolean isStill(LedgerFiles files) throws LedgerException {
        try {
            return !Files.isWritable(files.folder()) && !hasLog(files);
        } catch (IOException failed) {
            throw Faults.of(failed, files.log());
        }
    }

    /// The one connection for writing, and what goes with it.
    private static final class Writing {
        private final LedgerFiles files;
        private final WriterLock lock;
        private final Acknowledged acknowledged;
        private final ReentrantLock turn = new ReentrantLock();

        /// Null after a failure, until the next append opens it anew.
        private @Nullable Writer writer;

        private boolean closed;

        private Writing(LedgerFiles files, WriterLock lock, Acknowledged acknowledged, Writer writer) {
            this.files = files;
            this.lock = lock;
            this.acknowledged = acknowledged;
            this.writer = writer;
        }

        static Writing open(LedgerFiles files, WriterLock lock) throws LedgerException {
            if (!isThere(files)) {
                create(files);
            }
            Writer writer = openWriter(files);
            try {
                long expected = Acknowledged.read(files.acknowledged());
                if (writer.size() < expected) {
                    throw shrunken(files, writer.size(), expected);
                }
                return new Writing(files, lock, Acknowledged.open(files.acknowledged()), writer);
            } catch (IOException failed) {
                closeAfter(writer, failed);
                throw Faults.of(failed, files.acknowledged());
            } catch (LedgerException failed) {
                closeAfter(writer, failed);
                throw failed;
            }
        }

        private static void closeAfter(Writer writer, Exception failure) {
            try {
                writer.close();
            } catch (SQLException atClose) {
                failure.addSuppressed(atClose);
            }
        }

        /// Makes the database under another name, so that a ledger is there whole or not at all.
        private static void create(LedgerFiles files) throws LedgerException {
            Path unfinished = files.unfinished();
            try {
                Files.deleteIfExists(unfinished);
                Files.deleteIfExists(unfinished.resolveSibling(unfinished.getFileName() + "-journal"));
                try (Session session = Session.creating(unfinished)) {
                    Schema.create(session);
                }
                Files.move(unfinished, files.database(), StandardCopyOption.ATOMIC_MOVE);
                forceFolder(files.folder());
            } catch (SQLException failed) {
                throw Faults.of(failed, unfinished);
            } catch (IOException failed) {
                throw Faults.of(failed, unfinished);
            }
        }

        private static void forceFolder(Path folder) throws IOException {
            if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                    channel.force(true);
                }
            }
        }

        /// Looks before it touches: opening for writing can change a file that is not ours.
        private static Writer openWriter(LedgerFiles files) throws LedgerException {
            try {
                try (Session look = Session.reading(files.database(), false)) {
                    verifyHeader(look, files);
                }
                Session session = Session.writing(files.database());
                try {
                    return new Writer(session);
                } catch (SQLException failed) {
                    session.close(failed);
                    throw failed;
                }
            } catch (SQLException failed) {
                throw Faults.of(failed, files.database());
            }
        }

        void append(Instant at, List<? extends LedgerEvent> events) throws LedgerException {
            write(writer -> {
                writer.append(at, events);
                acknowledge(writer.size());
            });
        }

        void write(Change change) throws LedgerException {
            turn.lock();
            boolean done = false;
            Writer current = writer;
            try {
                if (closed) {
                    throw new IllegalStateException("the ledger is closed");
                }
                if (current == null) {
                    current = openWriter(files);
                    writer = current;
                }
                change.make(current);
                done = true;
            } catch (SQLException failed) {
                throw Faults.of(failed, files.database());
            } catch (DamagedRecord damaged) {
                throw Faults.of(damaged, files.database());
            } finally {
                if (!done && current != null) {
                    writer = null;
                    abandon(current);
                }
                turn.unlock();
            }
        }

        /// After a failure, which is being told: closing rolls back.
        private static void abandon(Writer writer) {
            try {
                writer.close();
            } catch (SQLException alreadyFailed) {
                // The failure that led here says more.
            }
        }

        private void acknowledge(long size) {
            try {
                acknowledged.write(size);
            } catch (IOException staysBehind) {
                // The events are durable; a note too small claims nothing wrong.
            }
        }

        void close() throws LedgerException {
            turn.lock();
            try (lock;
                    acknowledged) {
                closed = true;
                Writer current = writer;
                writer = null;
                if (current != null) {
                    current.close();
                }
            } catch (SQLException failed) {
                throw Faults.of(failed, files.database());
            } catch (IOException failed) {
                throw Faults.of(failed, files.acknowledged());
            } finally {
                turn.unlock();
            }
        }
    }

    private interface Change {
        void make(Writer writer) throws SQLException, LedgerException;
    }

    private interface Question<R> {
        R answer(Reader reader) throws SQLException, LedgerException;
    }

    private interface Telling {
        void tell(Reader reader) throws SQLException;
    }

    private static void verifyHeader(Session session, LedgerFiles files) throws SQLException, LedgerException {
        Path database = files.database();
        if (session.number("PRAGMA application_id") != Schema.APPLICATION_ID) {
            throw Faults.damaged(database + " is a database of another program");
        }
        int format = (int) session.number("PRAGMA user_version");
        if (format > Schema.FORMAT) {
            throw new LedgerException(new LedgerFault.NewerFormat(format, Schema.FORMAT));
        }
        if (format < 1) {
            throw Faults.damaged(database + " has no format number");
        }
        refuseTruncated(session, files);
    }

    /// Only with nothing in the log: what stands there may lie behind the end of the file.
    private static void refuseTruncated(Session session, LedgerFiles files) throws SQLException, LedgerException {
        try {
            long expected = session.number("PRAGMA page_count") * session.number("PRAGMA page_size");
            if (!hasLog(files) && Files.size(files.database()) < expected) {
                throw Faults.damaged(files.database() + " ends before its " + expected + " bytes");
            }
        } catch (IOException failed) {
            throw Faults.of(failed, files.database());
        }
    }

    private static LedgerException shrunken(LedgerFiles files, long size, long expected) {
        return Faults.damaged(files.database() + " has " + size + " events, but " + expected + " were recorded");
    }

    private void refuseShrunken(Reader reader) throws SQLException, LedgerException {
        try {
            long expected = Acknowledged.read(files.acknowledged());
            long size = reader.size();
            for (int look = 1; size < expected; look++) {
                long again = Acknowledged.read(files.acknowledged());
                if (look >= LOOKS_AT_SIZE && again == expected) {
                    throw shrunken(files, size, expected);
                }
                expected = again;
            }
        } catch (IOException failed) {
            throw Faults.of(failed, files.acknowledged());
        }
    }

    private <R> R reading(Question<R> question) throws LedgerException {
        @Nullable Reading reading = null;
        boolean done = false;
        try {
            reading = take();
            R answer = question.answer(reading.reader());
            reading.session().rollback();
            done = true;
            return answer;
        } catch (SQLException failed) {
            throw Faults.of(failed, files.database());
        } catch (DamagedRecord damaged) {
            throw Faults.of(damaged, files.database());
        } finally {
            if (reading != null) {
                giveBack(reading, done);
            }
        }
    }

    private void telling(Telling telling) throws LedgerException {
        reading(reader -> {
            telling.tell(reader);
            return reader;
        });
    }

    private Reading take() throws SQLException, LedgerException {
        pool.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the ledger is closed");
            }
            Reading free = idle.poll();
            if (free != null) {
                return free;
            }
        } finally {
            pool.unlock();
        }
        Session session = Session.reading(files.database(), still);
        try {
            verifyHeader(session, files);
            return new Reading(session, new Reader(session));
        } catch (SQLException | LedgerException failed) {
            session.close(failed);
            throw failed;
        }
    }

    /// A connection on which something failed is not used again.
    private void giveBack(Reading reading, boolean sound) throws LedgerException {
        pool.lock();
        try {
            if (sound && !closed && idle.size() < MAX_IDLE_READERS) {
                idle.push(reading);
                return;
            }
        } finally {
            pool.unlock();
        }
        try {
            reading.session().close();
        } catch (SQLException failed) {
            if (sound) {
                throw Faults.of(failed, files.database());
            }
        }
    }

    @Override
    public void append(Instant at, List<? extends LedgerEvent> events) throws LedgerException {
        if (!events.isEmpty()) {
            writing().append(at, events);
        }
    }

    private Writing writing() {
        if (writing == null) {
            throw new IllegalStateException("the ledger was opened for reading only");
        }
        return writing;
    }

    @Override
    public long size() throws LedgerException {
        return reading(Reader::size);
    }

    @Override
    public Map<SourceId, SourceLabel> sources() throws LedgerException {
        return reading(Reader::sources);
    }

    @Override
    public Optional<Instant> lastCensus(SourceId source) throws LedgerException {
        return reading(reader -> reader.lastCensus(source));
    }

    @Override
    public Map<PlaceId, String> places() throws LedgerException {
        return reading(Reader::places);
    }

    @Override
    public Map<String, FolderDigest> folders(SourceId source) throws LedgerException {
        return reading(reader -> reader.folders(source));
    }

    @Override
    public List<ItemState> items(SourceId source, String folder) throws LedgerException {
        List<ItemState> items = new ArrayList<>();
        telling(reader -> reader.items(source, folder, items::add));
        return items;
    }

    @Override
    public void items(SourceId source, Consumer<? super ItemState> sink) throws LedgerException {
        telling(reader -> reader.items(source, sink));
    }

    @Override
    public Optional<ItemState> item(ItemKey key) throws LedgerException {
        return reading(reader -> reader.item(key));
    }

    @Override
    public Optional<AssetState> asset(AssetId asset) throws LedgerException {
        return reading(reader -> reader.asset(asset));
    }

    @Override
    public Optional<AssetState> assetOf(ItemKey key) throws LedgerException {
        return reading(reader -> reader.assetOf(key));
    }

    /// In the order in which their main items were first heard of.
    @Override
    public void assets(SourceId source, Consumer<? super AssetState> sink) throws LedgerException {
        telling(reader -> reader.assets(source, sink));
    }

    @Override
    public List<AssetState> find(String text, int limit) throws LedgerException {
        return reading(reader -> reader.find(text, limit));
    }

    @Override
    public List<AssetState> assetsWith(ContentId content, int limit) throws LedgerException {
        return reading(reader -> reader.assetsWith(content, limit));
    }

    @Override
    public Optional<ContentState> content(ContentId content) throws LedgerException {
        return reading(reader -> reader.content(content));
    }

    @Override
    public void contents(Consumer<? super ContentState> sink) throws LedgerException {
        telling(reader -> reader.contents(sink));
    }

    @Override
    public List<Entry> history(ItemKey key, int limit) throws LedgerException {
        return reading(reader -> reader.history(key, limit));
    }

    @Override
    public void events(long from, Consumer<? super Entry> sink) throws LedgerException {
        telling(reader -> reader.events(from, sink));
    }

    @Override
    public Optional<Snapshot> snapshot(String name) throws LedgerException {
        return reading(reader -> snapshots.read(name, reader.identity()));
    }

    @Override
    public void saveSnapshot(String name, Snapshot snapshot) throws LedgerException {
        long identity = reading(Reader::identity);
        try {
            snapshots.write(name, identity, snapshot);
        } catch (IOException notKept) {
            // It is counted anew the next time, as the port says.
        }
    }

    /// Makes all tables that follow from events anew from them, in one step, and forgets all snapshots. Readers
    /// see the old tables until it is done.
    public void rebuild() throws LedgerException {
        Writing open = writing();
        open.write(writer -> telling(writer::rebuild));
        try {
            snapshots.drop();
        } catch (IOException failed) {
            throw Faults.of(failed, files.snapshots());
        }
    }

    /// Looks at every page, row and sum of the file, then makes the tables that follow from events anew in a copy
    /// and compares them. Takes about as long as the ledger took to write, and two copies' room in its folder.
    ///
    /// @throws LedgerException `Damaged` with the first thing found wrong; `Full` or `Unreachable` if there is no
    ///     place to work in
    public void check() throws LedgerException {
        telling(Reader::check);
        LedgerFiles asIs = new LedgerFiles(files.scratch("as-is"));
        LedgerFiles anew = new LedgerFiles(files.scratch("anew"));
        try {
            deleteScratch(asIs, anew);
            Files.createDirectory(asIs.folder());
            Files.createDirectory(anew.folder());
            telling(reader -> reader.copyTo(asIs.database()));
            Files.copy(asIs.database(), anew.database());
            try (SqliteLedger ledger = openForWriting(anew.folder(), "check")) {
                ledger.rebuild();
            }
            try (SqliteLedger ledger = openForReading(asIs.folder())) {
                ledger.telling(reader -> reader.compare(anew.database()));
            }
            deleteScratch(asIs, anew);
        } catch (IOException failed) {
            throw Faults.of(failed, files.database());
        }
    }

    /// Puts a copy of the ledger, as it is at this moment, into an empty folder, where it can be opened and
    /// appended to without this one hearing of it. Works while another process writes to this one.
    ///
    /// @throws LedgerException `Full` or `Unreachable` if the copy could not be made
    public void copyTo(Path emptyFolder) throws LedgerException {
        telling(reader -> reader.copyTo(new LedgerFiles(emptyFolder).database()));
    }

    private static void deleteScratch(LedgerFiles... scratches) throws IOException {
        for (LedgerFiles scratch : scratches) {
            if (Files.isDirectory(scratch.folder())) {
                try (DirectoryStream<Path> left = Files.newDirectoryStream(scratch.folder())) {
                    for (Path file : left) {
                        Files.delete(file);
                    }
                }
                Files.delete(scratch.folder());
            }
        }
    }

    @Override
    public void close() throws LedgerException {
        List<Reading> free;
        pool.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            free = List.copyOf(idle);
            idle.clear();
        } finally {
            pool.unlock();
        }
        try {
            for (Reading reading : free) {
                reading.session().close();
            }
        } catch (SQLException failed) {
            throw Faults.of(failed, files.database());
        } finally {
            if (writing != null) {
                writing.close();
            }
        }
    }
}
