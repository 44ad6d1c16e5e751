package app.safelight.library.quota;

import app.safelight.core.model.ContentId;
import app.safelight.library.accounts.PersonId;
import app.safelight.library.database.Database;
import app.safelight.library.database.DatabaseException;
import app.safelight.library.database.Ids;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// How much each person may keep. Each content counts once for a person, however many assets hold it, and once
/// for each person who holds it.
///
/// An upload reserves its announced length before its body comes, so that eight at once cannot pass what one
/// could not. It may then turn out to be held already, and costs nothing.
public final class Quota {
    /// How long an upload may take before its room is given back. A film over a slow line takes days.
    public static final Duration RESERVED_FOR = Duration.ofDays(7);

    /// Most reservations given back in one go.
    private static final int MAX_SWEPT = 1_000;

    private final Database database;
    private final Ids ids;
    private final InstantSource clock;

    /// What became of asking for room.
    public sealed interface Answer {
        record Reserved(Reservation reservation) implements Answer {}

        record OverQuota(long quotaBytes, long usedBytes, long reservedBytes, long neededBytes) implements Answer {}
    }

    public Quota(Database database, Ids ids, InstantSource clock) {
        this.database = database;
        this.ids = ids;
        this.clock = clock;
    }

    /// Asks for room.
    public Answer reserve(PersonId person, long sizeBytes) throws DatabaseException {
        return database.write(rows -> reserve(rows, person, sizeBytes));
    }

    /// The same within a transaction.
    public Answer reserve(Handle rows, PersonId person, long sizeBytes) {
        // Subtracted, not added: a sum of three could pass 63 bits.
        boolean fits = rows.createUpdate("UPDATE person SET reserved_bytes = reserved_bytes + :size"
                                + " WHERE id = :id AND quota_bytes - used_bytes - reserved_bytes >= :size")
                        .bind("size", sizeBytes)
                        .bind("id", person.value())
                        .execute()
                == 1;
        if (!fits) {
            Usage usage = usage(rows, person);
            return new Answer.OverQuota(usage.quotaBytes(), usage.usedBytes(), usage.reservedBytes(), sizeBytes);
        }
        Reservation reservation = new Reservation(ids.next(), sizeBytes);
        rows.createUpdate("INSERT INTO reservation (id, person_id, size_bytes, expires_at)"
                        + " VALUES (:id, :person, :size, :expires)")
                .bind("id", reservation.id())
                .bind("person", person.value())
                .bind("size", sizeBytes)
                .bind("expires", clock.instant().plus(RESERVED_FOR).toEpochMilli())
                .execute();
        return new Answer.Reserved(reservation);
    }

    /// Gives room back. Does nothing if that was done before.
    public void release(PersonId person, Reservation reservation) throws DatabaseException {
        database.write(rows -> release(rows, person, reservation));
    }

    /// The same within a transaction.
    ///
    /// @return whether it was still reserved
    public boolean release(Handle rows, PersonId person, Reservation reservation) {
        boolean held = rows.createUpdate("DELETE FROM reservation WHERE id = :id AND person_id = :person")
                        .bind("id", reservation.id())
                        .bind("person", person.value())
                        .execute()
                == 1;
        if (held) {
            rows.createUpdate("UPDATE person SET reserved_bytes = reserved_bytes - :size WHERE id = :id")
                    .bind("size", reservation.sizeBytes())
                    .bind("id", person.value())
                    .execute();
        }
        return held;
    }

    /// A person holds a content in one file more.
    ///
    /// @return false if that passes the quota, which can only be if nothing was reserved; then nothing is
    ///     changed
    public boolean hold(Handle rows, PersonId person, ContentId content, long contentRow) {
        boolean fresh = rows.createQuery("INSERT INTO person_content (person_id, sha256, content_id, files)"
                                + " VALUES (:person, :sha256, :content, 1)"
                                + " ON CONFLICT (person_id, sha256) DO UPDATE SET files = person_content.files + 1"
                                + " RETURNING files")
                        .bind("person", person.value())
                        .bind("sha256", content.sha256().bytes())
                        .bind("content", contentRow)
                        .mapTo(Long.class)
                        .one()
                == 1;
        if (!fresh || charge(rows, person, content.sizeBytes())) {
            return true;
        }
        forget(rows, person, content);
        return false;
    }

    private static boolean charge(Handle rows, PersonId person, long sizeBytes) {
        return rows.createUpdate("UPDATE person SET used_bytes = used_bytes + :size"
                                + " WHERE id = :id AND quota_bytes - used_bytes - reserved_bytes >= :size")
                        .bind("size", sizeBytes)
                        .bind("id", person.value())
                        .execute()
                == 1;
    }

    /// @return how many rows: none if more than one file holds it
    private static int forget(Handle rows, PersonId person, ContentId content) {
        return rows.createUpdate(
                        "DELETE FROM person_content WHERE person_id = :person AND sha256 = :sha256 AND files = 1")
                .bind("person", person.value())
                .bind("sha256", content.sha256().bytes())
                .execute();
    }

    /// A person holds a content in one file less.
    ///
    /// @return whether it was the last
    public boolean letGo(Handle rows, PersonId person, ContentId content) {
        int gone = forget(rows, person, content);
        if (gone == 0) {
            rows.createUpdate("UPDATE person_content SET files = files - 1"
                            + " WHERE person_id = :person AND sha256 = :sha256")
                    .bind("person", person.value())
                    .bind("sha256", content.sha256().bytes())
                    .execute();
        } else {
            rows.createUpdate("UPDATE person SET used_bytes = used_bytes - :size WHERE id = :id")
                    .bind("size", content.sizeBytes())
                    .bind("id", person.value())
                    .execute();
        }
        return gone == 1;
    }

    public Optional<Usage> usage(PersonId person) throws DatabaseException {
        return database.read(rows -> find(rows, person));
    }

    private static Usage usage(Handle rows, PersonId person) {
        return find(rows, person).orElseThrow(() -> new IllegalArgumentException("no such person: " + person));
    }

    private static Optional<Usage> find(Handle rows, PersonId person) {
        return rows.createQuery("SELECT quota_bytes, used_bytes, reserved_bytes FROM person WHERE id = :id")
                .bind("id", person.value())
                .map((row, _) -> new Usage(
                        row.getLong("quota_bytes"),
                        row.getLong("used_bytes"),
                        row.getLong("reserved_bytes"),
                        trashBytes(rows, person)))
                .findOne();
    }

    /// Contents that only assets in Recently Deleted hold.
    private static long trashBytes(Handle rows, PersonId person) {
        return rows.createQuery("SELECT coalesce(sum(size_bytes), 0) FROM content WHERE id IN ("
                        + "SELECT f.content_id FROM asset_file f JOIN asset a ON a.id = f.asset_id"
                        + " WHERE a.person_id = :person AND a.shelf = 'TRASH')"
                        + " AND NOT EXISTS (SELECT 1 FROM asset_file f JOIN asset a ON a.id = f.asset_id"
                        + " WHERE f.content_id = content.id AND a.person_id = :person AND a.shelf <> 'TRASH')")
                .bind("person", person.value())
                .mapTo(Long.class)
                .one();
    }

    /// Gives back the room of uploads whose time is over.
    ///
    /// @return how many; call again while it is not zero
    public int sweep() throws DatabaseException {
        record Expired(PersonId person, Reservation reservation) {}
        return database.write(rows -> {
            var expired = rows.createQuery("SELECT id, person_id, size_bytes FROM reservation"
                            + " WHERE expires_at <= :now ORDER BY expires_at LIMIT :limit")
                    .bind("now", clock.millis())
                    .bind("limit", MAX_SWEPT)
                    .map((row, _) -> new Expired(
                            new PersonId(row.getLong("person_id")),
                            new Reservation(row.getLong("id"), row.getLong("size_bytes"))))
                    .list();
            expired.forEach(one -> release(rows, one.person(), one.reservation()));
            return expired.size();
        });
    }
}
