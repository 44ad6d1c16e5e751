package app.safelight.library.trash;

import app.safelight.core.model.ContentId;
import app.safelight.library.accounts.PersonId;
import app.safelight.library.assets.AssetChanges;
import app.safelight.library.assets.AssetId;
import app.safelight.library.changes.ChangeFeed;
import app.safelight.library.database.Database;
import app.safelight.library.database.DatabaseException;
import app.safelight.library.quota.Quota;
import app.safelight.library.storage.ContentRecords;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/// Recently Deleted. What is in it counts against the quota, is byte for byte what it was, and comes back when
/// its person says so; after its days it is gone, and no device brings it back by itself.
public final class Trash {
    public static final Duration DEFAULT_KEEP = Duration.ofDays(30);

    /// Most assets moved or deleted in one transaction.
    private static final int MAX_TOGETHER = 500;

    private final Database database;
    private final Quota quota;
    private final Duration keep;
    private final InstantSource clock;

    /// @param keep how long before it is gone
    public Trash(Database database, Quota quota, Duration keep, InstantSource clock) {
        this.database = database;
        this.quota = quota;
        this.keep = keep;
        this.clock = clock;
    }

    /// How long before what was put in is gone.
    public Duration keep() {
        return keep;
    }

    /// Puts assets in. What is in already keeps its day.
    ///
    /// @return those that were there and are the person's
    public List<AssetId> put(PersonId person, List<AssetId> assets) throws DatabaseException {
        long now = clock.millis();
        return mark(
                person,
                assets,
                asset -> rows -> rows.createUpdate(
                                "UPDATE asset SET trashed_at = coalesce(trashed_at, :now) WHERE id = :id")
                        .bind("now", now)
                        .bind("id", asset.value())
                        .execute());
    }

    /// Takes assets out again.
    ///
    /// @return those that were there and are the person's
    public List<AssetId> restore(PersonId person, List<AssetId> assets) throws DatabaseException {
        return mark(
                person,
                assets,
                asset -> rows -> rows.createUpdate("UPDATE asset SET trashed_at = NULL WHERE id = :id")
                        .bind("id", asset.value())
                        .execute());
    }

    private List<AssetId> mark(PersonId person, List<AssetId> assets, Function<AssetId, Consumer<Handle>> update)
            throws DatabaseException {
        return database.write(rows -> {
            ChangeFeed.begin(rows, person);
            return assets.stream()
                    .filter(asset -> AssetChanges.change(
                            rows, person, asset, () -> update.apply(asset).accept(rows)))
                    .toList();
        });
    }

    /// Deletes assets for good that are in Recently Deleted; others are left alone.
    ///
    /// @return how many were deleted
    public int delete(PersonId person, List<AssetId> assets) throws DatabaseException {
        return delete(person, assets, Long.MAX_VALUE);
    }

    /// @param until deletes only what was put in at this time or before
    private int delete(PersonId person, List<AssetId> assets, long until) throws DatabaseException {
        return database.write(rows -> {
            ChangeFeed.begin(rows, person);
            List<AssetId> trashed = assets.stream()
                    .filter(asset -> isTrashed(rows, person, asset, until))
                    .toList();
            trashed.forEach(asset -> delete(rows, person, asset));
            return trashed.size();
        });
    }

    /// Deletes for good some of what a person has in Recently Deleted.
    ///
    /// @return how many were deleted; call again while it is not zero
    public int empty(PersonId person) throws DatabaseException {
        return delete(
                person,
                database.read(rows -> rows.createQuery(
                                "SELECT id FROM asset WHERE person_id = :person AND shelf = 'TRASH' LIMIT :limit")
                        .bind("person", person.value())
                        .bind("limit", MAX_TOGETHER)
                        .mapTo(Long.class)
                        .map(AssetId::new)
                        .list()));
    }

    /// Deletes for good some of what has been in Recently Deleted for its days, of one person.
    ///
    /// @return how many were deleted; call again while it is not zero
    public int sweep() throws DatabaseException {
        record Due(PersonId person, AssetId asset) {}
        long due = clock.instant().minus(keep).toEpochMilli();
        List<Due> old = database.read(rows -> rows.createQuery("SELECT person_id, id FROM asset"
                        + " WHERE trashed_at IS NOT NULL AND trashed_at <= :due ORDER BY trashed_at, id LIMIT :limit")
                .bind("due", due)
                .bind("limit", MAX_TOGETHER)
                .map((row, _) -> new Due(new PersonId(row.getLong("person_id")), new AssetId(row.getLong("id"))))
                .list());
        if (old.isEmpty()) {
            return 0;
        }
        PersonId person = old.getFirst().person();
        List<AssetId> assets = old.stream()
                .filter(one -> one.person().equals(person))
                .map(Due::asset)
                .toList();
        return delete(person, assets, due);
    }

    private static boolean isTrashed(Handle rows, PersonId person, AssetId asset, long until) {
        return rows.createQuery("SELECT id FROM asset WHERE id = :id AND person_id = :person AND trashed_at <= :until")
                .bind("id", asset.value())
                .bind("person", person.value())
                .bind("until", until)
                .mapTo(Long.class)
                .findOne()
                .isPresent();
    }

    private void delete(Handle rows, PersonId person, AssetId asset) {
        List<ContentId> contents = rows.createQuery("SELECT c.sha256, c.size_bytes FROM asset_file f"
                        + " JOIN content c ON c.id = f.content_id WHERE f.asset_id = :asset")
                .bind("asset", asset.value())
                .map((row, _) -> ContentRecords.content(row))
                .list();
        rows.createUpdate("DELETE FROM asset_file WHERE asset_id = :asset")
                .bind("asset", asset.value())
                .execute();
        for (ContentId content : contents) {
            if (quota.letGo(rows, person, content)) {
                bury(rows, person, content);
            }
        }
        AssetChanges.delete(rows, person, asset);
    }

    private void bury(Handle rows, PersonId person, ContentId content) {
        rows.createUpdate("INSERT INTO tombstone (person_id, sha256, deleted_at) VALUES (:person, :sha256, :now)"
                        + " ON CONFLICT (person_id, sha256) DO UPDATE SET deleted_at = excluded.deleted_at")
                .bind("person", person.value())
                .bind("sha256", content.sha256().bytes())
                .bind("now", clock.millis())
                .execute();
    }
}
