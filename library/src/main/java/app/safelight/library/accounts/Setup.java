package app.safelight.library.accounts;

import app.safelight.library.accounts.AuditLog.Deed;
import app.safelight.library.database.Database;
import app.safelight.library.database.DatabaseException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The first run: whoever can read the console makes the first owner, once.
public final class Setup {
    private static final long ONLY_ROW = 1;

    private final Database database;
    private final People people;
    private final AuditLog audit;
    private final SecureRandom chance;
    private final InstantSource clock;

    /// What became of setting up.
    public sealed interface Outcome {
        record SetUp(Person owner) implements Outcome {}

        /// Not the newest secret, or somebody was quicker.
        record Refused() implements Outcome {}

        record NotTaken(People.Addition why) implements Outcome {}
    }

    public Setup(Database database, People people, AuditLog audit, SecureRandom chance, InstantSource clock) {
        this.database = database;
        this.people = people;
        this.audit = audit;
        this.chance = chance;
        this.clock = clock;
    }

    /// Makes the secret that opens the first run. An earlier one opens nothing any more.
    ///
    /// @return empty if the library has people already
    public Optional<Secret> begin() throws DatabaseException {
        Secret secret = Secret.random(chance);
        boolean begun = database.write(rows -> {
            if (hasPeople(rows)) {
                return false;
            }
            rows.createUpdate("INSERT INTO library (id, identity, created_at, setup_hash)"
                            + " VALUES (:id, :identity, :at, :hash)"
                            + " ON CONFLICT (id) DO UPDATE SET setup_hash = excluded.setup_hash")
                    .bind("id", ONLY_ROW)
                    .bind("identity", Secret.random(chance).reveal())
                    .bind("at", clock.millis())
                    .bind("hash", secret.hash())
                    .execute();
            return true;
        });
        return begun ? Optional.of(secret) : Optional.empty();
    }

    /// What names this library for ever, wherever it stands.
    ///
    /// @return empty until [#begin] was called once
    public Optional<String> identity() throws DatabaseException {
        return database.read(rows -> rows.createQuery("SELECT identity FROM library")
                .mapTo(String.class)
                .findOne());
    }

    public boolean isNeeded() throws DatabaseException {
        return database.read(rows -> !hasPeople(rows));
    }

    /// Makes the first owner, who may keep as much as there is room for.
    public Outcome complete(Secret secret, String address, String name, String password) throws DatabaseException {
        try {
            People.Addition addition = people.add(name, Role.OWNER, password, Long.MAX_VALUE, (rows, person) -> {
                audit.add(rows, Optional.of(person.id()), Deed.LIBRARY_SET_UP, address, person.name());
                return useUp(rows, secret);
            });
            return switch (addition) {
                case People.Addition.Added(var owner) -> new Outcome.SetUp(owner);
                case People.Addition.NameTaken _ -> new Outcome.Refused();
                case People.Addition.NotAName _, People.Addition.WeakPassword _, People.Addition.Busy _ ->
                    new Outcome.NotTaken(addition);
            };
        } catch (People.AdditionRefused refused) {
            return new Outcome.Refused();
        }
    }

    private static boolean useUp(Handle rows, Secret secret) {
        return rows.createUpdate("UPDATE library SET setup_hash = NULL WHERE setup_hash = :hash")
                        .bind("hash", secret.hash())
                        .execute()
                == 1;
    }

    private static boolean hasPeople(Handle rows) {
        return rows.createQuery("SELECT count(*) FROM (SELECT id FROM person LIMIT 1) AS somebody")
                        .mapTo(Long.class)
                        .one()
                > 0;
    }
}
