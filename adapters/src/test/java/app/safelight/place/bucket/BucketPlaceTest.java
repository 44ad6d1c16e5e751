package app.safelight.place.bucket;

import static app.safelight.place.bucket.FakeStore.on;
import static app.safelight.place.bucket.Trials.bytes;
import static app.safelight.place.bucket.Trials.fault;
import static app.safelight.place.bucket.Trials.hint;
import static app.safelight.place.bucket.Trials.id;
import static app.safelight.place.bucket.Trials.listed;
import static app.safelight.place.bucket.Trials.missing;
import static app.safelight.place.bucket.Trials.origins;
import static app.safelight.place.bucket.Trials.readBack;
import static app.safelight.place.bucket.Trials.stage;
import static app.safelight.place.bucket.Trials.store;
import static app.safelight.place.bucket.Trials.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.safelight.core.backup.ReadBack;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.PlaceId;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.NameHint;
import app.safelight.core.place.Origin;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.place.Staged;
import app.safelight.core.place.Staging;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a place in a bucket does beyond the contract of all places.
class BucketPlaceTest {
    private static final int PART_BYTES = 1_000;

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
        return BucketPlace.create(store.location("lib"), means(), limits(), Trials.creation());
    }

    /// Another process.
    private BucketPlace open() throws PlaceException {
        return BucketPlace.open(store.location("lib"), means(), limits(), Optional.of(Trials.PLACE));
    }

    private static BucketLimits limits() {
        return Trials.pieces(PART_BYTES, 4, 1 << 20);
    }

    private static String contentKey(byte[] bytes) {
        return "lib/" + BucketLayout.contentKey(id(bytes));
    }

    private static String recordKey(byte[] bytes) {
        return "lib/" + BucketLayout.recordKey(id(bytes));
    }

    @Test
    void aPhotoIsOneObjectUnderItsHashAndOneRecord() throws PlaceException {
        byte[] photo = text("photo");
        try (BucketPlace place = create()) {
            store(place, "IMG_1.JPG", photo);
        }
        String hex = id(photo).sha256().toString();
        assertThat(contentKey(photo))
                .isEqualTo("lib/content/" + hex.substring(0, 2) + "/" + hex.substring(2, 4) + "/" + hex + "-5");
        assertThat(store.keys("")).hasSize(4).contains("lib/place.json", contentKey(photo), recordKey(photo));
        assertThat(store.keys("lib/origins/")).hasSize(1);
        assertThat(store.object(contentKey(photo)).bytes()).isEqualTo(photo);
    }

    @Test
    void theLibraryCanBeMadeAgainFromTheBucketAlone() throws PlaceException {
        Map<ContentId, NameHint> kept = new LinkedHashMap<>();
        Map<ContentId, NameHint> told = new LinkedHashMap<>();
        try (BucketPlace place = create()) {
            List<String> names =
                    List.of("IMG_1.JPG", "Köln \uD83D\uDCF7.heic", "half \uD83D a pair\n.jpg", "x".repeat(4_000));
            for (String name : names) {
                byte[] bytes = text("bytes of " + name.length());
                place.settle(List.of(stage(place, name, bytes)), List.of());
                kept.put(id(bytes), hint(name));
            }
            place.hints(told::put);
        }
        assertThat(told).isEqualTo(kept);
    }

    @Test
    void metadataSayTheSameToOthers() throws PlaceException {
        byte[] small = bytes(1, 100);
        byte[] large = bytes(2, 10 * PART_BYTES + 1);
        try (BucketPlace place = create()) {
            store(place, "Köln.jpg", small);
            store(place, "Köln.mov", large);
        }
        assertThat(store.object(contentKey(small)).metadata())
                .containsEntry("name", "K%C3%B6ln.jpg")
                .containsEntry("day", "2024-06-05")
                .containsEntry("shelf", "PHOTOS")
                .containsEntry("mtime", "1717582830.500000000");
        assertThat(store.object(contentKey(large)).metadata()).containsEntry("name", "K%C3%B6ln.mov");
    }

    @Test
    void aLongContentIsStagedInSegmentsAndPutTogetherByTheStore() throws PlaceException {
        byte[] film = bytes(3, 10 * PART_BYTES + 1);
        try (BucketPlace place = create()) {
            Staged staged = stage(place, "film.mov", film);
            assertThat(store.keys("lib/staging/")).hasSize(3);
            place.settle(List.of(staged), List.of());
            assertThat(store.object(contentKey(film)).bytes()).isEqualTo(film);
            assertThat(readBack(place, id(film))).isEqualTo(id(film));
        }
        assertThat(store.keys("lib/staging/")).isEmpty();
        assertThat(store.unfinishedUploads()).isZero();
    }

    @Test
    void moreBytesThanWereSaidAreTakenToo() throws PlaceException {
        byte[] photo = bytes(4, 3 * PART_BYTES);
        try (BucketPlace place = create()) {
            Staging staging = place.stage(hint("grown.jpg"), 1);
            staging.write(photo, 0, photo.length);
            place.settle(List.of(staging.finish(id(photo))), List.of());
            assertThat(readBack(place, id(photo))).isEqualTo(id(photo));
        }
    }

    @Test
    void whatAKilledProcessLeavesIsNeverListedAndIsToldInBytes() throws PlaceException {
        byte[] whole = bytes(5, 300);
        byte[] film = bytes(6, 2 * PART_BYTES + 1);
        byte[] half = bytes(7, 5 * PART_BYTES);
        try (BucketPlace killed = create()) {
            stage(killed, "whole.jpg", whole);
            stage(killed, "film.mov", film);
            killed.stage(hint("half.mov"), half.length).write(half, 0, half.length);
            // its power goes here
            try (BucketPlace next = open()) {
                assertThat(listed(next)).isEmpty();
                assertThat(missing(next)).isEmpty();
                assertThat(fault(() -> readBack(next, id(whole)))).isEqualTo(new PlaceFault.Missing());
                assertThat(next.claims(id(whole))).isFalse();
                Leftovers left = next.leftovers();
                assertThat(left.passing()).isEqualTo(new Leftovers.Amount(1, film.length));
                assertThat(left.unfinished()).isEqualTo(new Leftovers.Amount(1, 4L * PART_BYTES));
                assertThat(left.unrecorded()).isEqualTo(new Leftovers.Amount(1, whole.length));
                assertThat(left.setAside()).isEqualTo(new Leftovers.Amount(0, 0));
            }
        }
    }

    @Test
    void theNextRunTakesOverWhatStandsUnderItsNameAlready() throws PlaceException {
        byte[] photo = bytes(8, 300);
        try (BucketPlace killed = create()) {
            stage(killed, "a.jpg", photo);
        }
        store.forgetLog();
        try (BucketPlace place = open()) {
            store(place, "a.jpg", photo);
            assertThat(readBack(place, id(photo))).isEqualTo(id(photo));
        }
        assertThat(store.log()).noneMatch(line -> line.equals("PUT " + contentKey(photo)));
    }

    @Test
    void onlyWhatIsOldIsSwept() throws PlaceException {
        byte[] old = bytes(9, 2 * PART_BYTES + 1);
        byte[] young = bytes(10, 2 * PART_BYTES + 1);
        byte[] kept = bytes(11, 10);
        try (BucketPlace place = create()) {
            store.setAge(Duration.ofDays(8));
            store(place, "kept.jpg", kept);
            stage(place, "old.mov", old);
            place.stage(hint("half.mov"), old.length).write(old, 0, old.length);
            store.setAge(Duration.ZERO);
            Staged staged = stage(place, "young.mov", young);
            place.stage(hint("half.mov"), young.length).write(young, 0, young.length);
            assertThat(place.sweep(Duration.ofDays(7))).isEqualTo(2);
            assertThat(place.leftovers().passing().count()).isEqualTo(1);
            assertThat(store.unfinishedUploads()).isEqualTo(1);
            place.settle(List.of(staged), List.of());
            assertThat(listed(place)).containsExactlyInAnyOrder(id(kept), id(young));
            assertThat(missing(place)).isEmpty();
        }
    }

    @Test
    void aClockThatIsYearsAheadSweepsNothingOfOthers() throws PlaceException {
        byte[] film = bytes(12, 2 * PART_BYTES + 1);
        BucketMeans ahead = new BucketMeans(
                FakeStore.credentials(),
                Runnable::run,
                InstantSource.fixed(Instant.parse("2099-01-01T00:00:00Z")),
                new SecureRandom());
        try (BucketPlace slow = create();
                BucketPlace fast = BucketPlace.open(store.location("lib"), ahead, limits(), Optional.empty())) {
            Staged staged = stage(slow, "film.mov", film);
            store(fast, "photo.jpg", text("photo"));
            slow.settle(List.of(staged), List.of());
            assertThat(readBack(slow, id(film))).isEqualTo(id(film));
        }
    }

    @Test
    void anAbandonedUploadIsGivenUpAtOnce() throws PlaceException {
        byte[] film = bytes(13, 7 * PART_BYTES);
        try (BucketPlace place = create()) {
            Staging staging = place.stage(hint("film.mov"), film.length);
            staging.write(film, 0, film.length);
            assertThat(store.unfinishedUploads()).isEqualTo(1);
            assertThat(store.keys("lib/staging/")).hasSize(1);
            staging.abandon();
        }
        assertThat(store.unfinishedUploads()).isZero();
        assertThat(store.keys("lib/staging/")).isEmpty();
    }

    @Test
    void twoProcessesThatPutTheSameContentAtOnceHaveItOnce() throws PlaceException {
        byte[] small = bytes(14, 500);
        byte[] large = bytes(15, 3 * PART_BYTES);
        try (BucketPlace one = create();
                BucketPlace other = open()) {
            // Each looks before the other has put, and puts before the other has settled.
            List<Staged> others = new ArrayList<>();
            store.strike(new FakeStore.Trouble.Meanwhile(
                    on("PUT", contentKey(small)), staging(other, small, others), new AtomicInteger(1)));
            Staged first = stage(one, "a.jpg", small);
            Staged film = stage(one, "a.mov", large);
            others.add(stage(other, "b.mov", large));
            one.settle(List.of(first, film), List.of(Trials.origin("a.jpg", small)));
            other.settle(others, List.of(Trials.origin("b.jpg", small)));
            for (BucketPlace place : List.of(one, other)) {
                assertThat(listed(place)).containsExactlyInAnyOrder(id(small), id(large));
                assertThat(readBack(place, id(small))).isEqualTo(id(small));
                assertThat(readBack(place, id(large))).isEqualTo(id(large));
                assertThat(origins(place))
                        .containsExactly(Trials.origin("a.jpg", small), Trials.origin("b.jpg", small));
                assertThat(missing(place)).isEmpty();
            }
        }
        assertThat(store.keys("lib/staging/")).isEmpty();
        assertThat(store.keys("lib/content/")).hasSize(2);
    }

    private static Runnable staging(BucketPlace place, byte[] bytes, List<Staged> staged) {
        return () -> {
            try {
                staged.add(stage(place, "b.jpg", bytes));
            } catch (PlaceException failure) {
                throw new AssertionError(failure);
            }
        };
    }

    /// Six contents that are not of record put the pages of both listings out of step: the page of contents that
    /// the late one belongs on is asked for before it comes, the page of records after.
    @Test
    void whatAnotherProcessSettlesWhileWeLookIsNotMissing() throws PlaceException {
        List<byte[]> all = new ArrayList<>();
        for (int seed = 0; seed < 14; seed++) {
            all.add(bytes(seed, 10));
        }
        all.sort(Comparator.comparing(one -> BucketLayout.name(id(one))));
        byte[] late = between(all.get(12), all.get(13));
        try (BucketPlace place = create();
                BucketPlace other = open()) {
            for (byte[] orphan : all.subList(0, 6)) {
                stage(other, "orphan.jpg", orphan);
            }
            for (byte[] recorded : all.subList(6, 14)) {
                store(place, "a.jpg", recorded);
            }
            store.strike(new FakeStore.Trouble.Meanwhile(
                    request -> request.operation().equals("GET ?list-type")
                            && request.query().getOrDefault("prefix", "").contains("records/")
                            && request.query().containsKey("continuation-token"),
                    () -> storing(other, late),
                    new AtomicInteger(1)));
            assertThat(missing(place)).isEmpty();
            store.remove(contentKey(late));
            assertThat(missing(place)).containsExactly(id(late));
        }
    }

    /// Bytes whose name stands between those of two others.
    private static byte[] between(byte[] low, byte[] high) {
        for (int seed = 100; seed < 100_000; seed++) {
            byte[] one = bytes(seed, 10);
            String name = BucketLayout.name(id(one));
            if (name.compareTo(BucketLayout.name(id(low))) > 0 && name.compareTo(BucketLayout.name(id(high))) < 0) {
                return one;
            }
        }
        throw new AssertionError("nothing stands between them");
    }

    private static void storing(BucketPlace place, byte[] bytes) {
        try {
            store(place, "late.jpg", bytes);
        } catch (PlaceException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void aRottenCopyIsReplacedByTheOneThatWasStagedBefore() throws PlaceException {
        byte[] photo = bytes(16, 800);
        try (BucketPlace place = create()) {
            store(place, "a.jpg", photo);
            byte[] rotten = Trials.flipped(photo, 99);
            store.overwrite(contentKey(photo), rotten);
            assertThat(readBack(place, id(photo))).isNotEqualTo(id(photo));
            Staged good = stage(place, "a.jpg", photo);
            place.setAside(id(photo));
            place.settle(List.of(good), List.of());
            assertThat(readBack(place, id(photo))).isEqualTo(id(photo));
            assertThat(store.object(store.keys("lib/set-aside/").getFirst()).bytes())
                    .isEqualTo(rotten);
        }
    }

    @Test
    void goodBytesStagedForADeletedCopyAreNotSetAsideWithIt() throws PlaceException {
        byte[] photo = bytes(17, 800);
        try (BucketPlace place = create()) {
            store(place, "a.jpg", photo);
            store.remove(contentKey(photo));
            Staged good = stage(place, "a.jpg", photo);
            place.setAside(id(photo));
            place.settle(List.of(good), List.of());
            assertThat(readBack(place, id(photo))).isEqualTo(id(photo));
        }
        assertThat(store.keys("lib/set-aside/")).isEmpty();
    }

    @Test
    void aTruncatedObjectUnderTheNameIsKeptAsideWhenAGoodOneComes() throws PlaceException {
        byte[] photo = bytes(18, 800);
        try (BucketPlace place = create()) {
            store(place, "a.jpg", photo);
            store.overwrite(contentKey(photo), text("cut"));
            place.settle(List.of(stage(place, "a.jpg", photo)), List.of());
            assertThat(readBack(place, id(photo))).isEqualTo(id(photo));
            assertThat(place.leftovers().setAside()).isEqualTo(new Leftovers.Amount(1, 3));
        }
    }

    @Test
    void originsStayInOrderWhenTheClockIsSetBack() throws PlaceException {
        byte[] old = text("old");
        byte[] fresh = text("fresh");
        for (String[] step : new String[][] {{"2026-05-01T00:00:00Z", "old"}, {"2020-01-01T00:00:00Z", "fresh"}}) {
            BucketMeans means = new BucketMeans(
                    FakeStore.credentials(),
                    Runnable::run,
                    InstantSource.fixed(Instant.parse(step[0])),
                    new SecureRandom());
            try (Place place = Trials.openOrCreate(store.location("lib"), means, limits())) {
                byte[] bytes = text(step[1]);
                place.settle(List.of(stage(place, "same", bytes)), List.of(Trials.origin("same", bytes)));
            }
        }
        try (BucketPlace place = open()) {
            assertThat(origins(place)).containsExactly(Trials.origin("same", old), Trials.origin("same", fresh));
        }
    }

    @Test
    void manyOriginsTakeSeveralObjectsAndComeBackInOrder() throws PlaceException {
        byte[] photo = text("photo");
        List<Origin> many = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            many.add(Trials.origin("folder ".repeat(60) + i, photo));
        }
        try (BucketPlace place = create()) {
            place.settle(List.of(stage(place, "a.jpg", photo)), many);
            assertThat(store.keys("lib/origins/").size()).isGreaterThan(1);
            assertThat(origins(place)).isEqualTo(many);
        }
    }

    @Test
    void anOriginOfWhatIsNotHeldIsRefused() throws PlaceException {
        try (BucketPlace place = create()) {
            assertThat(fault(() -> place.settle(List.of(), List.of(Trials.origin("a", text("nobody has it"))))))
                    .isEqualTo(new PlaceFault.Missing());
            assertThat(origins(place)).isEmpty();
        }
    }

    @Test
    void aReadThatBreaksOffGoesOnWhereItWas() throws PlaceException {
        byte[] film = bytes(19, 300_000);
        try (BucketPlace place = create()) {
            store(place, "film.mov", film);
            store.strike(new FakeStore.Trouble.Shortens(on("GET", contentKey(film)), 70_000, new AtomicInteger(3)));
            assertThat(readBack(place, id(film))).isEqualTo(id(film));
        }
    }

    @Test
    void aReadNeverGoesOnInAnotherObject() throws PlaceException {
        byte[] film = bytes(20, 300_000);
        byte[] other = bytes(21, 300_000);
        try (BucketPlace place = create()) {
            store(place, "film.mov", film);
            store.strike(new FakeStore.Trouble.Shortens(on("GET", contentKey(film)), 70_000, new AtomicInteger(1)));
            assertThat(fault(() -> place.<Integer, RuntimeException>read(id(film), Evidence.READ_BACK, body -> {
                        byte[] buffer = new byte[1_000];
                        int read = body.read(0, buffer, 0, buffer.length);
                        store.overwrite(contentKey(film), other);
                        ReadBack.digest(body);
                        return read;
                    })))
                    .isEqualTo(new PlaceFault.ReadFailed("PreconditionFailed"));
        }
    }

    @Test
    void strangersObjectsAreLeftAloneAndNotListed() throws PlaceException {
        try (BucketPlace place = create()) {
            store.place("lib/records/readme.txt", text("hello"));
            store.place("lib/content/aa/bb/readme.txt", text("hello"));
            store.place("lib/origins/readme.txt", text("hello"));
            byte[] photo = text("photo");
            store(place, "a.jpg", photo);
            assertThat(listed(place)).containsExactly(id(photo));
            assertThat(missing(place)).isEmpty();
            assertThat(origins(place)).hasSize(1);
        }
    }

    @Test
    void placesBelowDifferentPrefixesDoNotMeet() throws PlaceException {
        PlaceId second = new PlaceId("bucket-2");
        try (BucketPlace one = create();
                BucketPlace other = BucketPlace.create(
                        store.location("lib2"), means(), new BucketPlace.Creation(second, "two", Trials.TAKEN_AT))) {
            store(one, "a.jpg", text("a"));
            store(other, "b.jpg", text("b"));
            assertThat(listed(one)).containsExactly(id(text("a")));
            assertThat(listed(other)).containsExactly(id(text("b")));
        }
        assertThat(BucketPlace.idAt(store.location("lib2"), means())).contains(second);
        assertThat(BucketPlace.idAt(store.location("lib3"), means())).isEmpty();
    }

    @Test
    void aSecondPlaceInTheSamePrefixIsRefused() throws PlaceException {
        create().close();
        assertThat(fault(this::create)).isInstanceOf(PlaceFault.Denied.class);
        assertThat(BucketPlace.idAt(store.location("lib"), means())).contains(Trials.PLACE);
    }

    @Test
    void evidenceEndsAtReadBack() throws PlaceException {
        try (BucketPlace place = create()) {
            assertThat(place.traits().strongestEvidence()).isEqualTo(Evidence.READ_BACK);
            ContentId content = store(place, "a.jpg", text("a"));
            assertThatThrownBy(() ->
                            place.<Integer, RuntimeException>read(content, Evidence.READ_BACK_FROM_MEDIUM, _ -> 1))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void everyBodyIsSignedWithItsHash() throws PlaceException {
        List<String> hashes = new ArrayList<>();
        store.strike(new FakeStore.Trouble.Meanwhile(
                request -> {
                    hashes.add(request.header("x-amz-content-sha256"));
                    return false;
                },
                () -> {},
                new AtomicInteger(1)));
        try (BucketPlace place = create()) {
            store(place, "a.mov", bytes(22, 5 * PART_BYTES));
        }
        // The store of these tests compares each of them with what came.
        assertThat(hashes).hasSizeGreaterThan(8).allMatch(hash -> hash.matches("[0-9a-f]{64}"));
    }

    @Test
    void aClosedPlaceTakesNothing() throws PlaceException {
        BucketPlace place = create();
        place.close();
        assertThatThrownBy(() -> place.stage(hint("a"), 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> listed(place)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theLocationHasNoSecretAndComesBackAsItWas() throws PlaceException {
        BucketLocation location = store.location("lib");
        assertThat(location.toString()).isEqualTo("s3://photos/lib at " + store.endpoint());
        try (BucketPlace place = create()) {
            assertThat(place.location()).isEqualTo(location.toString());
            assertThat(place.label()).isEqualTo("A test bucket");
        }
        for (String text : List.of(
                location.toString(),
                "s3://photos/a/b at https://s3.eu-central-1.amazonaws.com",
                "s3://photos/a at https://store.example in garage",
                "s3://photos/ at http://127.0.0.1:7480")) {
            BucketLocation parsed = BucketLocation.parse(text, Optional.empty(), Optional.empty());
            assertThat(parsed.toString()).isEqualTo(text);
            assertThat(BucketLocation.parse(parsed.toString(), Optional.empty(), Optional.empty()))
                    .isEqualTo(parsed);
        }
        assertThat(BucketLocation.parse("s3://photos/a", Optional.empty(), Optional.of("eu-west-1")))
                .hasToString("s3://photos/a at https://s3.eu-west-1.amazonaws.com");
        assertThat(FakeStore.credentials().toString() + means()).doesNotContain(FakeStore.SECRET_KEY);
        for (String wrong : List.of(
                "s3://user:secret@photos/a",
                "s3://photos/a at https://user:secret@host",
                "s3://photos/../a",
                "s3://photos/a?X-Amz-Signature=secret",
                "s3://p",
                "https://photos/a")) {
            assertThatThrownBy(() -> BucketLocation.parse(wrong, Optional.empty(), Optional.empty()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .doesNotContain("user:secret");
        }
    }

    @Test
    void theMarkerIsPlainJson() throws PlaceException {
        create().close();
        assertThat(new String(store.object("lib/place.json").bytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"format\":1,\"place\":\"bucket-1\",\"createdAt\":\"2024-06-05T10:20:30.500Z\","
                        + "\"label\":\"A test bucket\"}\n");
    }

    @Test
    void nothingIsAskedOfTheStoreTwice() throws PlaceException {
        byte[] photo = text("photo");
        try (BucketPlace place = create()) {
            store(place, "first.jpg", text("first"));
            store.forgetLog();
            store(place, "a.jpg", photo);
            String origins = store.keys("lib/origins/").getLast();
            assertThat(store.log())
                    .containsExactly(
                            "HEAD " + contentKey(photo),
                            "PUT " + contentKey(photo),
                            "GET lib/place.json",
                            "PUT " + recordKey(photo),
                            "PUT " + origins);
        }
    }
}
