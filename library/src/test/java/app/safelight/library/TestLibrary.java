package app.safelight.library;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.core.model.ContentId;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.Sha256;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.PlaceTraits;
import app.safelight.library.accounts.AccessKeys;
import app.safelight.library.accounts.AuditLog;
import app.safelight.library.accounts.Caller;
import app.safelight.library.accounts.KeyId;
import app.safelight.library.accounts.KeyKind;
import app.safelight.library.accounts.People;
import app.safelight.library.accounts.PersonId;
import app.safelight.library.accounts.Role;
import app.safelight.library.accounts.Setup;
import app.safelight.library.accounts.SignIn;
import app.safelight.library.assets.AssetId;
import app.safelight.library.assets.Assets;
import app.safelight.library.assets.FactsReader;
import app.safelight.library.assets.Intake;
import app.safelight.library.assets.KnownContents;
import app.safelight.library.assets.Offer;
import app.safelight.library.assets.Timeline;
import app.safelight.library.assets.Uploads;
import app.safelight.library.changes.ChangeFeed;
import app.safelight.library.database.Database;
import app.safelight.library.database.Ids;
import app.safelight.library.quota.Quota;
import app.safelight.library.quota.Usage;
import app.safelight.library.storage.ContentStore;
import app.safelight.library.trash.Trash;
import app.safelight.library.uploads.FolderParking;
import app.safelight.library.uploads.Parking;
import app.safelight.library.uploads.ParkingException;
import app.safelight.library.uploads.ResumableUploads;
import app.safelight.simulator.world.FakePlace;
import app.safelight.simulator.world.FileSystems;
import app.safelight.simulator.world.SimulatedDisk;
import app.safelight.simulator.world.World;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/// A whole library over a real database and simulated places.
public final class TestLibrary implements AutoCloseable {
    static final String PASSWORD = "a password of some length";
    static final String ADDRESS = "192.0.2.7";
    static final PlaceTraits TRAITS =
            new PlaceTraits(Evidence.READ_BACK_FROM_MEDIUM, Long.MAX_VALUE, Duration.ofMillis(1));

    final TestClock clock;
    final World world;
    final FakePlace folder;
    final FakePlace bucket;
    final LockedPlace lockedFolder;
    final SimulatedDisk parkingDisk;
    final Parking parking;
    final Database database;
    final Library whole;
    final Ids ids;
    final AuditLog audit;
    final People people;
    final AccessKeys keys;
    final Setup setup;
    final SignIn signIn;
    final ContentStore store;
    final Quota quota;
    final Uploads uploads;
    final ResumableUploads resumable;
    final Assets assets;
    final KnownContents known;
    final Timeline timeline;
    final FactsReader facts;
    final ChangeFeed changes;
    final Trash trash;
    private final Runnable closing;

    /// What several ways to one library share.
    private record Shared(
            TestClock clock,
            World world,
            FakePlace folder,
            FakePlace bucket,
            LockedPlace locked,
            SimulatedDisk parkingDisk,
            Parking parking) {
        static Shared make() throws ParkingException {
            World world = new World(1);
            FakePlace folder = new FakePlace(world, new PlaceId("folder"), TRAITS);
            FakePlace bucket = new FakePlace(world, new PlaceId("bucket"), TRAITS);
            SimulatedDisk disk = new SimulatedDisk(world, FileSystems.EXT4);
            Parking parking = FolderParking.open(LockedDisk.over(disk));
            return new Shared(new TestClock(), world, folder, bucket, new LockedPlace(folder), disk, parking);
        }
    }

    /// @param copies 1 for the folder alone, 2 for folder and bucket
    static TestLibrary open(Engine engine, Path path, int copies) throws Exception {
        Engine.Opened opened = engine.open(path);
        return new TestLibrary(Shared.make(), opened.database(), copies, opened::close);
    }

    /// The same library through another way to its database, and with the same places.
    TestLibrary over(Database other) throws Exception {
        return over(other, parking);
    }

    /// The same with another way to what is parked, too.
    TestLibrary over(Database other, Parking parked) throws Exception {
        Shared shared = new Shared(clock, world, folder, bucket, lockedFolder, parkingDisk, parked);
        return new TestLibrary(shared, other, 1, () -> {});
    }

    private TestLibrary(Shared shared, Database database, int copies, Runnable closing) throws Exception {
        clock = shared.clock();
        world = shared.world();
        folder = shared.folder();
        bucket = shared.bucket();
        lockedFolder = shared.locked();
        parkingDisk = shared.parkingDisk();
        parking = shared.parking();
        this.database = database;
        this.closing = closing;
        List<LockedPlace> places = copies == 1 ? List.of(lockedFolder) : List.of(lockedFolder, new LockedPlace(bucket));
        Library.Settings settings = new Library.Settings(copies, Trash.DEFAULT_KEEP);
        whole = Library.open(database, places, parking, settings, new SecureRandom(), clock);
        ids = new Ids(clock, new SecureRandom());
        audit = whole.audit();
        people = whole.people();
        keys = whole.keys();
        setup = whole.setup();
        signIn = whole.signIn();
        store = whole.store();
        quota = whole.quota();
        uploads = whole.uploads();
        resumable = whole.resumable();
        assets = whole.assets();
        known = whole.knownContents();
        timeline = whole.timeline();
        facts = whole.facts();
        changes = whole.changes();
        trash = whole.trash();
    }

    static final Caller NOBODY = new Caller(
            new PersonId(1),
            "test",
            Role.OWNER,
            new KeyId(1),
            KeyKind.SESSION,
            Optional.empty(),
            Role.OWNER.scopes(),
            Optional.empty());

    PersonId member(String name) throws Exception {
        return member(name, People.DEFAULT_QUOTA_BYTES);
    }

    PersonId member(String name, long quotaBytes) throws Exception {
        return person(name, Role.MEMBER, quotaBytes);
    }

    /// Without a password, whose hashing takes most of a test's time.
    PersonId person(String name, Role role, long quotaBytes) throws Exception {
        PersonId person = new PersonId(ids.next());
        database.write(rows -> rows.createUpdate(
                        "INSERT INTO person (id, name, name_key, role, password_hash, quota_bytes, created_at)"
                                + " VALUES (:id, :name, :key, :role, '', :quota, 0)")
                .bind("id", person.value())
                .bind("name", name)
                .bind("key", name.toLowerCase(Locale.ROOT))
                .bind("role", role.name())
                .bind("quota", quotaBytes)
                .execute());
        return person;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] random(long seed, int sizeBytes) {
        byte[] bytes = new byte[sizeBytes];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    static ContentId content(byte[] bytes) {
        return new ContentId(Sha256.ofBytes(Sha256.digester().digest(bytes)), bytes.length);
    }

    static Offer offer(String name, byte[] bytes) {
        return Offer.original(
                name, bytes.length, Optional.of(content(bytes).sha256()), Instant.parse("2024-06-15T10:20:30Z"));
    }

    Intake upload(PersonId person, Offer offer, byte[] bytes) throws Exception {
        return switch (uploads.begin(person, offer)) {
            case Uploads.Admission.Decided(var outcome) -> outcome;
            case Uploads.Admission.Open(var upload) -> {
                upload.write(bytes, 0, bytes.length);
                yield upload.finish();
            }
        };
    }

    AssetId taken(PersonId person, String name, byte[] bytes) throws Exception {
        return taken(upload(person, offer(name, bytes), bytes));
    }

    static AssetId taken(Intake intake) {
        assertThat(intake).isInstanceOf(Intake.Taken.class);
        return ((Intake.Taken) intake).asset();
    }

    Usage usage(PersonId person) throws Exception {
        return quota.usage(person).orElseThrow();
    }

    byte[] read(ContentId content) throws Exception {
        return store.<byte[], RuntimeException>read(content, body -> {
            byte[] bytes = new byte[(int) body.sizeBytes()];
            int done = 0;
            while (done < bytes.length) {
                done += body.read(done, bytes, done, bytes.length - done);
            }
            return bytes;
        });
    }

    @Override
    public void close() {
        closing.run();
    }
}
