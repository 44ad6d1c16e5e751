package app.safelight.place.library;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.core.backup.ReadBack;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.SourceId;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.NameHint;
import app.safelight.core.place.NameHint.Shelf;
import app.safelight.core.place.Origin;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.place.Staged;
import app.safelight.core.place.Staging;
import app.safelight.library.accounts.PersonId;
import app.safelight.library.accounts.Secret;
import app.safelight.simulator.world.PlaceTrouble;
import app.safelight.simulator.world.Truth;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a library says when something is wrong, and what it does with what breaks off.
class LibraryFaultsTest {
    private static final NameHint HINT =
            new NameHint(Shelf.PHOTOS, LocalDate.of(2024, 6, 15), "a.jpg", Instant.parse("2024-06-15T10:20:30Z"));

    @TempDir
    Path folder;

    private TestLibrary library;
    private Line line;
    private String key;

    @BeforeEach
    void start() throws Exception {
        library = new TestLibrary(folder);
        line = new Line(library::port);
        key = library.ownersKey();
    }

    @AfterEach
    void stop() throws Exception {
        line.close();
        library.close();
    }

    private LibraryPlace open(String withKey, Optional<PlaceId> expected) throws PlaceException {
        return LibraryPlace.open(new HttpLink(line.address(), withKey, expected), "line", expected);
    }

    private LibraryPlace open() throws PlaceException {
        return open(key, Optional.empty());
    }

    private static byte[] bytes(long seed, int sizeBytes) {
        byte[] bytes = new byte[sizeBytes];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    private static Staged stage(Place place, byte[] bytes) throws PlaceException {
        Staging staging = place.stage(HINT, bytes.length);
        staging.write(bytes, 0, bytes.length);
        return staging.finish(Truth.contentOf(bytes));
    }

    private static ContentId store(Place place, byte[] bytes) throws PlaceException {
        place.settle(List.of(stage(place, bytes)), List.of());
        return Truth.contentOf(bytes);
    }

    private static PlaceFault fault(ThrowingCallable attempt) {
        PlaceFault[] fault = new PlaceFault[1];
        org.assertj.core.api.Assertions.assertThatThrownBy(attempt)
                .isInstanceOfSatisfying(PlaceException.class, failure -> fault[0] = failure.fault());
        return fault[0];
    }

    private static ContentId verify(Place place, ContentId content) throws PlaceException {
        return place.identify(content, Evidence.READ_BACK_FROM_MEDIUM, ReadBack::digest);
    }

    @Test
    void otherBytesThanWereAnnouncedLeaveNothing() throws Exception {
        byte[] sent = bytes(1, 5_000);
        try (Place place = open()) {
            Staging staging = place.stage(HINT, sent.length);
            staging.write(sent, 0, sent.length);
            ContentId other = new ContentId(Truth.contentOf(bytes(2, 5_000)).sha256(), sent.length);
            assertThat(fault(() -> staging.finish(other))).isInstanceOf(PlaceFault.WriteFailed.class);
        }
        assertThat(library.place.durableContents()).isEmpty();
        assertThat(reservedBytes()).isZero();
    }

    private long reservedBytes() throws Exception {
        return library.library.quota().usage(library.owner).orElseThrow().reservedBytes();
    }

    /// A file that is longer than a buffer, cut in its midst.
    @Test
    void whatBreaksOffLeavesNothing() throws Exception {
        byte[] sent = bytes(1, 3 << 20);
        try (Place place = open()) {
            line.cutAfter(1 << 20);
            assertThat(fault(() -> stage(place, sent))).isInstanceOf(PlaceFault.Unreachable.class);
        }
        line.mend();
        await(() -> reservedBytes() == 0);
        assertThat(library.place.durableContents()).isEmpty();
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        while (!condition.call()) {
            Thread.onSpinWait();
        }
    }

    /// What arrived is the library's, not the process's: another one settles it.
    @Test
    void theServerMayDieBetweenStagingAndSettling() throws Exception {
        byte[] sent = bytes(1, 5_000);
        try (Place place = open()) {
            Staged staged = stage(place, sent);
            library.restart();
            place.settle(List.of(staged), List.of());
            assertThat(place.claims(staged.content())).isTrue();
            assertThat(verify(place, staged.content())).isEqualTo(staged.content());
        }
    }

    @Test
    void whatWaitedForTooLongMustComeAgain() throws Exception {
        try (Place place = open()) {
            Staged staged = stage(place, bytes(1, 5_000));
            library.now.updateAndGet(at -> at.plus(java.time.Duration.ofDays(8)));
            store(place, bytes(2, 100));
            while (library.library.quota().sweep() > 0) {
                // until all room is given back
            }
            assertThat(reservedBytes()).isZero();
            assertThat(fault(() -> place.settle(List.of(staged), List.of())))
                    .isInstanceOf(PlaceFault.Unreachable.class);
            assertThat(store(place, bytes(1, 5_000))).isEqualTo(staged.content());
        }
    }

    @Test
    void settlesAllOrNothing() throws Exception {
        try (Place place = open()) {
            Staged first = stage(place, bytes(1, 5_000));
            Staged second = stage(place, bytes(2, 5_000));
            Origin unknown = new Origin(
                    new ItemKey(new SourceId("card"), "a.jpg"), Instant.EPOCH, Truth.contentOf(bytes(3, 10)));
            assertThat(fault(() -> place.settle(List.of(first, second), List.of(unknown))))
                    .isEqualTo(new PlaceFault.Missing());
            assertThat(place.claims(first.content())).isFalse();
            place.settle(List.of(first, second), List.of());
            assertThat(place.claims(first.content())).isTrue();
        }
    }

    @Test
    void aFullDiskAndAFullShareAreToldBeforeTheBytes() throws Exception {
        try (Place place = open()) {
            library.place.strike(new PlaceTrouble.FillsUp(1_000));
            assertThat(fault(() -> place.stage(HINT, 5_000))).isEqualTo(new PlaceFault.Full(1_000, 5_000));
            library.place.recover();
            store(place, bytes(1, 3_000));
            library.database.write(rows -> rows.execute("UPDATE person SET quota_bytes = 4000"));
            line.sentBytes.set(0);
            assertThat(fault(() -> place.stage(HINT, 5_000_000))).isEqualTo(new PlaceFault.OverQuota(1_000, 5_000_000));
            assertThat(line.sentBytes.get()).isLessThan(2_000);
        }
    }

    @Test
    void whoeverIsSignedOutIsToldHowToSignIn() throws Exception {
        try (Place place = open()) {
            library.library
                    .keys()
                    .revoke(
                            library.library
                                    .keys()
                                    .caller(Secret.parse(key).orElseThrow())
                                    .orElseThrow(),
                            TestLibrary.ADDRESS,
                            library.library
                                    .keys()
                                    .list(library.owner)
                                    .getFirst()
                                    .id());
            PlaceFault fault = fault(() -> place.stage(HINT, 10));
            assertThat(fault).isInstanceOf(PlaceFault.Denied.class);
            assertThat(fault.toString()).contains("safelight login " + line.address());
        }
    }

    @Test
    void anotherLibraryIsTheWrongMedium() throws Exception {
        PlaceId expected = new PlaceId("library-another");
        assertThat(fault(() -> open(key, Optional.of(expected))))
                .isEqualTo(new PlaceFault.WrongMedium(expected, library.id().value()));
        // It does not even know the key.
        assertThat(fault(() -> open("A".repeat(43), Optional.of(expected))))
                .isEqualTo(new PlaceFault.WrongMedium(expected, library.id().value()));
    }

    @Test
    void nobodyAndSomebodyElseAreUnreachable() throws Exception {
        library.stop();
        assertThat(fault(this::open)).isInstanceOf(PlaceFault.Unreachable.class);
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/");
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().startsWith("/moved") ? 302 : 404, -1);
            exchange.close();
        });
        other.start();
        try {
            URI address = URI.create("http://127.0.0.1:" + other.getAddress().getPort());
            for (String path : List.of("", "/moved")) {
                assertThat(fault(() -> LibraryPlace.open(
                                new HttpLink(URI.create(address + path), key, Optional.empty()),
                                "other",
                                Optional.empty())))
                        .isInstanceOf(PlaceFault.Unreachable.class);
            }
        } finally {
            other.stop(0);
        }
    }

    @Test
    void nobodySeesWhatAnotherHolds() throws Exception {
        PersonId bob = library.person("Bob", 1 << 30);
        try (Place adas = open();
                Place bobs = library.over(new LocalLink(library.library, bob))) {
            ContentId content = store(adas, bytes(1, 5_000));
            adas.settle(
                    List.of(), List.of(new Origin(new ItemKey(new SourceId("card"), "a"), HINT.modifiedAt(), content)));
            assertThat(bobs.claims(content)).isFalse();
            assertThat(fault(() -> verify(bobs, content))).isEqualTo(new PlaceFault.Missing());
            assertThat(fault(() -> bobs.read(content, Evidence.READ_BACK, ReadBack::digest)))
                    .isEqualTo(new PlaceFault.Missing());
            List<Object> seen = new ArrayList<>();
            bobs.list(seen::add);
            bobs.missing(seen::add);
            bobs.origins(seen::add);
            bobs.setAside(content);
            assertThat(seen).isEmpty();
            assertThat(verify(adas, content)).isEqualTo(content);
            // Who sends it has it too, and who deletes it takes it from nobody else.
            store(bobs, bytes(1, 5_000));
            assertThat(bobs.claims(content)).isTrue();
        }
    }

    /// A good copy stays, whatever one agent thinks of it.
    @Test
    void setsOnlyDamagedCopiesAside() throws Exception {
        try (Place place = open()) {
            ContentId content = store(place, bytes(1, 5_000));
            place.setAside(content);
            assertThat(place.claims(content)).isTrue();
            library.place.strike(new PlaceTrouble.Rots(content, 9));
            place.setAside(content);
            assertThat(place.claims(content)).isFalse();
        }
    }

    @Test
    void whatWasDeletedThereIsRefused() throws Exception {
        try (Place place = open()) {
            ContentId content = store(place, bytes(1, 5_000));
            assertThat(verify(place, content)).isEqualTo(content);
            var assets = library.database.read(rows -> rows.createQuery("SELECT id FROM asset")
                    .mapTo(Long.class)
                    .map(app.safelight.library.assets.AssetId::new)
                    .list());
            for (boolean forGood : new boolean[] {false, true}) {
                if (forGood) {
                    library.library.trash().delete(library.owner, assets);
                } else {
                    library.library.trash().put(library.owner, assets);
                }
                List<ContentId> deleted = new ArrayList<>();
                place.deleted(deleted::add);
                assertThat(deleted).containsExactly(content);
                assertThat(fault(() -> stage(place, bytes(1, 5_000)))).isEqualTo(new PlaceFault.DeletedThere());
                List<ContentId> missing = new ArrayList<>();
                place.missing(missing::add);
                assertThat(missing).isEmpty();
                assertThat(fault(() -> verify(place, content))).isEqualTo(new PlaceFault.Missing());
            }
            assertThat(reservedBytes()).isZero();
        }
    }

    @Test
    void aSlowLineIsWaitedFor() throws Exception {
        line.slowDown(5);
        try (Place place = open()) {
            store(place, bytes(1, 50_000));
        }
    }

    /// The receipt of settling answers one read-back; the next has the library read again.
    @Test
    void rotAfterTheFirstReadBackIsFound() throws Exception {
        try (Place place = open()) {
            ContentId content = store(place, bytes(1, 5_000));
            int before = line.requests.get();
            assertThat(verify(place, content)).isEqualTo(content);
            assertThat(line.requests.get()).isEqualTo(before);
            library.place.strike(new PlaceTrouble.Rots(content, 9));
            assertThat(fault(() -> verify(place, content))).isInstanceOf(PlaceFault.Corrupt.class);
        }
    }

    /// Large enough that some of it is out before the library sees that it is damaged.
    @Test
    void rotIsNeverGivenAsTheWhole() throws Exception {
        try (Place place = open()) {
            byte[] bytes = bytes(1, 1 << 20);
            ContentId content = store(place, bytes);
            library.place.strike(new PlaceTrouble.Rots(content, 8L * 900_000));
            ContentId found;
            try {
                found = place.read(content, Evidence.READ_BACK, ReadBack::digest);
            } catch (PlaceException refused) {
                return;
            }
            assertThat(found).isNotEqualTo(content);
        }
    }

    /// Four at once over four connections, and many settled with few requests.
    @Test
    void sendsAtOnceAndSettlesTogether() throws Exception {
        int contents = 300;
        int threads = 4;
        try (Place place = open();
                ExecutorService crew = Executors.newFixedThreadPool(threads)) {
            List<Future<Staged>> coming = new ArrayList<>();
            for (int i = 0; i < contents; i++) {
                byte[] bytes = bytes(i, 100);
                coming.add(crew.submit(() -> stage(place, bytes)));
            }
            List<Staged> staged = new ArrayList<>();
            for (Future<Staged> one : coming) {
                staged.add(one.get());
            }
            assertThat(line.connections.get()).isBetween(threads, 3 * threads);
            place.settle(staged, List.of());
            assertThat(line.settles.get()).isEqualTo(2);
            int requests = line.requests.get();
            for (Staged one : staged) {
                assertThat(verify(place, one.content())).isEqualTo(one.content());
                assertThat(place.claims(one.content())).isTrue();
            }
            // The read-backs are answered by the receipts, the claims by one listing after the first few.
            assertThat(line.requests.get() - requests).isLessThan(40);
            assertThat(requests).isLessThan(contents + 10);
        }
    }

    /// Neither in this computer's memory nor on its disk, and not in the server's either.
    @Test
    void keepsNothingOfALongFileOnTheWay() throws Exception {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        long before = files(temporary);
        try (Place place = open()) {
            Staging staging = place.stage(HINT, 16 << 20);
            byte[] piece = bytes(1, 1 << 20);
            for (int i = 0; i < 8; i++) {
                staging.write(piece, 0, piece.length);
            }
            assertThat(files(temporary)).isEqualTo(before);
            staging.abandon();
            await(() -> reservedBytes() == 0);
        }
        assertThat(library.place.durableContents()).isEmpty();
    }

    private static long files(Path folder) throws Exception {
        try (var all = Files.list(folder)) {
            return all.filter(Files::isRegularFile).count();
        }
    }
}
