package app.safelight.library.assets;

import app.safelight.core.model.ContentId;
import app.safelight.core.model.Sha256;
import app.safelight.core.place.NameHint;
import app.safelight.library.accounts.DeviceId;
import app.safelight.library.accounts.PersonId;
import app.safelight.library.changes.ChangeFeed;
import app.safelight.library.database.Database;
import app.safelight.library.database.DatabaseException;
import app.safelight.library.database.Ids;
import app.safelight.library.quota.Quota;
import app.safelight.library.quota.Reservation;
import app.safelight.library.storage.ContentRecords;
import app.safelight.library.storage.ContentStore;
import app.safelight.library.storage.Kept;
import app.safelight.library.storage.StorageException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Takes files into a person's library.
///
/// What can be refused is refused before the body: over quota, deleted earlier. Then the bytes are stored and
/// read back, and only then is there an asset, in one transaction with its receipts, its share of the quota and
/// its change. Whoever is cut off anywhere before that has nothing, and sends it again.
public final class Uploads {
    private final Database database;
    private final ContentStore store;
    private final Quota quota;
    private final Ids ids;
    private final InstantSource clock;

    /// Whether a file may come.
    public sealed interface Room {
        /// Its length is reserved, for whoever [#record]s it or gives it back.
        record Reserved(Reservation reservation) implements Room {}

        /// It need not, or must not: this is the outcome.
        record Decided(Intake outcome) implements Room {}
    }

    /// Whether the body may come now.
    public sealed interface Admission {
        record Open(Upload upload) implements Admission {}

        /// It need not, or must not: this is the outcome.
        record Decided(Intake outcome) implements Admission {}
    }

    public Uploads(Database database, ContentStore store, Quota quota, Ids ids, InstantSource clock) {
        this.database = database;
        this.store = store;
        this.quota = quota;
        this.ids = ids;
        this.clock = clock;
    }

    /// Begins to take a file whose body comes at once: [#admit], [#open] and [#record] together.
    ///
    /// @throws StorageException if the places would not take it
    public Admission begin(PersonId person, Offer offer) throws DatabaseException, StorageException {
        return switch (database.write(rows -> admit(rows, person, offer))) {
            case Room.Decided(var outcome) -> new Admission.Decided(outcome);
            case Room.Reserved(var reservation) -> new Admission.Open(begun(person, offer, reservation));
        };
    }

    private Upload begun(PersonId person, Offer offer, Reservation reservation)
            throws DatabaseException, StorageException {
        try {
            return new Upload(person, offer, reservation, open(offer));
        } catch (StorageException refused) {
            quota.release(person, reservation);
            throw refused;
        }
    }

    /// The first step, within a transaction: refuses what can be refused before the body, and reserves its
    /// length.
    public Room admit(Handle rows, PersonId person, Offer offer) {
        ChangeFeed.begin(rows, person);
        if (offer.partOf().isPresent() && !isOwn(rows, person, offer.partOf().get())) {
            return new Room.Decided(new Intake.NoSuchAsset());
        }
        Optional<Intake> known = offer.sha256()
                .map(sha256 -> new ContentId(sha256, offer.sizeBytes()))
                .flatMap(content -> known(rows, person, offer, content));
        if (known.isPresent()) {
            return new Room.Decided(known.get());
        }
        return switch (quota.reserve(rows, person, offer.sizeBytes())) {
            case Quota.Answer.Reserved(var reservation) -> new Room.Reserved(reservation);
            case Quota.Answer.OverQuota(var quotaBytes, var usedBytes, var reservedBytes, var neededBytes) ->
                new Room.Decided(new Intake.OverQuota(quotaBytes, usedBytes, reservedBytes, neededBytes));
        };
    }

    /// The second step: the bytes go to the places under the offer's name, and are compared with its digest.
    ///
    /// @throws StorageException if the places would not take it
    public ContentStore.Incoming open(Offer offer) throws StorageException {
        return store.begin(hint(offer), offer.sizeBytes(), offer.sha256());
    }

    private static NameHint hint(Offer offer) {
        return new NameHint(NameHint.Shelf.PHOTOS, taken(offer).toLocalDate(), offer.name(), offer.modifiedAt());
    }

    private static LocalDateTime taken(Offer offer) {
        return offer.taken().orElseGet(() -> LocalDateTime.ofInstant(offer.modifiedAt(), ZoneOffset.UTC));
    }

    private static boolean isOwn(Handle rows, PersonId person, AssetId asset) {
        return rows.createQuery("SELECT id FROM asset WHERE id = :id AND person_id = :person")
                .bind("id", asset.value())
                .bind("person", person.value())
                .mapTo(Long.class)
                .findOne()
                .isPresent();
    }

    /// What the person's own library says about a content without looking at a body. Another's says nothing: to
    /// know a hash is not to have the photo.
    ///
    /// @return empty if the body must come, or a deliberate offer has something to bring back
    private static Optional<Intake> known(Handle rows, PersonId person, Offer offer, ContentId content) {
        Optional<Holding> holding = holding(rows, person, offer, content);
        if (holding.isPresent()) {
            Holding held = holding.get();
            if (held.trashed()) {
                return offer.deliberate() ? Optional.empty() : Optional.of(new Intake.InTrash(held.asset()));
            }
            var receipts = ContentRecords.receipts(rows, content);
            return receipts.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Intake.Taken(held.asset(), new Kept(content, receipts), false));
        }
        return offer.deliberate()
                ? Optional.empty()
                : deletedAt(rows, person, content).map(Intake.DeletedEarlier::new);
    }

    /// Where the person has it already.
    private record Holding(AssetId asset, boolean trashed) {}

    private static Optional<Holding> holding(Handle rows, PersonId person, Offer offer, ContentId content) {
        return rows.createQuery("SELECT a.id, a.trashed_at FROM content c JOIN asset_file f ON f.content_id = c.id"
                        + " JOIN asset a ON a.id = f.asset_id"
                        + " WHERE c.sha256 = :sha256 AND c.size_bytes = :size AND a.person_id = :person"
                        + " AND f.role = :role AND (:any = 1 OR a.id = :asset)"
                        + " ORDER BY CASE WHEN a.trashed_at IS NULL THEN 0 ELSE 1 END, a.id LIMIT 1")
                .bind("sha256", content.sha256().bytes())
                .bind("size", content.sizeBytes())
                .bind("person", person.value())
                .bind("role", offer.role().name())
                .bind("any", offer.partOf().isPresent() ? 0 : 1)
                .bind("asset", offer.partOf().map(AssetId::value).orElse(0L))
                .map((row, _) -> new Holding(new AssetId(row.getLong("id")), row.getObject("trashed_at") != null))
                .findOne();
    }

    private static Optional<Instant> deletedAt(Handle rows, PersonId person, ContentId content) {
        return rows.createQuery("SELECT deleted_at FROM tombstone WHERE person_id = :person AND sha256 = :sha256")
                .bind("person", person.value())
                .bind("sha256", content.sha256().bytes())
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli);
    }

    /// A file on its way in. Ends with [#finish] or [#abandon]; one thread at a time.
    public final class Upload {
        private final PersonId person;
        private final Offer offer;
        private final Reservation reservation;
        private final ContentStore.Incoming incoming;

        private Upload(PersonId person, Offer offer, Reservation reservation, ContentStore.Incoming incoming) {
            this.person = person;
            this.offer = offer;
            this.reservation = reservation;
            this.incoming = incoming;
        }

        /// Takes the next bytes.
        ///
        /// @throws StorageException if the upload cannot go on; the caller abandons it
        public void write(byte[] buffer, int offset, int length) throws StorageException {
            incoming.write(buffer, offset, length);
        }

        public long receivedBytes() {
            return incoming.receivedBytes();
        }

        /// All bytes have come.
        public Intake finish() throws StorageException, DatabaseException {
            boolean recorded = false;
            try {
                Kept kept = incoming.finish();
                Intake outcome = database.write(rows -> record(rows, person, offer, reservation, kept));
                recorded = true;
                return outcome;
            } finally {
                if (!recorded) {
                    abandon();
                }
            }
        }

        /// All bytes have come, and this is what their sender says they are: makes them durable and reads them
        /// back. There is no asset yet; the room stays reserved until [Uploads#record].
        ///
        /// @throws StorageException also if these are other bytes; then nothing of them is kept
        public Kept keep(Sha256 declared) throws StorageException, DatabaseException {
            boolean done = false;
            try {
                incoming.declare(declared);
                Kept kept = incoming.finish();
                done = true;
                return kept;
            } finally {
                if (!done) {
                    abandon();
                }
            }
        }

        public Offer offer() {
            return offer;
        }

        public Reservation reservation() {
            return reservation;
        }

        /// Gives back what was taken for it. Does nothing after [#finish].
        public void abandon() throws DatabaseException {
            incoming.abandon();
            quota.release(person, reservation);
        }
    }

    /// The last step, within a transaction: what was kept becomes an asset, or a file of one. The reservation
    /// ends here, whatever the outcome.
    public Intake record(Handle rows, PersonId person, Offer offer, Reservation reservation, Kept kept) {
        ChangeFeed.begin(rows, person);
        quota.release(rows, person, reservation);
        ContentId content = kept.content();
        long contentRow = ContentRecords.record(rows, ids, kept);
        Optional<Holding> holding = holding(rows, person, offer, content);
        if (holding.isPresent()) {
            return again(rows, person, offer, holding.get(), kept);
        }
        Optional<Instant> deletedAt = deletedAt(rows, person, content);
        if (deletedAt.isPresent() && !offer.deliberate()) {
            return new Intake.DeletedEarlier(deletedAt.get());
        }
        if (offer.partOf().isPresent() && !isOwn(rows, person, offer.partOf().get())) {
            return new Intake.NoSuchAsset();
        }
        if (!quota.hold(rows, person, content, contentRow)) {
            return overQuota(rows, person, content.sizeBytes());
        }
        forgetDeletion(rows, person, content);
        AssetId asset = offer.partOf().isPresent() ? offer.partOf().get() : addAsset(rows, person, offer);
        if (offer.partOf().isPresent()) {
            AssetChanges.change(rows, person, asset, () -> lookAgain(rows, asset));
        }
        addFile(rows, asset, offer, contentRow);
        return new Intake.Taken(asset, kept, true);
    }

    /// The person has it already; a deliberate offer takes it out of Recently Deleted.
    private static Intake again(Handle rows, PersonId person, Offer offer, Holding held, Kept kept) {
        if (!held.trashed()) {
            return new Intake.Taken(held.asset(), kept, false);
        }
        if (!offer.deliberate()) {
            return new Intake.InTrash(held.asset());
        }
        AssetChanges.change(
                rows,
                person,
                held.asset(),
                () -> rows.createUpdate("UPDATE asset SET trashed_at = NULL WHERE id = :id")
                        .bind("id", held.asset().value())
                        .execute());
        return new Intake.Taken(held.asset(), kept, false);
    }

    private static void forgetDeletion(Handle rows, PersonId person, ContentId content) {
        rows.createUpdate("DELETE FROM tombstone WHERE person_id = :person AND sha256 = :sha256")
                .bind("person", person.value())
                .bind("sha256", content.sha256().bytes())
                .execute();
    }

    private static Intake overQuota(Handle rows, PersonId person, long neededBytes) {
        return rows.createQuery("SELECT quota_bytes, used_bytes, reserved_bytes FROM person WHERE id = :id")
                .bind("id", person.value())
                .map((row, _) -> new Intake.OverQuota(
                        row.getLong("quota_bytes"),
                        row.getLong("used_bytes"),
                        row.getLong("reserved_bytes"),
                        neededBytes))
                .one();
    }

    private AssetId addAsset(Handle rows, PersonId person, Offer offer) {
        AssetId asset = new AssetId(ids.next());
        rows.createUpdate("INSERT INTO asset (id, person_id, device_id, added_at, taken_local, taken_origin, kind)"
                        + " VALUES (:id, :person, :device, :added, :taken, '', 'OTHER_FILE')")
                .bind("id", asset.value())
                .bind("person", person.value())
                .bind("device", offer.device().map(DeviceId::value).orElse(null))
                .bind("added", clock.millis())
                .bind("taken", taken(offer).toInstant(ZoneOffset.UTC).toEpochMilli())
                .execute();
        AssetChanges.added(rows, person, asset);
        return asset;
    }

    private static void lookAgain(Handle rows, AssetId asset) {
        rows.createUpdate("UPDATE asset SET facts = 'PENDING' WHERE id = :id")
                .bind("id", asset.value())
                .execute();
    }

    private void addFile(Handle rows, AssetId asset, Offer offer, long contentRow) {
        rows.createUpdate("INSERT INTO asset_file (id, asset_id, role, content_id, original_name, modified_at,"
                        + " media_type) VALUES (:id, :asset, :role, :content, :name, :modified,"
                        + " 'application/octet-stream')")
                .bind("id", ids.next())
                .bind("asset", asset.value())
                .bind("role", offer.role().name())
                .bind("content", contentRow)
                .bind("name", offer.name())
                .bind("modified", offer.modifiedAt().toEpochMilli())
                .execute();
    }
}
