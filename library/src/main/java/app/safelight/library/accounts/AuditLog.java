package app.safelight.library.accounts;

import app.safelight.library.database.Database;
import app.safelight.library.database.DatabaseException;
import app.safelight.library.database.Ids;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The record of what was done that somebody may ask about later. Never secrets.
public final class AuditLog {
    /// Most entries of one page.
    public static final int MAX_PAGE = 500;

    private final Database database;
    private final Ids ids;
    private final InstantSource clock;

    /// What was done.
    public enum Deed {
        LIBRARY_SET_UP,
        SIGNED_IN,
        SIGN_IN_REFUSED,
        PASSWORD_CONFIRMED,
        KEY_MADE,
        KEY_REVOKED,
        PERSON_ADDED,
        PERSON_CHANGED,
        PASSWORD_CHANGED,
        TRASH_EMPTIED
    }

    /// @param person who did it, as far as known
    /// @param address where from, as the caller of the library says
    public record Entry(long id, Instant at, Optional<PersonId> person, Deed deed, String address, String detail) {}

    public AuditLog(Database database, Ids ids, InstantSource clock) {
        this.database = database;
        this.ids = ids;
        this.clock = clock;
    }

    /// Adds an entry in the transaction that does the deed.
    public void add(Handle rows, Optional<PersonId> person, Deed deed, String address, String detail) {
        rows.createUpdate("INSERT INTO audit (id, at, person_id, what, address, detail)"
                        + " VALUES (:id, :at, :person, :what, :address, :detail)")
                .bind("id", ids.next())
                .bind("at", clock.millis())
                .bind("person", person.map(PersonId::value).orElse(null))
                .bind("what", deed.name())
                .bind("address", address)
                .bind("detail", detail)
                .execute();
    }

    /// The newest entries before one.
    ///
    /// @param before an entry's id, or `Long.MAX_VALUE` for the newest of all
    public List<Entry> page(long before, int limit) throws DatabaseException {
        return database.read(rows -> rows.createQuery("SELECT id, at, person_id, what, address, detail FROM audit"
                        + " WHERE id < :before ORDER BY id DESC LIMIT :limit")
                .bind("before", before)
                .bind("limit", Math.clamp(limit, 1, MAX_PAGE))
                .map((row, _) -> new Entry(
                        row.getLong("id"),
                        Instant.ofEpochMilli(row.getLong("at")),
                        Optional.ofNullable(row.getObject("person_id"))
                                .map(id -> new PersonId(((Number) id).longValue())),
                        Deed.valueOf(row.getString("what")),
                        row.getString("address"),
                        row.getString("detail")))
                .list());
    }
}
