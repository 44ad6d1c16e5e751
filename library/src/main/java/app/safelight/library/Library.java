package app.safelight.library;

import app.safelight.core.place.Place;
import app.safelight.library.accounts.AccessKeys;
import app.safelight.library.accounts.AuditLog;
import app.safelight.library.accounts.Passwords;
import app.safelight.library.accounts.People;
import app.safelight.library.accounts.Setup;
import app.safelight.library.accounts.SignIn;
import app.safelight.library.assets.Assets;
import app.safelight.library.assets.FactsReader;
import app.safelight.library.assets.KnownContents;
import app.safelight.library.assets.Timeline;
import app.safelight.library.assets.Uploads;
import app.safelight.library.changes.ChangeFeed;
import app.safelight.library.database.Database;
import app.safelight.library.database.DatabaseException;
import app.safelight.library.database.Ids;
import app.safelight.library.holdings.Arrivals;
import app.safelight.library.holdings.Holdings;
import app.safelight.library.quota.Quota;
import app.safelight.library.storage.ContentStore;
import app.safelight.library.storage.StorageException;
import app.safelight.library.trash.Trash;
import app.safelight.library.uploads.Parking;
import app.safelight.library.uploads.ResumableUploads;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// A photo library put together from its parts. It starts no threads and opens nothing; database, places and
/// parking are given open, and are closed by whoever gave them.
///
/// Threads: any.
public final class Library {
    private final Database database;
    private final AuditLog audit;
    private final People people;
    private final AccessKeys keys;
    private final Setup setup;
    private final SignIn signIn;
    private final ContentStore store;
    private final Quota quota;
    private final Uploads uploads;
    private final ResumableUploads resumable;
    private final Trash trash;
    private final Arrivals arrivals;
    private final Holdings holdings;

    /// @param copiesNeeded how many places must hold a content before it counts as taken
    /// @param keepDeleted how long Recently Deleted keeps what is put in
    public record Settings(int copiesNeeded, Duration keepDeleted) {
        public static final Settings DEFAULT = new Settings(1, Trash.DEFAULT_KEEP);
    }

    private Library(
            Database database,
            ContentStore store,
            Parking parking,
            Settings settings,
            Ids ids,
            SecureRandom chance,
            InstantSource clock) {
        this.database = database;
        this.store = store;
        Passwords passwords = new Passwords();
        audit = new AuditLog(database, ids, clock);
        people = new People(database, passwords, audit, ids, clock);
        keys = new AccessKeys(database, audit, ids, chance, clock);
        setup = new Setup(database, people, audit, chance, clock);
        signIn = new SignIn(database, passwords, keys, audit, clock);
        quota = new Quota(database, ids, clock);
        uploads = new Uploads(database, store, quota, ids, clock);
        resumable = new ResumableUploads(database, uploads, quota, parking, ids, clock);
        trash = new Trash(database, quota, settings.keepDeleted(), clock);
        arrivals = new Arrivals(database, uploads, quota, ids, clock);
        holdings = new Holdings(database, store, clock);
    }

    /// @param places in order of preference for reading
    /// @param parking for the bytes of unfinished uploads; used by nobody else
    /// @throws StorageException if a place that the library keeps contents in is missing or another one
    public static Library open(
            Database database,
            List<? extends Place> places,
            Parking parking,
            Settings settings,
            SecureRandom chance,
            InstantSource clock)
            throws StorageException, DatabaseException {
        Ids ids = new Ids(clock, chance);
        ContentStore store = ContentStore.open(places, settings.copiesNeeded(), database, ids, clock);
        return new Library(database, store, parking, settings, ids, chance, clock);
    }

    public Setup setup() {
        return setup;
    }

    public SignIn signIn() {
        return signIn;
    }

    public AccessKeys keys() {
        return keys;
    }

    public People people() {
        return people;
    }

    public AuditLog audit() {
        return audit;
    }

    public ContentStore store() {
        return store;
    }

    public Quota quota() {
        return quota;
    }

    public Uploads uploads() {
        return uploads;
    }

    public ResumableUploads resumable() {
        return resumable;
    }

    public KnownContents knownContents() {
        return new KnownContents(database);
    }

    public Assets assets() {
        return new Assets(database);
    }

    public Timeline timeline() {
        return new Timeline(database);
    }

    public FactsReader facts() {
        return new FactsReader(database, store);
    }

    public ChangeFeed changes() {
        return new ChangeFeed(database);
    }

    public Trash trash() {
        return trash;
    }

    public Arrivals arrivals() {
        return arrivals;
    }

    public Holdings holdings() {
        return holdings;
    }
}
