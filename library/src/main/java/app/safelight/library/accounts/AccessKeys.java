package app.safelight.library.accounts;

import app.safelight.library.accounts.AuditLog.Deed;
import app.safelight.library.database.Database;
import app.safelight.library.database.DatabaseException;
import app.safelight.library.database.Ids;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The keys that open the library: sessions of browsers, devices, and tokens. Only hashes of them are kept.
public final class AccessKeys {
    /// Longest name of a key or device.
    private static final int MAX_NAME_LENGTH = 100;

    /// How exactly it is known when a key was last used: a write for each request would cost more than it
    /// tells.
    private static final Duration SEEN_STEP = Duration.ofMinutes(5);

    private final Database database;
    private final AuditLog audit;
    private final Ids ids;
    private final SecureRandom chance;
    private final InstantSource clock;

    /// A key as its person sees it.
    public record Listed(
            KeyId id,
            KeyKind kind,
            String name,
            Optional<DeviceId> device,
            Set<Scope> scopes,
            Instant createdAt,
            Instant lastSeenAt,
            Instant expiresAt) {
        public Listed {
            scopes = Set.copyOf(scopes);
        }
    }

    /// A new key; the only time its secret is there to be told.
    public record Made(KeyId id, Secret secret) {}

    public AccessKeys(Database database, AuditLog audit, Ids ids, SecureRandom chance, InstantSource clock) {
        this.database = database;
        this.audit = audit;
        this.ids = ids;
        this.chance = chance;
        this.clock = clock;
    }

    /// Who shows this secret.
    ///
    /// @return empty if it opens nothing: unknown, revoked, expired, or its person is kept out
    public Optional<Caller> caller(Secret secret) throws DatabaseException {
        long now = clock.millis();
        record Found(Caller caller, long lastSeenAt) {}
        Optional<Found> found = database.read(rows -> rows.createQuery(
                        "SELECT k.id, k.person_id, k.device_id, k.kind, k.scopes, k.last_seen_at, k.confirmed_at,"
                                + " p.name, p.role FROM access_key k JOIN person p ON p.id = k.person_id"
                                + " WHERE k.secret_hash = :hash AND k.revoked_at IS NULL AND k.expires_at > :now"
                                + " AND p.disabled_at IS NULL")
                .bind("hash", secret.hash())
                .bind("now", now)
                .map((row, _) -> new Found(caller(row), row.getLong("last_seen_at")))
                .findOne());
        if (found.isPresent() && found.get().lastSeenAt() + SEEN_STEP.toMillis() <= now) {
            seen(found.get().caller(), now);
        }
        return found.map(Found::caller);
    }

    private static Caller caller(ResultSet row) throws SQLException {
        Role role = Role.valueOf(row.getString("role"));
        Set<Scope> scopes = scopes(row.getString("scopes"));
        scopes.retainAll(role.scopes());
        return new Caller(
                new PersonId(row.getLong("person_id")),
                row.getString("name"),
                role,
                new KeyId(row.getLong("id")),
                KeyKind.valueOf(row.getString("kind")),
                optionalLong(row, "device_id").map(DeviceId::new),
                scopes,
                optionalLong(row, "confirmed_at").map(Instant::ofEpochMilli));
    }

    private static Optional<Long> optionalLong(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(value);
    }

    private static Set<Scope> scopes(String words) {
        return Arrays.stream(words.split(" "))
                .filter(word -> !word.isEmpty())
                .map(Scope::valueOf)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Scope.class)));
    }

    private void seen(Caller caller, long now) throws DatabaseException {
        database.write(rows -> rows.createUpdate(
                        "UPDATE access_key SET last_seen_at = :now, expires_at = :expires WHERE id = :id")
                .bind("now", now)
                .bind("expires", now + caller.kind().lifetime().toMillis())
                .bind("id", caller.key().value())
                .execute());
    }

    /// Makes a key that can do what its maker can, or less.
    ///
    /// @param scopes those that the maker does not have are left out
    public Made make(Caller by, String address, KeyKind kind, String name, Set<Scope> scopes) throws DatabaseException {
        Set<Scope> given = EnumSet.noneOf(Scope.class);
        given.addAll(scopes);
        given.retainAll(by.scopes());
        return database.write(rows -> make(rows, by.person(), address, kind, name, given, false));
    }

    Made make(
            Handle rows,
            PersonId person,
            String address,
            KeyKind kind,
            String typedName,
            Set<Scope> scopes,
            boolean confirmed) {
        long now = clock.millis();
        String name = typedName.strip();
        name = name.substring(0, Math.min(name.length(), MAX_NAME_LENGTH));
        Made made = new Made(new KeyId(ids.next()), Secret.random(chance));
        rows.createUpdate("INSERT INTO access_key (id, person_id, device_id, kind, name, secret_hash, scopes,"
                        + " created_at, expires_at, last_seen_at, confirmed_at) VALUES (:id, :person, :device, :kind,"
                        + " :name, :hash, :scopes, :now, :expires, :now, :confirmed)")
                .bind("id", made.id().value())
                .bind("person", person.value())
                .bind("device", kind == KeyKind.DEVICE ? device(rows, person, name, now) : null)
                .bind("kind", kind.name())
                .bind("name", name)
                .bind("hash", made.secret().hash())
                .bind("scopes", scopes.stream().sorted().map(Scope::name).collect(Collectors.joining(" ")))
                .bind("now", now)
                .bind("expires", now + kind.lifetime().toMillis())
                .bind("confirmed", confirmed ? now : null)
                .execute();
        audit.add(
                rows,
                Optional.of(person),
                Deed.KEY_MADE,
                address,
                kind + " " + made.id().value());
        return made;
    }

    /// A device that comes again under its name is the same device.
    private @Nullable Long device(Handle rows, PersonId person, String name, long now) {
        rows.createUpdate("INSERT INTO device (id, person_id, name, created_at) VALUES (:id, :person, :name, :now)"
                        + " ON CONFLICT (person_id, name) DO NOTHING")
                .bind("id", ids.next())
                .bind("person", person.value())
                .bind("name", name)
                .bind("now", now)
                .execute();
        return rows.createQuery("SELECT id FROM device WHERE person_id = :person AND name = :name")
                .bind("person", person.value())
                .bind("name", name)
                .mapTo(Long.class)
                .one();
    }

    /// The keys of a person that open, newest first.
    public List<Listed> list(PersonId person) throws DatabaseException {
        return database.read(rows -> rows.createQuery(
                        "SELECT id, kind, name, device_id, scopes, created_at, last_seen_at, expires_at"
                                + " FROM access_key WHERE person_id = :person AND revoked_at IS NULL"
                                + " AND expires_at > :now ORDER BY id DESC")
                .bind("person", person.value())
                .bind("now", clock.millis())
                .map((row, _) -> new Listed(
                        new KeyId(row.getLong("id")),
                        KeyKind.valueOf(row.getString("kind")),
                        row.getString("name"),
                        optionalLong(row, "device_id").map(DeviceId::new),
                        scopes(row.getString("scopes")),
                        Instant.ofEpochMilli(row.getLong("created_at")),
                        Instant.ofEpochMilli(row.getLong("last_seen_at")),
                        Instant.ofEpochMilli(row.getLong("expires_at"))))
                .list());
    }

    /// Makes one of the caller's own keys open nothing any more.
    ///
    /// @return whether it was the caller's and opened until now
    public boolean revoke(Caller by, String address, KeyId key) throws DatabaseException {
        return database.write(rows -> {
            boolean revoked = rows.createUpdate("UPDATE access_key SET revoked_at = :now"
                                    + " WHERE id = :id AND person_id = :person AND revoked_at IS NULL")
                            .bind("now", clock.millis())
                            .bind("id", key.value())
                            .bind("person", by.person().value())
                            .execute()
                    == 1;
            if (revoked) {
                audit.add(rows, Optional.of(by.person()), Deed.KEY_REVOKED, address, "key " + key.value());
            }
            return revoked;
        });
    }

    static void revokeAll(Handle rows, PersonId person, Optional<KeyId> except, long now) {
        rows.createUpdate("UPDATE access_key SET revoked_at = :now"
                        + " WHERE person_id = :person AND id <> :except AND revoked_at IS NULL")
                .bind("now", now)
                .bind("person", person.value())
                .bind("except", except.map(KeyId::value).orElse(0L))
                .execute();
    }

    /// The caller has just given the password again.
    void confirm(Handle rows, KeyId key) {
        rows.createUpdate("UPDATE access_key SET confirmed_at = :now WHERE id = :id")
                .bind("now", clock.millis())
                .bind("id", key.value())
                .execute();
    }
}
