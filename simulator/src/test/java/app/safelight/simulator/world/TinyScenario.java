package app.safelight.simulator.world;

import app.safelight.core.model.ItemKey;
import app.safelight.core.model.SourceId;
import app.safelight.core.place.Disk;
import app.safelight.core.policy.ProtectionPolicy;
import app.safelight.core.source.Item;
import app.safelight.core.source.SourceFault;
import app.safelight.simulator.world.TinyProgram.Shortcut;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/// A handful of files, a disk and the tiny program, with the trouble and the shortcuts that a test chooses.
final class TinyScenario implements Scenario {
    private static final Instant TAKEN_AT = Instant.parse("2024-06-15T10:20:30Z");
    private static final List<Integer> LENGTHS = List.of(0, 1, 700, 1_500, 3_000);

    private final Trouble trouble;
    private final UnaryOperator<Disk> around;
    private final Set<Shortcut> shortcuts;

    /// What goes wrong until faults stop.
    @FunctionalInterface
    interface Trouble {
        void strike(World world, FakeSource source, SimulatedDisk disk, MemoryLedger ledger);
    }

    TinyScenario(Trouble trouble, Shortcut... shortcuts) {
        this(trouble, disk -> disk, shortcuts);
    }

    /// @param around what stands between the program and the disk
    TinyScenario(Trouble trouble, UnaryOperator<Disk> around, Shortcut... shortcuts) {
        this.trouble = trouble;
        this.around = around;
        this.shortcuts = Set.of(shortcuts);
    }

    static TinyScenario withoutTrouble(Shortcut... shortcuts) {
        return new TinyScenario((_, _, _, _) -> {}, shortcuts);
    }

    @Override
    public Play prepare(World world) {
        FakeSource source = new FakeSource(world, new SourceId("phone"));
        for (int i = 0; i < LENGTHS.size(); i++) {
            byte[] bytes = new byte[LENGTHS.get(i)];
            world.chance().nextBytes(bytes);
            source.put("DCIM/IMG_" + i + ".JPG", bytes, TAKEN_AT);
            if (i == 2) {
                source.put("DCIM/copy of it.JPG", bytes, TAKEN_AT);
            }
        }
        SimulatedDisk disk = new SimulatedDisk(world, FileSystems.EXT4);
        MemoryLedger ledger = new MemoryLedger(world);
        trouble.strike(world, source, disk, ledger);
        return new TinyPlay(world, source, disk, ledger);
    }

    private final class TinyPlay implements Play {
        private final World world;
        private final FakeSource source;
        private final SimulatedDisk disk;
        private final MemoryLedger ledger;
        private final Truth truth;
        private final Law law = new Law(ProtectionPolicy.STANDARD);

        TinyPlay(World world, FakeSource source, SimulatedDisk disk, MemoryLedger ledger) {
            this.world = world;
            this.source = source;
            this.disk = disk;
            this.ledger = ledger;
            this.truth = new Truth().with(TinyProgram.PLACE, disk);
        }

        @Override
        public void act() throws Exception {
            new TinyProgram(world, source, around.apply(disk), ledger, shortcuts).run();
        }

        @Override
        public void checkLaw() throws Exception {
            requireNone(law.breaches(ledger, world.clock().instant(), truth));
            requireNone(law.alterations(ledger, source));
            requireNoOrphans();
        }

        /// What the ledger knows of belongs to an asset at every moment, or nobody would ever judge it.
        private void requireNoOrphans() throws Exception {
            Set<ItemKey> seen = new HashSet<>();
            ledger.items(source.id(), item -> seen.add(item.key()));
            for (ItemKey key : seen) {
                if (ledger.assetOf(key).isEmpty()) {
                    throw new AssertionError(key + " was recorded without its asset");
                }
            }
        }

        /// Ends what can end. Two items stay unreadable, one changes, and a copy is deleted by somebody: all of
        /// that is a run's daily work.
        @Override
        public void faultsStop() throws Exception {
            disk.recover();
            disk.plugInAgain();
            ledger.recover();
            source.recover();
            source.put("DCIM/locked.JPG", new byte[10], TAKEN_AT);
            source.strike(new SourceTrouble.IsBlocked("DCIM/locked.JPG", new SourceFault.AccessDenied("locked")));
            source.put("DCIM/unreadable.JPG", new byte[2_000], TAKEN_AT);
            source.strike(new SourceTrouble.FailsReading("DCIM/unreadable.JPG", 1_000));
            source.put("DCIM/IMG_1.JPG", new byte[] {1, 2, 3}, TAKEN_AT.plusSeconds(60));
            for (String path : disk.durableFiles().keySet().stream().limit(1).toList()) {
                disk.delete(path);
                disk.forceFolder(Medium.parent(path));
            }
        }

        @Override
        public void checkTwin() throws Exception {
            List<Item> items = new ArrayList<>();
            source.list(items::add);
            requireNone(law.unreasoned(ledger, world.clock().instant(), items));
        }

        private static void requireNone(List<String> breaches) {
            if (!breaches.isEmpty()) {
                throw new AssertionError(String.join("\n", breaches));
            }
        }
    }
}
