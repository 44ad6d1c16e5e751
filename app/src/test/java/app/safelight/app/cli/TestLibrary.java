package app.safelight.app.cli;

import app.safelight.core.model.PlaceId;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.Staging;
import app.safelight.library.Library;
import app.safelight.library.accounts.PersonId;
import app.safelight.library.assets.AssetId;
import app.safelight.library.database.Database;
import app.safelight.library.database.SqliteDatabase;
import app.safelight.library.database.SqliteThreads;
import app.safelight.library.uploads.FolderParking;
import app.safelight.place.drive.DriveLocation;
import app.safelight.place.drive.DrivePlace;
import app.safelight.place.drive.RealDisk;
import app.safelight.server.LibraryServer;
import app.safelight.server.ServerSettings;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/// A library with its server, as it would run on another computer: over SQLite and a real drive. Counts what is
/// sent to it.
final class TestLibrary implements AutoCloseable {
    static final String PASSWORD = "a password of some length";
    private static final int READERS = 3;

    final AtomicLong stagedContents = new AtomicLong();
    final AtomicLong stagedBytes = new AtomicLong();
    final Path drive;
    final Library library;
    private final Place place;
    private final Database database;
    private final ExecutorService readers = Executors.newFixedThreadPool(READERS);
    private final ExecutorService writer = Executors.newSingleThreadExecutor();
    private LibraryServer server;

    TestLibrary(Path folder) throws Exception {
        drive = Files.createDirectories(folder.resolve("photos"));
        DriveLocation location = new DriveLocation(drive);
        PlaceId id = new PlaceId("drive-of-the-library");
        place = location.isPlace()
                ? location.open(Optional.of(id))
                : location.create(new DrivePlace.Creation(id, "library", Instant.EPOCH, true));
        database = SqliteDatabase.open(folder.resolve("library.db"), new SqliteThreads(readers, READERS, writer));
        library = Library.open(
                database,
                List.of(counting(Place.class, place)),
                FolderParking.open(new RealDisk(Files.createDirectories(folder.resolve("uploads")))),
                Library.Settings.DEFAULT,
                new SecureRandom(),
                InstantSource.system());
        server = serve(0);
    }

    private static void defect(String route, Exception failure) {
        throw new AssertionError(route, failure);
    }

    private LibraryServer serve(int port) throws IOException {
        return LibraryServer.start(
                library,
                ServerSettings.local(port),
                new VirtualThreadPool(),
                TestLibrary::defect,
                InstantSource.system());
    }

    private <T> T counting(Class<T> type, T inner) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
                    try {
                        Object result = method.invoke(inner, arguments);
                        if (method.getName().equals("write")) {
                            stagedBytes.addAndGet((int) arguments[2]);
                        }
                        if (!(result instanceof Staging staging)) {
                            return result;
                        }
                        stagedContents.incrementAndGet();
                        return counting(Staging.class, staging);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                }));
    }

    /// Forgets what was sent so far.
    void countAnew() {
        stagedContents.set(0);
        stagedBytes.set(0);
    }

    String address() {
        return "http://127.0.0.1:" + server.port();
    }

    /// What the library shows when it is started for the first time.
    String firstLink() throws Exception {
        return address() + "/setup#" + library.setup().begin().orElseThrow().reveal();
    }

    void stop() {
        server.close();
    }

    PersonId person(String name) throws Exception {
        return database.read(rows -> rows.createQuery("SELECT id FROM person WHERE name = :name")
                .bind("name", name)
                .mapTo(Long.class)
                .map(PersonId::new)
                .one());
    }

    /// Somebody else with the same password.
    void member(String name) throws Exception {
        database.write(rows -> rows.createUpdate(
                        "INSERT INTO person (id, name, name_key, role, password_hash, quota_bytes, created_at)"
                                + " SELECT id + 1, :name, :key, 'MEMBER', password_hash, quota_bytes, created_at"
                                + " FROM person")
                .bind("name", name)
                .bind("key", name.toLowerCase(Locale.ROOT))
                .execute());
    }

    AssetId asset(String originalName) throws Exception {
        return database.read(rows -> rows.createQuery("SELECT asset_id FROM asset_file WHERE original_name = :name")
                .bind("name", originalName)
                .mapTo(Long.class)
                .map(AssetId::new)
                .one());
    }

    void quota(String person, long quotaBytes) throws Exception {
        database.write(rows -> rows.createUpdate("UPDATE person SET quota_bytes = :quota WHERE name = :name")
                .bind("quota", quotaBytes)
                .bind("name", person)
                .execute());
    }

    /// The copy of a file on the library's own drive.
    Path copy(String originalName) throws IOException {
        try (var files = Files.walk(drive.resolve("Photos"))) {
            return files.filter(file -> file.getFileName().toString().equals(originalName))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Override
    public void close() throws PlaceException {
        server.close();
        database.close();
        place.close();
        readers.close();
        writer.close();
    }
}
