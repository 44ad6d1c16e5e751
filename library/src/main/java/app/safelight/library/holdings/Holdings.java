package app.safelight.library.holdings;

import app.safelight.core.backup.ReadBack;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.Sha256;
import app.safelight.core.model.SourceId;
import app.safelight.core.place.Origin;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.place.Receipt;
import app.safelight.library.accounts.PersonId;
import app.safelight.library.assets.AssetId;
import app.safelight.library.assets.Intake;
import app.safelight.library.database.Database;
import app.safelight.library.database.DatabaseException;
import app.safelight.library.storage.ContentRecords;
import app.safelight.library.storage.ContentStore;
import app.safelight.library.storage.StorageException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;

/// The contents of one person: of record when a file of theirs that is not in Recently Deleted has them, and at
/// least one copy was not set aside. Nothing here speaks of what others hold.
public final class Holdings {
    /// Most entries of one page.
    public static final int MAX_PAGE = 20_000;

    /// Most contents read again for one question: an answer should come before the asker gives up.
    public static final int MAX_VERIFIED = 100;

    /// How long a quick look at the places counts. Each backup of each person asks for one.
    public static final Duration LOOK_LASTS = Duration.ofMinutes(10);

    private static final String OF_RECORD =
            " EXISTS (SELECT 1 FROM content_copy k WHERE k.content_id = p.content_id) AND EXISTS (SELECT 1"
                    + " FROM asset_file f JOIN asset a ON a.id = f.asset_id WHERE f.content_id = p.content_id"
                    + " AND a.person_id = p.person_id AND a.trashed_at IS NULL)";

    private static final String HELD = "SELECT p.sha256, c.size_bytes FROM person_content p"
            + " JOIN content c ON c.id = p.content_id WHERE p.person_id = :person AND p.sha256 > :after AND"
            + OF_RECORD + " ORDER BY p.sha256 LIMIT :limit";

    private static final String MISSING = "SELECT DISTINCT p.sha256, c.size_bytes FROM content_copy lost"
            + " JOIN person_content p ON p.content_id = lost.content_id JOIN content c ON c.id = p.content_id"
            + " WHERE lost.evidence IS NULL AND p.person_id = :person AND p.sha256 > :after"
            + " AND NOT EXISTS (SELECT 1 FROM content_copy good WHERE good.content_id = p.content_id"
            + " AND good.evidence IS NOT NULL) AND"
            + OF_RECORD + " ORDER BY p.sha256 LIMIT :limit";

    /// Deleted for good, or in Recently Deleted and nowhere else.
    private static final String DELETED = "SELECT sha256, size_bytes FROM ("
            + "SELECT c.sha256, c.size_bytes FROM tombstone t JOIN content c ON c.sha256 = t.sha256"
            + " WHERE t.person_id = :person AND t.sha256 > :after"
            + " UNION SELECT c.sha256, c.size_bytes FROM asset d JOIN asset_file f ON f.asset_id = d.id"
            + " JOIN content c ON c.id = f.content_id"
            + " WHERE d.person_id = :person AND d.shelf = 'TRASH' AND c.sha256 > :after"
            + " AND NOT EXISTS (SELECT 1 FROM asset_file o JOIN asset a ON a.id = o.asset_id"
            + " WHERE o.content_id = c.id AND a.person_id = :person AND a.trashed_at IS NULL)"
            + ") AS gone ORDER BY sha256 LIMIT :limit";

    private final Database database;
    private final ContentStore store;
    private final InstantSource clock;
    private final AtomicReference<Instant> lookedAt = new AtomicReference<>(Instant.MIN);

    /// One of a person's origins; its place in the order is the cursor.
    public record Remembered(long number, Origin origin) {}

    public Holdings(Database database, ContentStore store, InstantSource clock) {
        this.database = database;
        this.store = store;
        this.clock = clock;
    }

    /// Contents of record, in the order of their hashes.
    ///
    /// @param after the last one told; empty to begin
    public List<ContentId> held(PersonId person, Optional<Sha256> after, int limit) throws DatabaseException {
        return page(HELD, person, after, limit);
    }

    /// Contents of record that no place has any more, as far as a quick look tells.
    public List<ContentId> missing(PersonId person, Optional<Sha256> after, int limit) throws DatabaseException {
        lookIfOld();
        return page(MISSING, person, after, limit);
    }

    /// Contents that the person deleted, and that no device brings back by itself.
    public List<ContentId> deleted(PersonId person, Optional<Sha256> after, int limit) throws DatabaseException {
        return page(DELETED, person, after, limit);
    }

    private List<ContentId> page(String sql, PersonId person, Optional<Sha256> after, int limit)
            throws DatabaseException {
        return database.read(rows -> rows.createQuery(sql)
                .bind("person", person.value())
                .bind("after", after.map(Sha256::bytes).orElse(new byte[0]))
                .bind("limit", Math.clamp(limit, 1, MAX_PAGE))
                .map((row, _) -> ContentRecords.content(row))
                .list());
    }

    private void lookIfOld() throws DatabaseException {
        Instant now = clock.instant();
        Instant last = lookedAt.get();
        boolean counts = !last.isAfter(now) && last.isAfter(now.minus(LOOK_LASTS));
        if (!counts && lookedAt.compareAndSet(last, now)) {
            store.look();
        }
    }

    /// Where contents came from, oldest first.
    ///
    /// @param after the number of the last one told; 0 to begin
    public List<Remembered> origins(PersonId person, long after, int limit) throws DatabaseException {
        return database.read(rows -> rows.createQuery("SELECT o.id, o.source, o.path, o.modified_seconds,"
                        + " o.modified_nanos, c.sha256, c.size_bytes FROM origin o"
                        + " JOIN content c ON c.id = o.content_id"
                        + " WHERE o.person_id = :person AND o.id > :after ORDER BY o.id LIMIT :limit")
                .bind("person", person.value())
                .bind("after", after)
                .bind("limit", Math.clamp(limit, 1, MAX_PAGE))
                .map((row, _) -> new Remembered(
                        row.getLong("id"),
                        new Origin(
                                new ItemKey(new SourceId(row.getString("source")), row.getString("path")),
                                Instant.ofEpochSecond(row.getLong("modified_seconds"), row.getLong("modified_nanos")),
                                ContentRecords.content(row))))
                .list());
    }

    /// Whether a content is of record.
    public boolean holds(PersonId person, ContentId content) throws DatabaseException {
        return database.read(rows -> holds(rows, person, content));
    }

    static boolean holds(Handle rows, PersonId person, ContentId content) {
        return rows.createQuery("SELECT 1 FROM person_content p JOIN content c ON c.id = p.content_id"
                        + " WHERE p.person_id = :person AND p.sha256 = :sha256 AND c.size_bytes = :size AND"
                        + OF_RECORD)
                .bind("person", person.value())
                .bind("sha256", content.sha256().bytes())
                .bind("size", content.sizeBytes())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /// The content of that hash, if it is of record.
    public Optional<ContentId> find(PersonId person, Sha256 sha256) throws DatabaseException {
        return database.read(rows -> rows.createQuery("SELECT p.sha256, c.size_bytes FROM person_content p"
                        + " JOIN content c ON c.id = p.content_id WHERE p.person_id = :person"
                        + " AND p.sha256 = :sha256 AND"
                        + OF_RECORD)
                .bind("person", person.value())
                .bind("sha256", sha256.bytes())
                .map((row, _) -> ContentRecords.content(row))
                .findOne());
    }

    /// Whether the person deleted a content and holds it nowhere else.
    static Optional<Intake> deletion(Handle rows, PersonId person, ContentId content) {
        Optional<Intake> trashed = rows.createQuery("SELECT d.id FROM content c"
                        + " JOIN asset_file f ON f.content_id = c.id JOIN asset d ON d.id = f.asset_id"
                        + " WHERE c.sha256 = :sha256 AND c.size_bytes = :size AND d.person_id = :person"
                        + " ORDER BY CASE WHEN d.trashed_at IS NULL THEN 0 ELSE 1 END, d.id LIMIT 1")
                .bind("sha256", content.sha256().bytes())
                .bind("size", content.sizeBytes())
                .bind("person", person.value())
                .mapTo(Long.class)
                .findOne()
                .filter(asset -> isTrashed(rows, asset))
                .map(asset -> new Intake.InTrash(new AssetId(asset)));
        return trashed.isPresent()
                ? trashed
                : rows.createQuery("SELECT deleted_at FROM tombstone WHERE person_id = :person AND sha256 = :sha256")
                        .bind("person", person.value())
                        .bind("sha256", content.sha256().bytes())
                        .mapTo(Long.class)
                        .findOne()
                        .map(at -> new Intake.DeletedEarlier(Instant.ofEpochMilli(at)));
    }

    private static boolean isTrashed(Handle rows, long asset) {
        return rows.createQuery("SELECT shelf FROM asset WHERE id = :id")
                .bind("id", asset)
                .mapTo(String.class)
                .one()
                .equals("TRASH");
    }

    /// What reading a content again showed.
    public sealed interface Verified {
        /// @param receipts of the copies that are good, read at this moment
        record Good(List<Receipt> receipts) implements Verified {
            public Good {
                receipts = List.copyOf(receipts);
            }
        }

        /// No copy is good, or none could be read; this is what one of them showed.
        record Bad(PlaceFault fault) implements Verified {}
    }

    /// Reads every copy of a content again and records what is found.
    public Verified verify(PersonId person, ContentId content) throws DatabaseException {
        if (!holds(person, content)) {
            return new Verified.Bad(new PlaceFault.Missing());
        }
        List<Receipt> good = new ArrayList<>();
        PlaceFault fault = new PlaceFault.Missing();
        for (ReadBack.Result result : store.check(content)) {
            switch (result) {
                case ReadBack.Result.Good(var receipt) -> good.add(receipt);
                case ReadBack.Result.Bad(var _, var found) -> fault = worse(fault, found);
            }
        }
        return good.isEmpty() ? new Verified.Bad(fault) : new Verified.Good(good);
    }

    /// A place that is away may hold it, so nobody may call it lost; and a damaged copy says more than none.
    private static PlaceFault worse(PlaceFault before, PlaceFault found) {
        boolean away = before.reach() == PlaceFault.Reach.PLACE;
        return away || found instanceof PlaceFault.Missing ? before : found;
    }

    /// Takes copies that are damaged out of the records, to make room for good ones.
    ///
    /// @throws StorageException if a place does not say now what it has
    public void setAside(PersonId person, ContentId content) throws StorageException, DatabaseException {
        if (holds(person, content)) {
            store.setAside(content);
        }
    }
}
