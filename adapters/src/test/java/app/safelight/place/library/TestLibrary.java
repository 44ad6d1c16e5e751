package app.safelight.place.library;

import app.safelight.core.contract.PlaceContract;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.PlaceId;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceTraits;
import app.safelight.library.Library;
import app.safelight.library.accounts.KeyKind;
import app.safelight.library.accounts.PersonId;
import app.safelight.library.accounts.Role;
import app.safelight.library.accounts.Setup;
import app.safelight.library.accounts.SignIn;
import app.safelight.library.database.Database;
import app.safelight.library.database.SqliteDatabase;
import app.safelight.library.database.SqliteThreads;
import app.safelight.library.uploads.FolderParking;
import app.safelight.server.LibraryServer;
import app.safelight.server.ServerSettings;
import app.safelight.simulator.world.FakePlace;
import app.safelight.simulator.world.FileSystems;
import app.safelight.simulator.world.PlaceTrouble;
import app.safelight.simulator.world.SimulatedDisk;
import app.safelight.simulator.world.World;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/// A library with its server, over SQLite and a simulated place.
final class TestLibrary implements AutoCloseable {
    static final String PASSWORD = "a password of some length";
    static final String ADDRESS = "192.0.2.7";
    private static final int READERS = 3;

    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-05-06T07:08:09Z"));
    final World world = new World(1);
    final FakePlace place;
    final Database database;
    final Library library;
    final PersonId owner;
    private final ExecutorService readers = Executors.newFixedThreadPool(READERS);
    private final ExecutorService writer = Executors.newSingleThreadExecutor();
    private final int port;
    private LibraryServer server;

    TestLibrary(Path folder) throws Exception {
        PlaceTraits traits = new PlaceTraits(Evidence.READ_BACK_FROM_MEDIUM, Long.MAX_VALUE, Duration.ofMillis(1));
        place = new FakePlace(world, new PlaceId("folder"), traits);
        database = SqliteDatabase.open(folder.resolve("library.db"), new SqliteThreads(readers, READERS, writer));
        library = Library.open(
                database,
                List.of(Locked.place(place)),
                FolderParking.open(new SimulatedDisk(new World(2), FileSystems.EXT4)),
                Library.Settings.DEFAULT,
                new SecureRandom(),
                now::get);
        Setup.Outcome outcome =
                library.setup().complete(library.setup().begin().orElseThrow(), ADDRESS, "Ada", PASSWORD);
        owner = ((Setup.Outcome.SetUp) outcome).owner().id();
        server = serve(0);
        port = server.port();
    }

    private static void defect(String route, Exception failure) {
        throw new AssertionError(route, failure);
    }

    private LibraryServer serve(int at) throws IOException {
        return LibraryServer.start(
                library, ServerSettings.local(at), new VirtualThreadPool(), TestLibrary::defect, now::get);
    }

    /// Another process at the same address.
    void restart() throws IOException {
        server.close();
        server = serve(port);
    }

    void stop() {
        server.close();
    }

    int port() {
        return port;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    PlaceId id() throws Exception {
        return LibraryPlace.idOf(library.setup().identity().orElseThrow());
    }

    /// Of a person without a password, whose hashing takes most of a test's time.
    PersonId person(String name, long quotaBytes) throws Exception {
        PersonId person = new PersonId(name.hashCode());
        database.write(rows -> rows.createUpdate(
                        "INSERT INTO person (id, name, name_key, role, password_hash, quota_bytes, created_at)"
                                + " VALUES (:id, :name, :key, :role, '', :quota, 0)")
                .bind("id", person.value())
                .bind("name", name)
                .bind("key", name.toLowerCase(Locale.ROOT))
                .bind("role", Role.MEMBER.name())
                .bind("quota", quotaBytes)
                .execute());
        return person;
    }

    String ownersKey() throws Exception {
        SignIn.Outcome outcome = library.signIn().signIn("Ada", PASSWORD, ADDRESS, KeyKind.DEVICE, "a test");
        return ((SignIn.Outcome.SignedIn) outcome).key().secret().reveal();
    }

    Place over(LibraryLink link) throws PlaceException {
        return LibraryPlace.open(link, "the library", Optional.empty());
    }

    /// What the contract's checks need; takes care of the server's own clock, by which it looks for losses.
    abstract class Setting implements PlaceContract.Setting, PlaceContract.Sabotage {
        private long seed;

        @Override
        public long seed() {
            return seed++;
        }

        @Override
        public Optional<PlaceContract.Sabotage> sabotage() {
            return Optional.of(this);
        }

        @Override
        public void cleanUp(Collection<ContentId> stored) throws Exception {
            database.write(rows -> {
                for (String table : List.of(
                        "origin",
                        "arrival",
                        "reservation",
                        "asset_file",
                        "asset",
                        "person_content",
                        "content_copy",
                        "content",
                        "tombstone",
                        "change",
                        "month_count")) {
                    rows.execute("DELETE FROM " + table);
                }
                return rows.execute("UPDATE person SET used_bytes = 0, reserved_bytes = 0");
            });
            place.erase(stored, PlaceContract.SOURCE);
        }

        private void later() {
            now.updateAndGet(at -> at.plus(Duration.ofHours(1)));
        }

        @Override
        public void delete(ContentId content) {
            later();
            place.strike(new PlaceTrouble.Loses(content));
        }

        @Override
        public void truncate(ContentId content, long sizeBytes) {
            later();
            place.strike(new PlaceTrouble.Shortens(content, (int) sizeBytes));
        }

        @Override
        public void flipBit(ContentId content, long bit) {
            later();
            place.strike(new PlaceTrouble.Rots(content, bit));
        }

        @Override
        public boolean keeps(byte[] bytes) {
            return place.keeps(bytes);
        }
    }

    @Override
    public void close() {
        server.close();
        database.close();
        readers.close();
        writer.close();
    }
}
