package app.safelight.library.holdings;

import app.safelight.core.model.ContentId;
import app.safelight.core.model.Role;
import app.safelight.core.model.Sha256;
import app.safelight.core.place.Origin;
import app.safelight.core.place.Receipt;
import app.safelight.library.accounts.DeviceId;
import app.safelight.library.accounts.PersonId;
import app.safelight.library.assets.Intake;
import app.safelight.library.assets.Offer;
import app.safelight.library.assets.Uploads;
import app.safelight.library.changes.ChangeFeed;
import app.safelight.library.database.Database;
import app.safelight.library.database.DatabaseException;
import app.safelight.library.database.Ids;
import app.safelight.library.quota.Quota;
import app.safelight.library.quota.Reservation;
import app.safelight.library.storage.ContentRecords;
import app.safelight.library.storage.Kept;
import app.safelight.library.storage.StorageException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/// Takes contents in two steps, for programs that back up many at a time: each comes by itself, is made durable
/// and read back; then many become the person's together, in one transaction. Between the two nothing of them
/// is seen anywhere but in the room they take, and any node of the library can do the second step.
///
/// What is never settled gives its room back after [Quota#RESERVED_FOR].
public final class Arrivals {
    /// Most arrivals, and most origins, of one settlement: a transaction should not keep others waiting long.
    public static final int MAX_TOGETHER = 512;

    /// Most arrivals forgotten in one settlement.
    private static final int MAX_SWEPT = 1_000;

    private final Database database;
    private final Uploads uploads;
    private final Quota quota;
    private final Ids ids;
    private final InstantSource clock;

    /// What became of a content that came.
    public sealed interface Outcome {
        record Arrived(ArrivalId id, Kept kept) implements Outcome {}

        record Refused(Intake why) implements Outcome {}
    }

    public Arrivals(Database database, Uploads uploads, Quota quota, Ids ids, InstantSource clock) {
        this.database = database;
        this.uploads = uploads;
        this.quota = quota;
        this.ids = ids;
        this.clock = clock;
    }

    /// All bytes of an upload have come: makes them durable and reads them back.
    ///
    /// @param declared what the sender says of their hash
    /// @throws StorageException also if they are others; then nothing of them is kept
    public Outcome keep(PersonId person, Uploads.Upload upload, Sha256 declared)
            throws StorageException, DatabaseException {
        Kept kept = upload.keep(declared);
        boolean recorded = false;
        try {
            Outcome outcome = database.write(rows -> record(rows, person, upload, kept));
            recorded = true;
            return outcome;
        } finally {
            if (!recorded) {
                quota.release(person, upload.reservation());
            }
        }
    }

    private Outcome record(Handle rows, PersonId person, Uploads.Upload upload, Kept kept) {
        ChangeFeed.begin(rows, person);
        long content = ContentRecords.record(rows, ids, kept);
        Optional<Intake> deleted = Holdings.deletion(rows, person, kept.content());
        if (deleted.isPresent()) {
            quota.release(rows, person, upload.reservation());
            return new Outcome.Refused(deleted.get());
        }
        ArrivalId id = new ArrivalId(ids.next());
        Offer offer = upload.offer();
        rows.createUpdate("INSERT INTO arrival (id, person_id, device_id, content_id, reservation_id, original_name,"
                        + " modified_at, taken_local, expires_at) VALUES (:id, :person, :device, :content,"
                        + " :reservation, :name, :modified, :taken, :expires)")
                .bind("id", id.value())
                .bind("person", person.value())
                .bind("device", offer.device().map(DeviceId::value).orElse(null))
                .bind("content", content)
                .bind("reservation", upload.reservation().id())
                .bind("name", offer.name())
                .bind("modified", offer.modifiedAt().toEpochMilli())
                .bind(
                        "taken",
                        offer.taken()
                                .map(taken -> taken.toInstant(ZoneOffset.UTC).toEpochMilli())
                                .orElse(null))
                .bind("expires", clock.instant().plus(Quota.RESERVED_FOR).toEpochMilli())
                .execute();
        return new Outcome.Arrived(id, kept);
    }

    /// Undoes the transaction; the outcome stands.
    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Settlement outcome;

        Undone(Settlement outcome) {
            super(outcome.toString(), null, false, false);
            this.outcome = outcome;
        }
    }

    /// Makes arrivals the person's, and remembers where contents came from.
    ///
    /// @param origins of contents that arrive here, or that the person holds already
    public Settlement settle(PersonId person, List<ArrivalId> arrivals, List<Origin> origins) throws DatabaseException {
        if (arrivals.size() > MAX_TOGETHER || origins.size() > MAX_TOGETHER) {
            throw new IllegalArgumentException("too many at once: " + arrivals.size() + ", " + origins.size());
        }
        try {
            return database.write(rows -> {
                ChangeFeed.begin(rows, person);
                List<List<Receipt>> receipts = new ArrayList<>();
                for (ArrivalId arrival : arrivals) {
                    receipts.add(settle(rows, person, arrival));
                }
                for (Origin origin : origins) {
                    remember(rows, person, origin);
                }
                sweep(rows, person);
                return new Settlement.Settled(receipts);
            });
        } catch (Undone undone) {
            return undone.outcome;
        }
    }

    private record Waiting(ContentId content, Offer offer, Reservation reservation) {}

    private List<Receipt> settle(Handle rows, PersonId person, ArrivalId arrival) {
        Waiting waiting = find(rows, person, arrival).orElseThrow(() -> new Undone(new Settlement.Unknown(arrival)));
        List<Receipt> receipts = ContentRecords.receipts(rows, waiting.content());
        if (receipts.isEmpty()) {
            throw new Undone(new Settlement.NotHeld(waiting.content()));
        }
        if (Holdings.holds(rows, person, waiting.content())) {
            quota.release(rows, person, waiting.reservation());
        } else {
            Intake outcome = uploads.record(
                    rows, person, waiting.offer(), waiting.reservation(), new Kept(waiting.content(), receipts));
            if (!(outcome instanceof Intake.Taken)) {
                throw new Undone(new Settlement.Refused(outcome));
            }
        }
        rows.createUpdate("DELETE FROM arrival WHERE id = :id")
                .bind("id", arrival.value())
                .execute();
        return receipts;
    }

    private static Optional<Waiting> find(Handle rows, PersonId person, ArrivalId arrival) {
        return rows.createQuery("SELECT c.sha256, c.size_bytes, a.device_id, a.reservation_id, a.original_name,"
                        + " a.modified_at, a.taken_local FROM arrival a JOIN content c ON c.id = a.content_id"
                        + " WHERE a.id = :id AND a.person_id = :person")
                .bind("id", arrival.value())
                .bind("person", person.value())
                .map((row, _) -> waiting(row))
                .findOne();
    }

    private static Waiting waiting(ResultSet row) throws SQLException {
        ContentId content = ContentRecords.content(row);
        Offer offer = new Offer(
                row.getString("original_name"),
                content.sizeBytes(),
                Optional.of(content.sha256()),
                Instant.ofEpochMilli(row.getLong("modified_at")),
                number(row, "taken_local")
                        .map(taken -> LocalDateTime.ofInstant(Instant.ofEpochMilli(taken), ZoneOffset.UTC)),
                Role.ORIGINAL,
                Optional.empty(),
                number(row, "device_id").map(DeviceId::new),
                false);
        return new Waiting(content, offer, new Reservation(row.getLong("reservation_id"), content.sizeBytes()));
    }

    private static Optional<Long> number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(value);
    }

    /// Told again, an origin is the newest of its item, and stands there once.
    private void remember(Handle rows, PersonId person, Origin origin) {
        if (!Holdings.holds(rows, person, origin.content())) {
            throw new Undone(new Settlement.NotHeld(origin.content()));
        }
        long content = ContentRecords.find(rows, origin.content()).orElseThrow();
        told(
                        rows.createUpdate("DELETE FROM origin WHERE person_id = :person AND source = :source"
                                + " AND path = :path AND content_id = :content AND modified_seconds = :seconds"
                                + " AND modified_nanos = :nanos"),
                        person,
                        origin,
                        content)
                .execute();
        told(
                        rows.createUpdate("INSERT INTO origin (id, person_id, source, path, modified_seconds,"
                                + " modified_nanos, content_id)"
                                + " VALUES (:id, :person, :source, :path, :seconds, :nanos, :content)"),
                        person,
                        origin,
                        content)
                .bind("id", ids.next())
                .execute();
    }

    private static Update told(Update update, PersonId person, Origin origin, long content) {
        Instant modified = origin.modifiedAt();
        return update.bind("person", person.value())
                .bind("source", origin.key().source().value())
                .bind("path", origin.key().path())
                .bind("content", content)
                .bind("seconds", modified.getEpochSecond())
                .bind("nanos", modified.getNano());
    }

    /// Forgets what waited for too long; the room of it is given back by [Quota#sweep].
    private void sweep(Handle rows, PersonId person) {
        rows.createUpdate("DELETE FROM arrival WHERE id IN (SELECT id FROM arrival WHERE person_id = :person"
                        + " AND expires_at <= :now ORDER BY expires_at LIMIT :limit)")
                .bind("person", person.value())
                .bind("now", clock.millis())
                .bind("limit", MAX_SWEPT)
                .execute();
    }
}
