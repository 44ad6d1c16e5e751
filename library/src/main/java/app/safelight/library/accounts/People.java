package app.safelight.library.accounts;

import app.safelight.library.accounts.AuditLog.Deed;
import app.safelight.library.database.Database;
import app.safelight.library.database.DatabaseException;
import app.safelight.library.database.Ids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The people of the library. Who may change them is for the caller to ask first.
public final class People {
    /// What a new person may keep unless said otherwise.
    public static final long DEFAULT_QUOTA_BYTES = 5_000_000_000L;

    static final String COLUMNS = "id, name, role, quota_bytes, used_bytes, created_at, disabled_at";

    private final Database database;
    private final Passwords passwords;
    private final AuditLog audit;
    private final Ids ids;
    private final InstantSource clock;

    /// What became of a person to be added.
    public sealed interface Addition {
        record Added(Person person) implements Addition {}

        record NameTaken() implements Addition {}

        record NotAName() implements Addition {}

        record WeakPassword(Passwords.Weakness weakness) implements Addition {}

        /// Too many passwords wait to be hashed.
        record Busy() implements Addition {}
    }

    /// What became of a change to a person.
    public enum Change {
        DONE,
        NO_SUCH_PERSON,
        /// Nobody would be left to run the library.
        LAST_OWNER,
        WEAK_PASSWORD,
        /// Too many passwords wait to be hashed.
        BUSY
    }

    public People(Database database, Passwords passwords, AuditLog audit, Ids ids, InstantSource clock) {
        this.database = database;
        this.passwords = passwords;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    public Addition add(Caller by, String address, String name, Role role, String password, long quotaBytes)
            throws DatabaseException {
        return add(name, role, password, quotaBytes, (rows, person) -> {
            audit.add(rows, Optional.of(by.person()), Deed.PERSON_ADDED, address, person.name() + " " + role);
            return true;
        });
    }

    /// What else belongs to adding a person, in the same transaction.
    interface Together {
        /// @return false to add nobody
        boolean also(Handle rows, Person person);
    }

    /// @throws AdditionRefused if what belongs to it refused
    Addition add(String typedName, Role role, String password, long quotaBytes, Together together)
            throws DatabaseException {
        Optional<String> name = PersonNames.clean(typedName);
        if (name.isEmpty()) {
            return new Addition.NotAName();
        }
        Optional<Passwords.Weakness> weakness = Passwords.weakness(password);
        if (weakness.isPresent()) {
            return new Addition.WeakPassword(weakness.get());
        }
        Optional<String> hash = passwords.hash(password);
        if (hash.isEmpty()) {
            return new Addition.Busy();
        }
        return database.write(rows -> {
            Person person =
                    new Person(new PersonId(ids.next()), name.get(), role, quotaBytes, 0, clock.instant(), false);
            if (!insert(rows, person, hash.get())) {
                return new Addition.NameTaken();
            }
            if (!together.also(rows, person)) {
                throw new AdditionRefused();
            }
            return new Addition.Added(person);
        });
    }

    /// Undoes the transaction.
    static final class AdditionRefused extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static boolean insert(Handle rows, Person person, String passwordHash) {
        return rows.createUpdate("INSERT INTO person (id, name, name_key, role, password_hash, quota_bytes, created_at)"
                                + " VALUES (:id, :name, :key, :role, :hash, :quota, :at) ON CONFLICT DO NOTHING")
                        .bind("id", person.id().value())
                        .bind("name", person.name())
                        .bind("key", PersonNames.key(person.name()))
                        .bind("role", person.role().name())
                        .bind("hash", passwordHash)
                        .bind("quota", person.quotaBytes())
                        .bind("at", person.createdAt().toEpochMilli())
                        .execute()
                == 1;
    }

    public Optional<Person> find(PersonId id) throws DatabaseException {
        return database.read(rows -> rows.createQuery("SELECT " + COLUMNS + " FROM person WHERE id = :id")
                .bind("id", id.value())
                .map((row, _) -> person(row))
                .findOne());
    }

    /// Everybody, in the order they came.
    public List<Person> all() throws DatabaseException {
        return database.read(rows -> rows.createQuery("SELECT " + COLUMNS + " FROM person ORDER BY id")
                .map((row, _) -> person(row))
                .list());
    }

    static Person person(ResultSet row) throws SQLException {
        return new Person(
                new PersonId(row.getLong("id")),
                row.getString("name"),
                Role.valueOf(row.getString("role")),
                row.getLong("quota_bytes"),
                row.getLong("used_bytes"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                row.getObject("disabled_at") != null);
    }

    public Change setRole(Caller by, String address, PersonId id, Role role) throws DatabaseException {
        return database.write(rows -> {
            if (role != Role.OWNER && isLastOwner(rows, id)) {
                return Change.LAST_OWNER;
            }
            int changed = rows.createUpdate("UPDATE person SET role = :role WHERE id = :id")
                    .bind("role", role.name())
                    .bind("id", id.value())
                    .execute();
            return told(rows, by, address, id, "role " + role, changed);
        });
    }

    /// A quota below what is kept loses nothing: it only stops more.
    public Change setQuota(Caller by, String address, PersonId id, long quotaBytes) throws DatabaseException {
        return database.write(rows -> {
            int changed = rows.createUpdate("UPDATE person SET quota_bytes = :quota WHERE id = :id")
                    .bind("quota", quotaBytes)
                    .bind("id", id.value())
                    .execute();
            return told(rows, by, address, id, "quota " + quotaBytes, changed);
        });
    }

    /// Lets a person in again, or keeps them out and revokes their keys.
    public Change setDisabled(Caller by, String address, PersonId id, boolean disabled) throws DatabaseException {
        return database.write(rows -> {
            if (disabled && isLastOwner(rows, id)) {
                return Change.LAST_OWNER;
            }
            int changed = rows.createUpdate("UPDATE person SET disabled_at = :at WHERE id = :id")
                    .bind("at", disabled ? clock.millis() : null)
                    .bind("id", id.value())
                    .execute();
            if (disabled) {
                AccessKeys.revokeAll(rows, id, Optional.empty(), clock.millis());
            }
            return told(rows, by, address, id, disabled ? "disabled" : "enabled", changed);
        });
    }

    /// Gives a person a new password, and revokes all their keys but the caller's own.
    public Change setPassword(Caller by, String address, PersonId id, String password) throws DatabaseException {
        if (Passwords.weakness(password).isPresent()) {
            return Change.WEAK_PASSWORD;
        }
        Optional<String> hash = passwords.hash(password);
        if (hash.isEmpty()) {
            return Change.BUSY;
        }
        return database.write(rows -> {
            int changed = rows.createUpdate("UPDATE person SET password_hash = :hash WHERE id = :id")
                    .bind("hash", hash.get())
                    .bind("id", id.value())
                    .execute();
            AccessKeys.revokeAll(rows, id, Optional.of(by.key()), clock.millis());
            if (changed == 1) {
                audit.add(rows, Optional.of(by.person()), Deed.PASSWORD_CHANGED, address, "person " + id.value());
            }
            return changed == 1 ? Change.DONE : Change.NO_SUCH_PERSON;
        });
    }

    private Change told(Handle rows, Caller by, String address, PersonId id, String detail, int changed) {
        if (changed == 0) {
            return Change.NO_SUCH_PERSON;
        }
        String who = "person " + id.value() + ": " + detail;
        audit.add(rows, Optional.of(by.person()), Deed.PERSON_CHANGED, address, who);
        return Change.DONE;
    }

    /// Takes the rows of all owners first, so that two cannot step down at once.
    private static boolean isLastOwner(Handle rows, PersonId id) {
        rows.execute("UPDATE person SET role = role WHERE role = 'OWNER'");
        List<Long> owners = rows.createQuery("SELECT id FROM person WHERE role = 'OWNER' AND disabled_at IS NULL")
                .mapTo(Long.class)
                .list();
        return owners.equals(List.of(id.value()));
    }
}
