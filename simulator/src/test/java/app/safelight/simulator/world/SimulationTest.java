package app.safelight.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import app.safelight.core.ledger.LedgerFault;
import app.safelight.core.place.Disk;
import app.safelight.simulator.world.Simulation.Halt;
import app.safelight.simulator.world.Simulation.Report;
import app.safelight.simulator.world.TinyProgram.Shortcut;
import app.safelight.simulator.world.TinyScenario.Trouble;
import app.safelight.simulator.world.World.Stop;
import java.io.IOException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SimulationTest {
    private static final long SEED = 42;
    private static final long SEEDS = 150;

    private static final Trouble NONE = (_, _, _, _) -> {};
    private static final Trouble LYING_DISK = (_, _, disk, _) -> disk.strike(new DiskTrouble.LiesAboutSync(true));

    /// The trouble in which a shortcut shows; where none is named, daily work and the power are enough.
    private static final Map<Shortcut, Trouble> NEEDED = new EnumMap<>(Map.of(
            Shortcut.NO_READ_BACK, LYING_DISK,
            Shortcut.READ_BACK_FROM_CACHE, LYING_DISK,
            Shortcut.TRUSTS_NAMES, LYING_DISK));

    @Test
    void theRightProgramKeepsTheLawAtEveryOperationAndSeed() {
        Report report = new Simulation(TinyScenario.withoutTrouble()).run(SEED, SEEDS);
        assertThat(report.operations()).isGreaterThan(50);
        assertThat(report.stops()).isGreaterThan(2 * report.operations());
        assertThat(report.plays()).isGreaterThan(SEEDS);
    }

    @TestFactory
    Stream<DynamicTest> theRightProgramKeepsTheLawInTrouble() {
        Map<String, Trouble> troubles = Map.of(
                "a disk that lies about sync", LYING_DISK,
                "a disk that fills up", (_, _, disk, _) -> disk.strike(new DiskTrouble.FillsUp(2_000)),
                "a disk that is read-only", (_, _, disk, _) -> disk.strike(new DiskTrouble.IsReadOnly()),
                "a disk that cannot be read", (_, _, disk, _) -> disk.strike(new DiskTrouble.FailsReading("")),
                "an item that changes",
                        (_, source, _, _) -> source.strike(new SourceTrouble.ChangesWhileRead("DCIM/IMG_3.JPG", 3)),
                "an item that shrinks",
                        (_, source, _, _) -> source.strike(new SourceTrouble.ShrinksWhileRead("DCIM/IMG_4.JPG")),
                "an item that vanishes",
                        (_, source, _, _) -> source.strike(new SourceTrouble.Vanishes("DCIM/IMG_4.JPG")),
                "a source that goes", (_, source, _, _) -> source.strike(new SourceTrouble.Disconnects(2_000)),
                "a listing that stops", (_, source, _, _) -> source.strike(new SourceTrouble.ListsOnly(2)));
        return troubles.entrySet().stream()
                .map(trouble -> DynamicTest.dynamicTest(trouble.getKey(), () -> {
                    Report report = new Simulation(new TinyScenario(trouble.getValue())).run(SEED, SEEDS / 5);
                    assertThat(report.stops()).isPositive();
                }));
    }

    @TestFactory
    Stream<DynamicTest> theRightProgramKeepsTheLawWhereverTheDiskFails() {
        return Stream.of(0, 5, 12, 20, 33, 50)
                .flatMap(change -> Stream.of(
                                new DiskTrouble.FailsAfterStoring(change),
                                new DiskTrouble.FailsWithoutStoring(change),
                                new DiskTrouble.Vanishes(change))
                        .map(trouble -> DynamicTest.dynamicTest(trouble.toString(), () -> {
                            Scenario scenario = new TinyScenario((_, _, disk, _) -> disk.strike(trouble));
                            assertThat(new Simulation(scenario)
                                            .run(SEED, SEEDS / 10)
                                            .plays())
                                    .isPositive();
                        })));
    }

    /// Every shortcut breaks the law, its twin, or the runner's own rule, and none goes unseen.
    @TestFactory
    Stream<DynamicTest> everyShortcutIsCaught() {
        return EnumSet.allOf(Shortcut.class).stream()
                .map(shortcut -> DynamicTest.dynamicTest(shortcut.name(), () -> {
                    Scenario scenario = new TinyScenario(NEEDED.getOrDefault(shortcut, NONE), shortcut);
                    assertThatThrownBy(() -> new Simulation(scenario).run(SEED, SEEDS))
                            .isInstanceOf(SimulationFailure.class);
                }));
    }

    @Test
    void aLenientDiskWouldHideTheMissingForceOfAFolder() {
        Scenario lenient = new TinyScenario(NONE, NamesAlwaysDurable::new, Shortcut.NO_FORCE_OF_FOLDERS);
        assertThat(new Simulation(lenient).run(SEED, SEEDS).stops()).isPositive();
    }

    /// A disk as too many tests have it: names last without being asked to.
    private static final class NamesAlwaysDurable extends ForwardingDisk {
        NamesAlwaysDurable(Disk disk) {
            super(disk);
        }

        @Override
        public void replace(String from, String to) throws IOException {
            disk.replace(from, to);
            disk.forceFolder(Medium.parent(to));
        }
    }

    @Test
    void aFailureTellsHowToSeeItAgain() {
        Scenario scenario = TinyScenario.withoutTrouble(Shortcut.NO_FORCE_OF_FILES);
        Simulation simulation = new Simulation(scenario);
        SimulationFailure failure =
                catchThrowableOfType(SimulationFailure.class, () -> simulation.everyOperation(SEED, Stop.POWER_CUT));
        assertThat(failure).hasMessageContaining("seed " + SEED).hasMessageContaining("POWER_CUT");
        SimulationFailure again =
                catchThrowableOfType(SimulationFailure.class, () -> simulation.replay(failure.seed(), failure.halts()));
        assertThat(again).hasMessage(failure.getMessage());
    }

    @Test
    void aStopBehindTheEndIsNoStop() {
        Simulation simulation = new Simulation(TinyScenario.withoutTrouble());
        assertThat(simulation
                        .replay(SEED, List.of(new Halt(100_000, Stop.POWER_CUT)))
                        .stops())
                .isZero();
        assertThat(simulation
                        .replay(SEED, List.of(new Halt(3, Stop.PROCESS_KILLED)))
                        .stops())
                .isOne();
    }

    @Test
    void anExceptionOfThePlayIsAFailureToo() {
        Scenario scenario = new TinyScenario(
                (_, _, _, ledger) -> ledger.strike(new LedgerTrouble.RefusesAppends(new LedgerFault.Full("no room"))));
        assertThatThrownBy(() -> new Simulation(scenario).replay(SEED, List.of(new Halt(1_000, Stop.POWER_CUT))))
                .hasRootCauseMessage("Full[detail=no room]");
    }
}
