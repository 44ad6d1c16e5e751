package app.safelight.place.bucket;

import static app.safelight.place.bucket.FakeStore.any;
import static app.safelight.place.bucket.FakeStore.on;
import static app.safelight.place.bucket.Trials.bytes;
import static app.safelight.place.bucket.Trials.fault;
import static app.safelight.place.bucket.Trials.id;
import static app.safelight.place.bucket.Trials.listed;
import static app.safelight.place.bucket.Trials.missing;
import static app.safelight.place.bucket.Trials.origins;
import static app.safelight.place.bucket.Trials.readBack;
import static app.safelight.place.bucket.Trials.stage;
import static app.safelight.place.bucket.Trials.store;
import static app.safelight.place.bucket.Trials.text;
import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.core.model.PlaceId;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.place.Staged;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Each way in which a store or the line to it goes wrong, and what the place says then.
class BucketFaultsTest {
    private static final int ALWAYS = 1_000;
    private static final byte[] PHOTO = text("photo");

    private FakeStore store;

    @BeforeEach
    void start() throws IOException {
        store = new FakeStore();
    }

    @AfterEach
    void stop() {
        store.close();
    }

    private static BucketMeans means() {
        return Trials.means(FakeStore.credentials(), Runnable::run);
    }

    private BucketPlace create() throws PlaceException {
        return BucketPlace.create(store.location(""), means(), Trials.quick(), Trials.creation());
    }

    private BucketPlace open(Optional<PlaceId> expected) throws PlaceException {
        return BucketPlace.open(store.location(""), means(), Trials.quick(), expected);
    }

    private static Predicate<FakeStore.Request> content(String operation) {
        return on(operation, BucketLayout.contentKey(id(PHOTO)));
    }

    private record Case(String name, int status, String code, PlaceFault expected) {}

    @TestFactory
    Stream<DynamicTest> whatAnAnswerToAWriteMeans() {
        return Stream.of(
                        new Case("forbidden", 403, "AccessDenied", new PlaceFault.Denied("AccessDenied")),
                        new Case("unknown key", 403, "InvalidAccessKeyId", new PlaceFault.Denied("InvalidAccessKeyId")),
                        new Case("unauthorized", 401, "Unauthorized", new PlaceFault.Denied("status 401")),
                        new Case("Ceph's quota", 403, "QuotaExceeded", new PlaceFault.Full(0, PHOTO.length)),
                        new Case("MinIO's disk", 507, "XMinioStorageFull", new PlaceFault.Full(0, PHOTO.length)),
                        new Case("any full disk", 507, "Whatever", new PlaceFault.Full(0, PHOTO.length)),
                        new Case("damaged on the way", 400, "BadDigest", new PlaceFault.Corrupt("BadDigest")),
                        new Case(
                                "damaged on the way, signed",
                                400,
                                "XAmzContentSHA256Mismatch",
                                new PlaceFault.Corrupt("XAmzContentSHA256Mismatch")),
                        new Case("too large", 400, "EntityTooLarge", new PlaceFault.TooLarge(PHOTO.length - 1L)),
                        new Case(
                                "bucket gone",
                                404,
                                "NoSuchBucket",
                                new PlaceFault.WrongMedium(Trials.PLACE, "no bucket")),
                        new Case("overloaded", 503, "SlowDown", new PlaceFault.Unreachable("SlowDown")),
                        new Case("broken for one", 500, "InternalError", new PlaceFault.WriteFailed("InternalError")),
                        new Case(
                                "elsewhere",
                                301,
                                "PermanentRedirect",
                                new PlaceFault.Unreachable("the bucket is in another region (PermanentRedirect)")))
                .map(one -> DynamicTest.dynamicTest(one.name(), () -> {
                    store.removeAll();
                    store.recover();
                    try (BucketPlace place = create()) {
                        store.fail(content("PUT"), one.status(), one.code(), ALWAYS);
                        assertThat(fault(() -> store(place, "a.jpg", PHOTO))).isEqualTo(one.expected());
                        store.recover();
                        assertThat(listed(place)).isEmpty();
                        store(place, "a.jpg", PHOTO);
                        assertThat(readBack(place, id(PHOTO))).isEqualTo(id(PHOTO));
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> whatAnAnswerToAReadMeans() {
        return Stream.of(
                        new Case("forbidden", 403, "AccessDenied", new PlaceFault.Denied("AccessDenied")),
                        new Case("gone", 404, "NoSuchKey", new PlaceFault.Missing()),
                        new Case("overloaded", 503, "SlowDown", new PlaceFault.Unreachable("SlowDown")),
                        new Case("broken for one", 500, "InternalError", new PlaceFault.ReadFailed("InternalError")))
                .map(one -> DynamicTest.dynamicTest(one.name(), () -> {
                    store.removeAll();
                    store.recover();
                    try (BucketPlace place = create()) {
                        store(place, "a.jpg", PHOTO);
                        store.fail(content("GET"), one.status(), one.code(), ALWAYS);
                        assertThat(fault(() -> readBack(place, id(PHOTO)))).isEqualTo(one.expected());
                        store.recover();
                        assertThat(readBack(place, id(PHOTO))).isEqualTo(id(PHOTO));
                    }
                }));
    }

    @Test
    void aStoreThatIsBrokenForAllIsUnreachable() throws PlaceException {
        try (BucketPlace place = create()) {
            store(place, "a.jpg", PHOTO);
            store.fail(any(), 500, "InternalError", ALWAYS);
            PlaceFault unreachable = new PlaceFault.Unreachable("InternalError");
            assertThat(fault(() -> readBack(place, id(PHOTO)))).isEqualTo(unreachable);
            assertThat(fault(() -> stage(place, "b.jpg", text("b")))).isEqualTo(unreachable);
            assertThat(fault(() -> listed(place))).isEqualTo(unreachable);
            assertThat(fault(() -> missing(place))).isEqualTo(unreachable);
            assertThat(fault(() -> origins(place))).isEqualTo(unreachable);
            assertThat(fault(() -> place.claims(id(PHOTO)))).isEqualTo(unreachable);
            assertThat(fault(() -> place.setAside(id(PHOTO)))).isEqualTo(unreachable);
        }
    }

    @Test
    void aTransientFailureIsTriedAgain() throws PlaceException {
        try (BucketPlace place = create()) {
            store.fail(content("PUT"), 503, "SlowDown", 2);
            store(place, "a.jpg", PHOTO);
            store.fail(content("GET"), 500, "InternalError", 2);
            assertThat(readBack(place, id(PHOTO))).isEqualTo(id(PHOTO));
        }
    }

    /// Cut before the work and after it, for every request of a store and read-back.
    @TestFactory
    Stream<DynamicTest> aConnectionCutOnceAnywhereCostsNothing() {
        return Stream.of(
                        "HEAD",
                        "PUT",
                        "GET",
                        "POST ?uploads",
                        "PUT ?partNumber",
                        "POST ?uploadId",
                        "PUT copy",
                        "DELETE",
                        "GET ?list-type")
                .flatMap(operation -> Stream.of(false, true)
                        .map(after -> DynamicTest.dynamicTest(operation + (after ? " after" : " before"), () -> {
                            store.removeAll();
                            store.recover();
                            byte[] film = bytes(30, (3 << 20) + 1);
                            try (BucketPlace place = create()) {
                                AtomicInteger times = new AtomicInteger(1);
                                store.strike(new FakeStore.Trouble.Cuts(
                                        request -> request.operation().equals(operation), after, times));
                                store(place, "a.jpg", PHOTO);
                                store(place, "a.mov", film);
                                assertThat(times).hasValue(0);
                                assertThat(readBack(place, id(PHOTO))).isEqualTo(id(PHOTO));
                                assertThat(readBack(place, id(film))).isEqualTo(id(film));
                                assertThat(listed(place)).hasSize(2);
                                assertThat(missing(place)).isEmpty();
                            }
                        })));
    }

    @Test
    void aStoreThatIsSilentIsUnreachable() throws PlaceException {
        BucketLimits impatient = new BucketLimits(
                1 << 20, 10_000, 1 << 30, Duration.ofSeconds(5), Duration.ofMillis(150), 2, Duration.ofMillis(1));
        create().close();
        try (BucketPlace place = BucketPlace.open(store.location(""), means(), impatient, Optional.empty())) {
            store.strike(new FakeStore.Trouble.Hangs(content("PUT"), new AtomicInteger(ALWAYS)));
            assertThat(fault(() -> store(place, "a.jpg", PHOTO)))
                    .isInstanceOfSatisfying(
                            PlaceFault.Unreachable.class,
                            silent -> assertThat(silent.detail()).startsWith("SocketTimeoutException"));
        }
    }

    @Test
    void nobodyThereIsUnreachable() throws PlaceException {
        BucketPlace place = create();
        store.close();
        assertThat(fault(() -> store(place, "a.jpg", PHOTO)))
                .isInstanceOfSatisfying(
                        PlaceFault.Unreachable.class,
                        gone -> assertThat(gone.detail()).startsWith("ConnectException"));
        place.close();
        BucketLocation nowhere = new BucketLocation(URI.create("http://no-such-host.invalid"), "r", "photos", "");
        assertThat(fault(() -> BucketPlace.open(nowhere, means(), Trials.quick(), Optional.empty())))
                .isInstanceOfSatisfying(
                        PlaceFault.Unreachable.class,
                        gone -> assertThat(gone.detail()).startsWith("UnknownHostException"));
    }

    @Test
    void aCopyThatEndsEarlyEveryTimeIsNotRead() throws PlaceException {
        try (BucketPlace place = create()) {
            store(place, "a.jpg", PHOTO);
            store.strike(new FakeStore.Trouble.Shortens(content("GET"), 0, new AtomicInteger(ALWAYS)));
            assertThat(fault(() -> readBack(place, id(PHOTO)))).isInstanceOf(PlaceFault.ReadFailed.class);
        }
    }

    @Test
    void wrongBytesOnTheWayBackAreSeen() throws PlaceException {
        try (BucketPlace place = create()) {
            store(place, "a.jpg", PHOTO);
            store.strike(new FakeStore.Trouble.Flips(content("GET"), new AtomicInteger(1)));
            assertThat(readBack(place, id(PHOTO))).isNotEqualTo(id(PHOTO));
        }
    }

    @Test
    void aTruncatedCopyIsCorrupt() throws PlaceException {
        try (BucketPlace place = create()) {
            store(place, "a.jpg", PHOTO);
            store.overwrite(BucketLayout.contentKey(id(PHOTO)), text("pho"));
            assertThat(fault(() -> readBack(place, id(PHOTO))))
                    .isEqualTo(new PlaceFault.Corrupt("3 bytes instead of 5"));
        }
    }

    @Test
    void aFullBucketRefusesAndCanStillBeRead() throws PlaceException {
        byte[] film = bytes(31, (5 << 20) + 1);
        try (BucketPlace place = create()) {
            store(place, "a.jpg", PHOTO);
            store.setCapacity(3 << 20);
            assertThat(fault(() -> store(place, "film.mov", film))).isInstanceOf(PlaceFault.Full.class);
            assertThat(readBack(place, id(PHOTO))).isEqualTo(id(PHOTO));
            assertThat(listed(place)).containsExactly(id(PHOTO));
        }
    }

    /// Room for the upload, but not for its copy under the final name.
    @Test
    void aBucketThatIsFullOnlyWhenSettlingKeepsNothingBack() throws PlaceException {
        byte[] film = bytes(32, (2 << 20) + 1);
        try (BucketPlace place = create()) {
            store.setCapacity(4 << 20);
            Staged staged = stage(place, "film.mov", film);
            assertThat(fault(() -> place.settle(List.of(staged), List.of())))
                    .isEqualTo(new PlaceFault.Full(0, film.length));
            assertThat(listed(place)).isEmpty();
            assertThat(store.keys("staging/")).isEmpty();
            store.recover();
            store(place, "film.mov", film);
            assertThat(readBack(place, id(film))).isEqualTo(id(film));
        }
    }

    @Test
    void aBucketThatIsGoneIsNeverAnEmptyPlace() throws PlaceException {
        try (BucketPlace place = create()) {
            store(place, "a.jpg", PHOTO);
            Staged staged = stage(place, "b.jpg", text("b"));
            store.setBucketThere(false);
            PlaceFault gone = new PlaceFault.WrongMedium(Trials.PLACE, "no bucket");
            assertNothingPasses(place, staged, gone);
            assertThat(fault(() -> open(Optional.of(Trials.PLACE)))).isEqualTo(gone);
            assertThat(fault(() -> open(Optional.empty()))).isInstanceOf(PlaceFault.Unreachable.class);
            assertThat(fault(this::create)).isInstanceOf(PlaceFault.Unreachable.class);
        }
    }

    @Test
    void anEmptiedBucketIsNeverAnEmptyPlace() throws PlaceException {
        try (BucketPlace place = create()) {
            store(place, "a.jpg", PHOTO);
            Staged staged = stage(place, "b.jpg", text("b"));
            store.removeAll();
            PlaceFault gone = new PlaceFault.WrongMedium(Trials.PLACE, "no place");
            assertNothingPasses(place, staged, gone);
            assertThat(fault(() -> open(Optional.of(Trials.PLACE)))).isEqualTo(gone);
            assertThat(fault(() -> open(Optional.empty()))).isInstanceOf(PlaceFault.Unreachable.class);
        }
    }

    @Test
    void anExchangedBucketIsTheWrongMedium() throws PlaceException {
        try (BucketPlace place = create()) {
            store(place, "a.jpg", PHOTO);
            Staged staged = stage(place, "b.jpg", text("b"));
            store.removeAll();
            BucketPlace.create(
                            store.location(""),
                            means(),
                            new BucketPlace.Creation(new PlaceId("other"), "other", Trials.TAKEN_AT))
                    .close();
            PlaceFault other = new PlaceFault.WrongMedium(Trials.PLACE, "other");
            assertNothingPasses(place, staged, other);
            assertThat(fault(() -> open(Optional.of(Trials.PLACE)))).isEqualTo(other);
        }
    }

    private void assertNothingPasses(BucketPlace place, Staged staged, PlaceFault expected) {
        assertThat(fault(() -> listed(place))).isEqualTo(expected);
        assertThat(fault(() -> missing(place))).isEqualTo(expected);
        assertThat(fault(() -> origins(place))).isEqualTo(expected);
        assertThat(fault(() -> readBack(place, id(PHOTO)))).isEqualTo(expected);
        assertThat(fault(() -> place.settle(List.of(staged), List.of()))).isEqualTo(expected);
        assertThat(fault(() -> place.setAside(id(PHOTO)))).isEqualTo(expected);
        assertThat(fault(place::leftovers)).isEqualTo(expected);
        assertThat(store.keys("records/"))
                .noneMatch(key -> key.contains(id(text("b")).sha256().toString()));
    }

    @Test
    void aMarkerOfALaterVersionIsLeftAlone() throws PlaceException {
        create().close();
        store.overwrite("place.json", text("{\"format\":2,\"place\":\"bucket-1\"}"));
        assertThat(fault(() -> open(Optional.empty()))).isEqualTo(new PlaceFault.NewerFormat(2, 1));
    }

    @Test
    void damagedRecordsAreDamageAndNotSilence() throws PlaceException {
        for (String wrong :
                List.of("", "{", "[]", "{\"format\":1}", "{\"format\":1,\"place\":\"../x\"}", "x".repeat(70_000))) {
            store.removeAll();
            try (BucketPlace place = create()) {
                store(place, "a.jpg", PHOTO);
                store.overwrite(store.keys("origins/").getFirst(), text(wrong));
                assertThat(fault(() -> origins(place))).isInstanceOf(PlaceFault.DamagedIndex.class);
                store.overwrite(BucketLayout.recordKey(id(PHOTO)), text(wrong));
                assertThat(fault(() -> place.hints((_, _) -> {}))).isInstanceOf(PlaceFault.DamagedIndex.class);
                assertThat(readBack(place, id(PHOTO))).isEqualTo(id(PHOTO));
                store.overwrite("place.json", text(wrong));
                assertThat(fault(() -> open(Optional.of(Trials.PLACE)))).isInstanceOf(PlaceFault.DamagedIndex.class);
            }
        }
    }

    @Test
    void aWrongKeyIsDenied() throws PlaceException {
        create().close();
        BucketMeans stranger = Trials.means(new BucketCredentials.Given("other", "other-secret"), Runnable::run);
        assertThat(fault(() -> BucketPlace.open(store.location(""), stranger, Trials.quick(), Optional.empty())))
                .isEqualTo(new PlaceFault.Denied("InvalidAccessKeyId"));
    }

    @Test
    void noFailureTellsASecret() throws PlaceException {
        try (BucketPlace place = create()) {
            store.fail(content("PUT"), 403, "SignatureDoesNotMatch", ALWAYS);
            PlaceException failure =
                    Assertions.catchThrowableOfType(PlaceException.class, () -> store(place, "a.jpg", PHOTO));
            StringWriter all = new StringWriter();
            failure.printStackTrace(new PrintWriter(all));
            assertThat(all.toString()).contains("SignatureDoesNotMatch").doesNotContain(FakeStore.SECRET_KEY);
        }
    }
}
