package app.safelight.library.changes;

import app.safelight.library.accounts.PersonId;
import app.safelight.library.database.Database;
import app.safelight.library.database.DatabaseException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// What changed for a person, in one order.
///
/// Each thing stands in it once, where it changed last: whoever starts from zero is told of every thing once,
/// not of its history. A change says only that a thing is to be looked at again, so telling it twice, or late,
/// harms nothing: in pages of any size, with restarts and repeats, a device comes to the state of the library.
///
/// The number comes from the person's row within the transaction, so changes become visible in their order, and
/// a cursor never passes one that is still to come.
public final class ChangeFeed {
    /// Most changes of one page.
    public static final int MAX_PAGE = 10_000;

    private final Database database;

    /// @param cursor where to go on; equal to the one asked with if nothing is new
    /// @param more whether there are others after it now
    public record Page(List<Change> changes, long cursor, boolean more) {
        public Page {
            changes = List.copyOf(changes);
        }
    }

    public ChangeFeed(Database database) {
        this.database = database;
    }

    /// The changes after a cursor.
    ///
    /// @param cursor 0 to begin
    public Page after(PersonId person, long cursor, int limit) throws DatabaseException {
        return database.read(rows -> after(rows, person, cursor, limit));
    }

    /// The same within a transaction, so that what changed can be looked at in the same moment.
    public static Page after(Handle rows, PersonId person, long cursor, int limit) {
        int size = Math.clamp(limit, 1, MAX_PAGE);
        List<Change> found = rows.createQuery("SELECT seq, subject, subject_id, gone FROM change"
                        + " WHERE person_id = :person AND seq > :cursor ORDER BY seq LIMIT :limit")
                .bind("person", person.value())
                .bind("cursor", cursor)
                .bind("limit", size + 1)
                .map((row, _) -> new Change(
                        row.getLong("seq"),
                        Subject.valueOf(row.getString("subject")),
                        row.getLong("subject_id"),
                        row.getInt("gone") == 1))
                .list();
        boolean more = found.size() > size;
        List<Change> page = more ? found.subList(0, size) : found;
        return new Page(page, page.isEmpty() ? cursor : page.getLast().seq(), more);
    }

    /// Begins a change of what belongs to a person: others wait until this transaction ends. Done first in
    /// every such transaction, so that two never wait for each other in a circle.
    ///
    /// @throws IllegalArgumentException if there is no such person
    public static void begin(Handle rows, PersonId person) {
        int taken = rows.createUpdate("UPDATE person SET change_seq = change_seq WHERE id = :id")
                .bind("id", person.value())
                .execute();
        if (taken != 1) {
            throw new IllegalArgumentException("no such person: " + person);
        }
    }

    /// Notes that a thing changed, in the transaction that changes it. It takes the person's row, so that
    /// changes of one person come one after another.
    ///
    /// @return the change's number
    public static long note(Handle rows, PersonId person, Subject subject, long id, boolean gone) {
        long seq = rows.createQuery("UPDATE person SET change_seq = change_seq + 1 WHERE id = :id RETURNING change_seq")
                .bind("id", person.value())
                .mapTo(Long.class)
                .one();
        rows.createUpdate("INSERT INTO change (person_id, seq, subject, subject_id, gone)"
                        + " VALUES (:person, :seq, :subject, :id, :gone)"
                        + " ON CONFLICT (person_id, subject, subject_id)"
                        + " DO UPDATE SET seq = excluded.seq, gone = excluded.gone")
                .bind("person", person.value())
                .bind("seq", seq)
                .bind("subject", subject.name())
                .bind("id", id)
                .bind("gone", gone ? 1 : 0)
                .execute();
        return seq;
    }

    /// The number of a person's newest change.
    public long newest(PersonId person) throws DatabaseException {
        return database.read(rows -> rows.createQuery("SELECT change_seq FROM person WHERE id = :id")
                .bind("id", person.value())
                .mapTo(Long.class)
                .findOne()
                .orElse(0L));
    }
}
