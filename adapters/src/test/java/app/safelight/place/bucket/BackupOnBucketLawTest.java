package app.safelight.place.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.core.backup.Backup;
import app.safelight.core.backup.Progress;
import app.safelight.core.ledger.ItemState;
import app.safelight.core.ledger.Ledger;
import app.safelight.core.ledger.LedgerEvent;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.model.AssetId;
import app.safelight.core.model.AssetKind;
import app.safelight.core.model.ItemFacts;
import app.safelight.core.model.Role;
import app.safelight.core.model.SourceId;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.plan.Selection;
import app.safelight.core.policy.Judge;
import app.safelight.core.policy.ProtectionPolicy;
import app.safelight.core.policy.Verdict;
import app.safelight.core.source.Item;
import app.safelight.core.source.Source;
import app.safelight.core.source.SourceException;
import app.safelight.simulator.world.FakeSource;
import app.safelight.simulator.world.Law;
import app.safelight.simulator.world.MemoryLedger;
import app.safelight.simulator.world.OneByOneCrew;
import app.safelight.simulator.world.Truth;
import app.safelight.simulator.world.World;
import app.safelight.source.folder.FolderSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The one law and its twin over the real backup into a bucket, with the line cut at every request, and over the
/// test photos with a store that does everything wrong that it can.
class BackupOnBucketLawTest {
    private static final SourceId CARD = new SourceId("card");
    private static final Instant TAKEN = Instant.parse("2026-02-01T10:00:00Z");

    /// The strongest that a bucket can give.
    private static final ProtectionPolicy POLICY = new ProtectionPolicy(1, Evidence.READ_BACK, Duration.ofDays(180));

    /// Parts so small that the longer photos take several requests.
    private static final int PART_BYTES = 600;

    /// Requests that a story can take; one that takes more goes round in circles.
    private static final int MOST_REQUESTS = 1_000;

    private static final int SEEDS = Boolean.getBoolean("safelight.long") ? 300 : 4;

    /// Impatient, so that a story with many cuts is short.
    private static BucketLimits limits(int partBytes) {
        return new BucketLimits(
                partBytes, 3, 1 << 30, Duration.ofSeconds(5), Duration.ofSeconds(20), 1, Duration.ofMillis(1));
    }

    private static Place open(FakeStore store, int partBytes) throws PlaceException {
        return Trials.openOrCreate(
                store.location("lib"), Trials.means(FakeStore.credentials(), Runnable::run), limits(partBytes));
    }

    /// @return why the place took nothing more
    private static Optional<PlaceFault> backup(
            Source source, Ledger ledger, World world, FakeStore store, int partBytes)
            throws SourceException, LedgerException {
        try (Place place = open(store, partBytes)) {
            Backup.Outcome outcome = new Backup(
                            source,
                            List.of(place),
                            ledger,
                            (_, _) -> ItemFacts.unknown(),
                            BackupOnBucketLawTest::eachAlone,
                            new OneByOneCrew(3),
                            world.clock(),
                            Selection.EVERYTHING,
                            Progress.SILENT)
                    .run();
            return Optional.ofNullable(outcome.stopped().get(Trials.PLACE)).map(Backup.Stop::fault);
        } catch (PlaceException failure) {
            return Optional.of(failure.fault());
        }
    }

    private static List<LedgerEvent.AssetFormed> eachAlone(List<ItemState> items) {
        return items.stream()
                .map(item -> new LedgerEvent.AssetFormed(
                        new AssetId(item.key()),
                        AssetKind.PHOTO,
                        List.of(new LedgerEvent.Part(item.key(), Role.ORIGINAL))))
                .toList();
    }

    private static void checkLaw(Ledger ledger, World world, FakeStore store) throws LedgerException {
        Truth truth = new Truth()
                .with(
                        Trials.PLACE,
                        () -> store.keys("lib/content/").stream()
                                .map(key -> store.object(key).bytes())
                                .toList());
        assertThat(new Law(POLICY).breaches(ledger, world.clock().instant(), truth))
                .isEmpty();
    }

    private static long safe(Ledger ledger, Source source, World world) throws LedgerException {
        Judge judge = new Judge(POLICY);
        AtomicInteger safe = new AtomicInteger();
        ledger.assets(source.id(), asset -> {
            if (judge.judge(asset, world.clock().instant()) instanceof Verdict.Safe) {
                safe.incrementAndGet();
            }
        });
        return safe.get();
    }

    private static FakeSource photos(World world) {
        FakeSource source = new FakeSource(world, CARD);
        for (int i = 1; i <= 4; i++) {
            source.put("DCIM/10" + i + "/IMG_0001.JPG", Trials.bytes(i, 900 * i - 500), TAKEN.plusSeconds(i));
        }
        source.put("copy of one.jpg", Trials.bytes(1, 400), TAKEN);
        source.put("copy of four.jpg", Trials.bytes(4, 3_100), TAKEN);
        source.put("empty.txt", new byte[0], TAKEN);
        return source;
    }

    /// At request 0, 1, 2 … the process dies: what it asked for then is done or not, and nothing after it.
    @TestFactory
    Stream<DynamicTest> holdsWhereverTheProcessDies() {
        return Stream.of(false, true)
                .map(afterTheWork -> DynamicTest.dynamicTest(
                        afterTheWork ? "after the request was done" : "before it was done",
                        () -> dieAtEachRequest(afterTheWork)));
    }

    private static void dieAtEachRequest(boolean afterTheWork) throws Exception {
        boolean finished = false;
        int plays = 0;
        for (int at = 0; at < MOST_REQUESTS && !finished; at++) {
            World world = new World(at);
            FakeSource source = photos(world);
            MemoryLedger ledger = new MemoryLedger(world);
            try (FakeStore store = new FakeStore()) {
                open(store, PART_BYTES).close();
                store.forgetLog();
                int last = at;
                AtomicInteger requests = new AtomicInteger();
                store.strike(new FakeStore.Trouble.Cuts(
                        _ -> requests.getAndIncrement() == last, afterTheWork, new AtomicInteger(1)));
                store.strike(new FakeStore.Trouble.Cuts(_ -> requests.get() > last + 1, false, many()));
                backup(source, ledger, world, store, PART_BYTES);
                finished = requests.get() <= at;
                checkLaw(ledger, world, store);
                store.recover();
                assertThat(backup(source, ledger, world, store, PART_BYTES)).isEmpty();
                checkLaw(ledger, world, store);
                checkTwin(source.readable(), ledger, world);
                assertThat(safe(ledger, source, world)).isEqualTo(7);
            }
            plays++;
        }
        assertThat(finished).isTrue();
        assertThat(plays).isGreaterThan(40);
    }

    private static AtomicInteger many() {
        return new AtomicInteger(Integer.MAX_VALUE);
    }

    private static void checkTwin(List<? extends Item> items, Ledger ledger, World world) throws LedgerException {
        assertThat(new Law(POLICY).unreasoned(ledger, world.clock().instant(), List.copyOf(items)))
                .isEmpty();
    }

    /// Every fault that the store knows, at random, through several runs over the test photos.
    @TestFactory
    Stream<DynamicTest> holdsOverTheTestPhotos() {
        return IntStream.range(0, SEEDS)
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> playWithPhotos(seed)));
    }

    private static void playWithPhotos(int seed) throws Exception {
        Path photos = Path.of(System.getProperty("safelight.repository"), "../shared/fixtures/media");
        World world = new World(seed);
        MemoryLedger ledger = new MemoryLedger(world);
        Random chance = new Random(seed);
        int partBytes = 1 << 20;
        try (FakeStore store = new FakeStore();
                Source source = FolderSource.open(photos.toRealPath())) {
            open(store, partBytes).close();
            List<FakeStore.Trouble> faults = faults(chance, store);
            faults.forEach(store::strike);
            for (int run = 0; run < 4; run++) {
                backup(source, ledger, world, store, partBytes);
                checkLaw(ledger, world, store);
            }
            store.recover();
            assertThat(backup(source, ledger, world, store, partBytes)).isEmpty();
            checkLaw(ledger, world, store);
            List<Item> items = new ArrayList<>();
            source.list(items::add);
            checkTwin(items, ledger, world);
            long readable =
                    items.stream().filter(Item.Available.class::isInstance).count();
            assertThat(safe(ledger, source, world)).isEqualTo(readable).isGreaterThan(100);
        }
    }

    private static List<FakeStore.Trouble> faults(Random chance, FakeStore store) {
        store.setCapacity((20L << 20) + chance.nextInt(30 << 20));
        return List.of(
                new FakeStore.Trouble.Fails(rarely(chance, 60), 500, "InternalError", many()),
                new FakeStore.Trouble.Fails(rarely(chance, 90), 503, "SlowDown", many()),
                new FakeStore.Trouble.Cuts(rarely(chance, 60), false, many()),
                new FakeStore.Trouble.Cuts(rarely(chance, 60), true, many()),
                new FakeStore.Trouble.Shortens(content(rarely(chance, 20)), 1_000, many()),
                new FakeStore.Trouble.Flips(content(rarely(chance, 15)), many()));
    }

    private static Predicate<FakeStore.Request> rarely(Random chance, int oneIn) {
        return _ -> chance.nextInt(oneIn) == 0;
    }

    private static Predicate<FakeStore.Request> content(Predicate<FakeStore.Request> and) {
        return request -> request.operation().equals("GET") && request.key().contains("/content/") && and.test(request);
    }

    /// The law must be able to fail: a store that says yes and keeps other bytes, after the photos were read back.
    @Test
    void theLawSeesAStoreThatLosesWhatWasProven() throws Exception {
        World world = new World(1);
        FakeSource source = photos(world);
        MemoryLedger ledger = new MemoryLedger(world);
        try (FakeStore store = new FakeStore()) {
            assertThat(backup(source, ledger, world, store, PART_BYTES)).isEmpty();
            String key = store.keys("lib/content/").getFirst();
            store.remove(key);
            Truth truth = new Truth()
                    .with(
                            Trials.PLACE,
                            () -> store.keys("lib/content/").stream()
                                    .map(one -> store.object(one).bytes())
                                    .toList());
            assertThat(new Law(POLICY).breaches(ledger, world.clock().instant(), truth))
                    .isNotEmpty();
            // The next run sees it by itself, and makes it good.
            assertThat(backup(source, ledger, world, store, PART_BYTES)).isEmpty();
            assertThat(store.keys("lib/content/")).contains(key);
            checkLaw(ledger, world, store);
        }
    }
}
