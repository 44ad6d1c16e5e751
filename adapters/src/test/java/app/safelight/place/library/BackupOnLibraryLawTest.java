package app.safelight.place.library;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.core.backup.Backup;
import app.safelight.core.backup.Progress;
import app.safelight.core.backup.Verification;
import app.safelight.core.ledger.ItemState;
import app.safelight.core.ledger.Ledger;
import app.safelight.core.ledger.LedgerEvent;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.model.AssetId;
import app.safelight.core.model.AssetKind;
import app.safelight.core.model.ItemFacts;
import app.safelight.core.model.Role;
import app.safelight.core.model.SourceId;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.plan.Selection;
import app.safelight.core.policy.Judge;
import app.safelight.core.policy.ProtectionPolicy;
import app.safelight.core.policy.Verdict;
import app.safelight.core.source.Source;
import app.safelight.core.source.SourceException;
import app.safelight.simulator.world.FakeSource;
import app.safelight.simulator.world.Law;
import app.safelight.simulator.world.MemoryLedger;
import app.safelight.simulator.world.OneByOneCrew;
import app.safelight.simulator.world.PlaceTrouble;
import app.safelight.simulator.world.Truth;
import app.safelight.simulator.world.World;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The one law and its twin over the real backup into a real library over a real line.
class BackupOnLibraryLawTest {
    private static final SourceId CARD = new SourceId("card");
    private static final Instant TAKEN = Instant.parse("2026-02-01T10:00:00Z");
    private static final ProtectionPolicy POLICY = ProtectionPolicy.STANDARD;

    /// Bytes between two cuts: several in each request.
    private static final int STEP_BYTES = Boolean.getBoolean("safelight.long") ? 40 : 450;

    private static final long MOST_BYTES = 1 << 20;

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

    private Place open() throws PlaceException {
        return LibraryPlace.open(new HttpLink(line.address(), key, Optional.empty()), "line", Optional.empty());
    }

    /// @return why the library took nothing more
    private Optional<PlaceFault> backup(Source source, Ledger ledger, World world)
            throws SourceException, LedgerException {
        try (Place place = open()) {
            Backup.Outcome outcome = new Backup(
                            source,
                            List.of(place),
                            ledger,
                            (_, _) -> ItemFacts.unknown(),
                            BackupOnLibraryLawTest::eachAlone,
                            new OneByOneCrew(3),
                            world.clock(),
                            Selection.EVERYTHING,
                            Progress.SILENT)
                    .run();
            return outcome.stopped().values().stream().map(Backup.Stop::fault).findFirst();
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

    private void checkLaw(Ledger ledger, World world) throws Exception {
        Truth truth = new Truth()
                .with(library.id(), () -> library.place.durableContents().values());
        assertThat(new Law(POLICY).breaches(ledger, world.clock().instant(), truth))
                .isEmpty();
    }

    private static long safe(Ledger ledger, World world) throws LedgerException {
        Judge judge = new Judge(POLICY);
        AtomicInteger safe = new AtomicInteger();
        ledger.assets(CARD, asset -> {
            if (judge.judge(asset, world.clock().instant()) instanceof Verdict.Safe) {
                safe.incrementAndGet();
            }
        });
        return safe.get();
    }

    private static byte[] bytes(long seed, int sizeBytes) {
        byte[] bytes = new byte[sizeBytes];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    /// @param round makes other photos each time
    private static FakeSource photos(World world, long round) {
        FakeSource source = new FakeSource(world, CARD);
        for (int i = 1; i <= 4; i++) {
            source.put("DCIM/10" + i + "/IMG_0001.JPG", bytes(round * 10 + i, 700 * i - 500), TAKEN.plusSeconds(i));
        }
        source.put("copy of one.jpg", bytes(round * 10 + 1, 200), TAKEN);
        return source;
    }

    /// After byte 0, 450, 900 … nothing goes through any more.
    @Test
    void holdsWhereverTheLineIsCut() throws Exception {
        boolean finished = false;
        int plays = 0;
        for (long at = 0; at < MOST_BYTES && !finished; at += STEP_BYTES) {
            World world = new World(at);
            FakeSource source = photos(world, plays);
            MemoryLedger ledger = new MemoryLedger(world);
            line.cutAfter(at);
            backup(source, ledger, world);
            finished = !line.isCut();
            checkLaw(ledger, world);
            line.mend();
            assertThat(backup(source, ledger, world)).as("after byte " + at).isEmpty();
            checkLaw(ledger, world);
            assertThat(new Law(POLICY).unreasoned(ledger, world.clock().instant(), List.copyOf(source.readable())))
                    .isEmpty();
            assertThat(safe(ledger, world)).as("after byte " + at).isEqualTo(5);
            plays++;
        }
        assertThat(finished).isTrue();
        assertThat(plays).isGreaterThan(15);
    }

    /// What the library's own place does wrong is the same to a photo as if the library did it.
    @Test
    void holdsWhateverTheLibrarysPlaceDoes() throws Exception {
        List<PlaceTrouble> troubles = List.of(
                new PlaceTrouble.FailsAlways(new PlaceFault.Unreachable("pulled")),
                new PlaceTrouble.RefusesChanges(new PlaceFault.Denied("read-only")),
                new PlaceTrouble.FillsUp(1_000),
                new PlaceTrouble.FailsWithoutSettling(1),
                new PlaceTrouble.FailsAfterSettling(1),
                new PlaceTrouble.LiesAboutSettling(true));
        for (int i = 0; i < troubles.size(); i++) {
            World world = new World(i);
            FakeSource source = photos(world, 1_000 + i);
            MemoryLedger ledger = new MemoryLedger(world);
            library.place.strike(troubles.get(i));
            backup(source, ledger, world);
            checkLaw(ledger, world);
            library.place.recover();
            backup(source, ledger, world);
            // What was seen to be bad is made room for, and then stored.
            assertThat(backup(source, ledger, world))
                    .as(troubles.get(i).toString())
                    .isEmpty();
            checkLaw(ledger, world);
            assertThat(safe(ledger, world)).as(troubles.get(i).toString()).isEqualTo(5);
        }
    }

    /// The law must be able to fail: bytes that rot after they were proven, until somebody looks.
    @Test
    void theLawSeesRotAndSoDoesTheNextVerification() throws Exception {
        World world = new World(1);
        FakeSource source = photos(world, 1);
        MemoryLedger ledger = new MemoryLedger(world);
        assertThat(backup(source, ledger, world)).isEmpty();
        var rotten = Truth.contentOf(bytes(12, 900));
        library.place.strike(new PlaceTrouble.Rots(rotten, 100));
        Truth truth = new Truth()
                .with(library.id(), () -> library.place.durableContents().values());
        assertThat(new Law(POLICY).breaches(ledger, world.clock().instant(), truth))
                .isNotEmpty();
        try (Place place = open()) {
            Verification.Outcome outcome =
                    new Verification(place, ledger, new OneByOneCrew(3), world.clock(), Progress.SILENT).run(_ -> true);
            assertThat(outcome.bad()).containsOnlyKeys(rotten);
            assertThat(outcome.bad().get(rotten)).isInstanceOf(PlaceFault.Corrupt.class);
        }
        checkLaw(ledger, world);
        // One run heals it: what is known to be bad makes room for what comes.
        assertThat(backup(source, ledger, world)).isEmpty();
        checkLaw(ledger, world);
        assertThat(safe(ledger, world)).isEqualTo(5);
    }
}
