package app.safelight.place.drive;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.core.backup.Backup;
import app.safelight.core.backup.Progress;
import app.safelight.core.ledger.ItemState;
import app.safelight.core.ledger.LedgerEvent;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.model.AssetId;
import app.safelight.core.model.AssetKind;
import app.safelight.core.model.ItemFacts;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.Role;
import app.safelight.core.model.SourceId;
import app.safelight.core.place.Disk.DiskTraits;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.plan.Selection;
import app.safelight.core.policy.ProtectionPolicy;
import app.safelight.core.source.Item;
import app.safelight.core.source.SourceException;
import app.safelight.simulator.world.DiskTrouble;
import app.safelight.simulator.world.FakeSource;
import app.safelight.simulator.world.FileSystems;
import app.safelight.simulator.world.Law;
import app.safelight.simulator.world.MemoryLedger;
import app.safelight.simulator.world.OneByOneCrew;
import app.safelight.simulator.world.Scenario;
import app.safelight.simulator.world.SimulatedDisk;
import app.safelight.simulator.world.Simulation;
import app.safelight.simulator.world.Truth;
import app.safelight.simulator.world.World;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The one law and its twin over the real backup onto the real drive format, on a disk that loses everything no
/// promise covers, cut off at every operation.
class BackupOnDriveLawTest {
    private static final SourceId CARD = new SourceId("card");
    private static final PlaceId DRIVE = new PlaceId("drive");
    private static final Instant TAKEN = Instant.parse("2026-02-01T10:00:00Z");

    /// Seeds of every story in each build; the long check plays many more.
    private static final long SEEDS = Boolean.getBoolean("safelight.long") ? 10_000 : 60;

    @TestFactory
    Stream<DynamicTest> holdsThrough() {
        return Stream.of(
                story("nothing but cuts", FileSystems.EXT4, _ -> {}),
                story("nothing but cuts on FAT32", FileSystems.FAT32, _ -> {}),
                story("a disk that is full", FileSystems.EXT4, disk -> disk.strike(new DiskTrouble.FillsUp(3_000))),
                story(
                        "a disk that lies about sync",
                        FileSystems.EXT4,
                        disk -> disk.strike(new DiskTrouble.LiesAboutSync(true))));
    }

    private static DynamicTest story(String name, DiskTraits traits, Consumer<SimulatedDisk> trouble) {
        return DynamicTest.dynamicTest(name, () -> {
            Simulation.Report report = new Simulation(world -> prepare(world, traits, trouble)).run(1, SEEDS);
            assertThat(report.plays()).isGreaterThan(SEEDS);
        });
    }

    private static Scenario.Play prepare(World world, DiskTraits traits, Consumer<SimulatedDisk> trouble)
            throws PlaceException {
        FakeSource source = new FakeSource(world, CARD);
        for (int i = 1; i <= 4; i++) {
            source.put("DCIM/10" + i + "/IMG_0001.JPG", bytes(i), TAKEN.plusSeconds(i));
        }
        source.put("copy of one.jpg", bytes(1), TAKEN);
        source.put("empty.txt", new byte[0], TAKEN);
        SimulatedDisk disk = new SimulatedDisk(world, traits);
        DrivePlace.create(disk, "simulated", new DrivePlace.Creation(DRIVE, "drive", TAKEN, false))
                .close();
        trouble.accept(disk);
        return new Play(world, source, disk, new MemoryLedger(world));
    }

    private static byte[] bytes(int number) {
        return ("photo " + number + " ").repeat(80 * number).getBytes(StandardCharsets.UTF_8);
    }

    private static final class Play implements Scenario.Play {
        private final World world;
        private final FakeSource source;
        private final SimulatedDisk disk;
        private final MemoryLedger ledger;
        private boolean faultsStopped;

        Play(World world, FakeSource source, SimulatedDisk disk, MemoryLedger ledger) {
            this.world = world;
            this.source = source;
            this.disk = disk;
            this.ledger = ledger;
        }

        /// Runs once; after the faults have stopped, records that a lying disk has lost are rebuilt, as a
        /// person is told to have done, and the run is made again.
        @Override
        public void act() {
            try {
                if (run() instanceof PlaceFault.DamagedIndex && faultsStopped) {
                    new DriveRebuild(disk, Optional.of(DRIVE), world.clock().instant(), AgeKeys.NONE).run();
                    run();
                }
            } catch (SourceException | LedgerException | PlaceException trouble) {
                // A run that ends early is what the law is asked about; without faults none may.
                if (faultsStopped) {
                    throw new AssertionError(trouble);
                }
            }
        }

        /// @return why the drive took nothing more
        private @Nullable PlaceFault run() throws SourceException, LedgerException, PlaceException {
            try (Place drive = DrivePlace.open(disk, "simulated", Optional.of(DRIVE))) {
                Backup.Outcome outcome = new Backup(
                                source,
                                List.of(drive),
                                ledger,
                                (_, _) -> ItemFacts.unknown(),
                                Play::eachAlone,
                                new OneByOneCrew(2),
                                world.clock(),
                                Selection.EVERYTHING,
                                Progress.SILENT)
                        .run();
                return outcome.stopped().containsKey(DRIVE)
                        ? outcome.stopped().get(DRIVE).fault()
                        : null;
            } catch (PlaceException failure) {
                if (failure.fault() instanceof PlaceFault.DamagedIndex damaged) {
                    return damaged;
                }
                throw failure;
            }
        }

        private static List<LedgerEvent.AssetFormed> eachAlone(List<ItemState> items) {
            List<LedgerEvent.AssetFormed> formed = new ArrayList<>();
            for (ItemState item : items) {
                formed.add(new LedgerEvent.AssetFormed(
                        new AssetId(item.key()),
                        AssetKind.PHOTO,
                        List.of(new LedgerEvent.Part(item.key(), Role.ORIGINAL))));
            }
            return formed;
        }

        @Override
        public void checkLaw() throws LedgerException {
            Law law = new Law(ProtectionPolicy.STANDARD);
            Truth truth = new Truth().with(DRIVE, disk);
            assertThat(law.breaches(ledger, world.clock().instant(), truth)).isEmpty();
            assertThat(law.alterations(ledger, source)).isEmpty();
        }

        @Override
        public void faultsStop() {
            faultsStopped = true;
            source.recover();
            disk.recover();
            ledger.recover();
        }

        @Override
        public void checkTwin() throws LedgerException {
            List<Item> items = List.copyOf(source.readable());
            assertThat(new Law(ProtectionPolicy.STANDARD)
                            .unreasoned(ledger, world.clock().instant(), items))
                    .isEmpty();
        }
    }
}
