package app.safelight.library.accounts;

import app.safelight.library.accounts.AuditLog.Deed;
import app.safelight.library.database.Database;
import app.safelight.library.database.DatabaseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Name and password for a key.
public final class SignIn {
    private final Database database;
    private final Passwords passwords;
    private final AccessKeys keys;
    private final AuditLog audit;
    private final InstantSource clock;

    /// What became of signing in, or of giving the password again.
    public sealed interface Outcome {
        /// @param key what opens from now on
        record SignedIn(PersonId person, AccessKeys.Made key) implements Outcome {}

        /// The password was right.
        record Confirmed() implements Outcome {}

        /// Name or password is wrong, or the person is kept out; which of them is not told.
        record Refused() implements Outcome {}

        /// Too many failures; nothing was looked at.
        record Wait(Instant until) implements Outcome {}

        /// Too many passwords wait to be compared.
        record Busy() implements Outcome {}
    }

    /// What was found under a name.
    private record Found(PersonId id, Role role, String passwordHash) {}

    /// The outcome of the first half.
    private record Begun(Optional<Instant> tooEarly, Optional<Found> found) {}

    public SignIn(Database database, Passwords passwords, AccessKeys keys, AuditLog audit, InstantSource clock) {
        this.database = database;
        this.passwords = passwords;
        this.keys = keys;
        this.audit = audit;
        this.clock = clock;
    }

    /// @param address where the attempt comes from, as far as the caller of the library can tell
    /// @param kind what the key is for; one for a device takes up the device of that name
    /// @param keyName what the person will see it listed as
    public Outcome signIn(String name, String password, String address, KeyKind kind, String keyName)
            throws DatabaseException {
        String nameKey = PersonNames.key(name);
        return attempt(nameKey, password, address, (rows, found) -> {
            audit.add(rows, Optional.of(found.id()), Deed.SIGNED_IN, address, kind.name());
            AccessKeys.Made key = keys.make(
                    rows, found.id(), address, kind, keyName, found.role().scopes(), true);
            return new Outcome.SignedIn(found.id(), key);
        });
    }

    /// The password given again, for what asks for it.
    public Outcome confirm(Caller caller, String password, String address) throws DatabaseException {
        return attempt(PersonNames.key(caller.name()), password, address, (rows, found) -> {
            keys.confirm(rows, caller.key());
            audit.add(rows, Optional.of(found.id()), Deed.PASSWORD_CONFIRMED, address, "");
            return new Outcome.Confirmed();
        });
    }

    private interface Success {
        Outcome of(Handle rows, Found found);
    }

    private Outcome attempt(String nameKey, String password, String address, Success success) throws DatabaseException {
        Begun begun = database.write(rows -> {
            Optional<Instant> wait = Attempts.begin(rows, nameKey, address, clock.instant());
            return new Begun(wait, wait.isPresent() ? Optional.empty() : find(rows, nameKey));
        });
        if (begun.tooEarly().isPresent()) {
            return new Outcome.Wait(begun.tooEarly().get());
        }
        Optional<Boolean> matches = passwords.matches(password, begun.found().map(Found::passwordHash));
        if (matches.isEmpty()) {
            return new Outcome.Busy();
        }
        Optional<Found> found = matches.get() ? begun.found() : Optional.empty();
        return database.write(rows -> {
            // The password may have changed, or the person been kept out, while it was compared.
            if (found.isEmpty() || !find(rows, nameKey).equals(found)) {
                audit.add(rows, begun.found().map(Found::id), Deed.SIGN_IN_REFUSED, address, "");
                return new Outcome.Refused();
            }
            Attempts.succeeded(rows, nameKey, address);
            return success.of(rows, found.get());
        });
    }

    private static Optional<Found> find(Handle rows, String nameKey) {
        return rows.createQuery(
                        "SELECT id, role, password_hash FROM person" + " WHERE name_key = :key AND disabled_at IS NULL")
                .bind("key", nameKey)
                .map((row, _) -> new Found(
                        new PersonId(row.getLong("id")),
                        Role.valueOf(row.getString("role")),
                        row.getString("password_hash")))
                .findOne();
    }
}
