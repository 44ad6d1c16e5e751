package app.safelight.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.safelight.core.place.Disk.DiskFile;
import app.safelight.core.place.Disk.OpenBody;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What the simulated disk keeps, what it loses, and that each trouble does what its name says.
class SimulatedDiskTest {
    /// Enough cuts that each way of losing things comes up many times.
    private static final int CUTS = 300;

    private static final byte[] OLD = bytes(1_500, 1);
    private static final byte[] NEW = bytes(2_900, 2);

    private static byte[] bytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    private static void write(SimulatedDisk disk, String path, byte[] bytes, boolean force) throws IOException {
        try (DiskFile file = disk.entry(path).isPresent() ? disk.append(path) : disk.create(path)) {
            file.write(bytes, 0, bytes.length);
            if (force) {
                file.force();
            }
        }
    }

    private static SimulatedDisk disk(long seed) {
        return new SimulatedDisk(new World(seed), FileSystems.EXT4);
    }

    private static byte[] read(SimulatedDisk disk, String path, boolean fromMedium) throws IOException {
        try (OpenBody body = disk.open(path, fromMedium)) {
            byte[] bytes = new byte[(int) body.sizeBytes()];
            for (int at = 0; at < bytes.length; ) {
                at += body.read(at, bytes, at, bytes.length - at);
            }
            return bytes;
        }
    }

    /// Does something on a disk.
    @FunctionalInterface
    private interface Deed {
        void on(SimulatedDisk disk) throws IOException;
    }

    /// The files after a power cut, once for each of many seeds.
    private static Set<String> outcomes(Deed deed) throws IOException {
        Set<String> outcomes = new TreeSet<>();
        for (int seed = 0; seed < CUTS; seed++) {
            World world = new World(seed);
            SimulatedDisk disk = new SimulatedDisk(world, FileSystems.EXT4);
            deed.on(disk);
            world.cutPower();
            world.restorePower();
            outcomes.add(describe(disk.medium().shownFiles()));
        }
        return outcomes;
    }

    private static String describe(Map<String, byte[]> files) {
        StringBuilder text = new StringBuilder();
        files.forEach((path, bytes) ->
                text.append(path).append('=').append(nameOf(bytes)).append(' '));
        return text.toString().trim();
    }

    private static String nameOf(byte[] bytes) {
        if (Arrays.equals(bytes, OLD)) {
            return "old";
        }
        if (Arrays.equals(bytes, NEW)) {
            return "new";
        }
        return bytes.length == 0 ? "empty" : "torn";
    }

    @Test
    void whatIsForcedWithItsNameAlwaysSurvives() throws IOException {
        assertThat(outcomes(disk -> {
                    write(disk, "a", OLD, true);
                    disk.forceFolder("");
                }))
                .containsExactly("a=old");
    }

    @Test
    void aForcedFileWithoutAForcedNameMayBeGone() throws IOException {
        assertThat(outcomes(disk -> write(disk, "a", OLD, true))).containsExactlyInAnyOrder("", "a=old");
    }

    @Test
    void aForcedNameWithoutForcedBytesMayBeAnything() throws IOException {
        assertThat(outcomes(disk -> {
                    write(disk, "a", OLD, false);
                    disk.forceFolder("");
                }))
                .containsExactlyInAnyOrder("a=old", "a=empty", "a=torn");
    }

    @Test
    void aFolderGoesWithAllThatIsInItUntilTheOneAboveIsForced() throws IOException {
        Deed within = disk -> {
            disk.createFolder("f");
            write(disk, "f/a", OLD, true);
            disk.forceFolder("f");
        };
        assertThat(outcomes(within)).containsExactlyInAnyOrder("", "f/a=old");
        assertThat(outcomes(disk -> {
                    within.on(disk);
                    disk.forceFolder("");
                }))
                .containsExactly("f/a=old");
    }

    @Test
    void aRenameHappensOrNot() throws IOException {
        Deed renamed = disk -> {
            write(disk, "a", OLD, true);
            disk.forceFolder("");
            disk.rename("a", "b");
        };
        assertThat(outcomes(renamed)).containsExactlyInAnyOrder("a=old", "b=old");
        assertThat(outcomes(disk -> {
                    renamed.on(disk);
                    disk.forceFolder("");
                }))
                .containsExactly("b=old");
    }

    @Test
    void aRenameIntoAnotherFolderIsNeverBothOrNeither() throws IOException {
        Deed moved = disk -> {
            disk.createFolder("one");
            disk.createFolder("two");
            write(disk, "one/a", OLD, true);
            disk.forceFolder("one");
            disk.forceFolder("");
            disk.rename("one/a", "two/a");
        };
        assertThat(outcomes(moved)).containsExactlyInAnyOrder("one/a=old", "two/a=old");
        for (String forced : Set.of("one", "two")) {
            assertThat(outcomes(disk -> {
                        moved.on(disk);
                        disk.forceFolder(forced);
                    }))
                    .containsExactly("two/a=old");
        }
    }

    @Test
    void aRenameIntoAFolderThatIsLostLeavesTheOldName() throws IOException {
        assertThat(outcomes(disk -> {
                    write(disk, "a", OLD, true);
                    disk.forceFolder("");
                    disk.createFolder("new");
                    disk.rename("a", "new/a");
                    disk.forceFolder("new");
                }))
                .containsExactlyInAnyOrder("a=old", "new/a=old");
    }

    @Test
    void aReplacedFileIsTheOldOrTheNew() throws IOException {
        Deed replaced = disk -> {
            write(disk, "a", OLD, true);
            disk.forceFolder("");
            write(disk, "b", NEW, true);
            disk.replace("b", "a");
        };
        assertThat(outcomes(replaced)).containsExactlyInAnyOrder("a=old", "a=new", "a=old b=new");
        assertThat(outcomes(disk -> {
                    replaced.on(disk);
                    disk.forceFolder("");
                }))
                .containsExactly("a=new");
    }

    @Test
    void aNameIsSetFreeBeforeItIsTakenAgain() throws IOException {
        assertThat(outcomes(disk -> {
                    write(disk, "a", OLD, true);
                    disk.forceFolder("");
                    disk.rename("a", "kept");
                    write(disk, "a", NEW, true);
                }))
                .containsExactlyInAnyOrder("a=old", "kept=old", "a=new kept=old");
    }

    @Test
    void aDeletionMayBeUndone() throws IOException {
        Deed deleted = disk -> {
            write(disk, "a", OLD, true);
            disk.forceFolder("");
            disk.delete("a");
        };
        assertThat(outcomes(deleted)).containsExactlyInAnyOrder("", "a=old");
        assertThat(outcomes(disk -> {
                    deleted.on(disk);
                    disk.forceFolder("");
                }))
                .containsExactly("");
    }

    @Test
    void anAppendedTailIsTornAnywhereButTheForcedFrontStays() throws IOException {
        Set<Integer> lengths = new HashSet<>();
        Set<String> kinds = new HashSet<>();
        for (int seed = 0; seed < CUTS; seed++) {
            World world = new World(seed);
            SimulatedDisk disk = new SimulatedDisk(world, FileSystems.EXT4);
            write(disk, "log", OLD, true);
            disk.forceFolder("");
            write(disk, "log", NEW, false);
            world.cutPower();
            world.restorePower();
            byte[] left = read(disk, "log", true);
            assertThat(Arrays.copyOf(left, OLD.length)).isEqualTo(OLD);
            lengths.add(left.length);
            kinds.add(kindOfTail(Arrays.copyOfRange(left, OLD.length, left.length)));
        }
        assertThat(lengths).contains(OLD.length, OLD.length + NEW.length).hasSizeGreaterThan(CUTS / 4);
        assertThat(kinds).contains("whole", "part", "zeros", "garbage");
    }

    private static String kindOfTail(byte[] tail) {
        if (Arrays.equals(tail, NEW)) {
            return "whole";
        }
        if (Arrays.equals(tail, Arrays.copyOf(NEW, tail.length))) {
            return "part";
        }
        for (int at = 0; at < tail.length; at++) {
            if (tail[at] != NEW[at] && tail[at] != 0) {
                return "garbage";
            }
        }
        return "zeros";
    }

    @Test
    void aTruncationMayBeUndoneUntilItIsForced() throws IOException {
        Set<Integer> lengths = new HashSet<>();
        for (int seed = 0; seed < CUTS; seed++) {
            World world = new World(seed);
            SimulatedDisk disk = new SimulatedDisk(world, FileSystems.EXT4);
            write(disk, "a", OLD, true);
            disk.forceFolder("");
            disk.truncate("a", 400);
            world.cutPower();
            world.restorePower();
            byte[] left = read(disk, "a", true);
            assertThat(left).isEqualTo(Arrays.copyOf(OLD, left.length));
            lengths.add(left.length);
        }
        assertThat(lengths).containsExactlyInAnyOrder(400, OLD.length);
    }

    @Test
    void theSameSeedLosesTheSame() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            String[] outcomes = new String[2];
            for (int i = 0; i < 2; i++) {
                World world = new World(seed);
                SimulatedDisk disk = new SimulatedDisk(world, FileSystems.EXT4);
                write(disk, "a", OLD, false);
                write(disk, "b", NEW, false);
                world.cutPower();
                world.restorePower();
                StringBuilder all = new StringBuilder();
                disk.medium()
                        .shownFiles()
                        .forEach((path, left) -> all.append(path).append(Truth.contentOf(left)));
                outcomes[i] = all.toString();
            }
            assertThat(outcomes[0]).isEqualTo(outcomes[1]);
        }
    }

    @Test
    void thePowerGoesAtTheOperationItShould() throws IOException {
        World world = new World(1);
        SimulatedDisk disk = new SimulatedDisk(world, FileSystems.EXT4);
        world.cutPowerAt(2);
        DiskFile file = disk.create("a");
        file.write(OLD, 0, 10);
        assertThatThrownBy(file::force).isInstanceOf(PowerCut.class);
        assertThatThrownBy(() -> disk.list("")).isInstanceOf(PowerCut.class);
        world.restorePower();
        assertThat(world.operations()).isEqualTo(2);
        assertThatThrownBy(() -> file.write(OLD, 0, 10)).isInstanceOf(IOException.class);
        write(disk, "b", OLD, true);
    }

    @Test
    void aKilledProcessLosesItsLocksAndNothingElse() throws Exception {
        World world = new World(1);
        SimulatedDisk disk = new SimulatedDisk(world, FileSystems.EXT4);
        assertThat(disk.lock("lock")).isPresent();
        write(disk, "a", OLD, false);
        world.stopAt(world.operations(), World.Stop.PROCESS_KILLED);
        assertThatThrownBy(() -> disk.delete("a")).isInstanceOf(ProcessKilled.class);
        world.restorePower();
        assertThat(read(disk, "a", false)).isEqualTo(OLD);
        assertThat(disk.heldLocks()).isZero();
        assertThat(disk.lock("lock")).isPresent();
    }

    @Test
    void aLiarLosesWhatItSaidItHad() throws IOException {
        Set<String> outcomes = outcomes(disk -> {
            disk.strike(new DiskTrouble.LiesAboutSync(true));
            write(disk, "a", OLD, true);
            disk.forceFolder("");
        });
        assertThat(outcomes).containsExactlyInAnyOrder("", "a=old", "a=empty", "a=torn");
    }

    @Test
    void aLiarIsSeenThroughByAReadFromTheMediumOnlyIfItAnswersFromThere() throws IOException {
        SimulatedDisk truthful = disk(1);
        write(truthful, "a", OLD, true);
        truthful.forceFolder("");
        truthful.strike(new DiskTrouble.LiesAboutSync(true));
        write(truthful, "a", NEW, true);
        assertThat(read(truthful, "a", false)).hasSize(OLD.length + NEW.length).endsWith(NEW);
        assertThat(read(truthful, "a", true)).startsWith(OLD).endsWith(new byte[NEW.length]);
        write(truthful, "b", new byte[0], true);
        truthful.forceFolder("");
        assertThatThrownBy(() -> read(truthful, "b", true)).isInstanceOf(NoSuchFileException.class);

        SimulatedDisk deceitful = disk(1);
        deceitful.strike(new DiskTrouble.LiesAboutSync(false));
        write(deceitful, "a", OLD, true);
        assertThat(read(deceitful, "a", true)).isEqualTo(OLD);
        assertThat(deceitful.durableFiles()).isEmpty();
    }

    @Test
    void aLiarThatWasNotCutOffWritesEverythingDownInTheEnd() throws IOException {
        SimulatedDisk disk = disk(1);
        disk.strike(new DiskTrouble.LiesAboutSync(true));
        disk.createFolder("f");
        write(disk, "f/a", OLD, true);
        assertThat(disk.durableFiles()).isEmpty();
        disk.recover();
        assertThat(disk.durableFiles().get("f/a")).isEqualTo(OLD);
    }

    @Test
    void rotIsOnTheMediumAndHiddenByTheCache() throws IOException {
        SimulatedDisk disk = disk(1);
        write(disk, "a", OLD, true);
        disk.strike(new DiskTrouble.Rots("a", 8 * 700 + 3));
        byte[] rotten = OLD.clone();
        rotten[700] ^= 1 << 3;
        assertThat(read(disk, "a", false)).isEqualTo(OLD);
        assertThat(read(disk, "a", true)).isEqualTo(rotten);
        disk.dropCaches();
        assertThat(read(disk, "a", false)).isEqualTo(rotten);
    }

    @Test
    void aFullDiskTakesWhatFitsAndSaysSo() throws IOException {
        SimulatedDisk disk = disk(1);
        write(disk, "a", OLD, true);
        disk.strike(new DiskTrouble.FillsUp(1_000));
        assertThat(disk.freeBytes()).isEqualTo(1_000);
        assertThatThrownBy(() -> write(disk, "b", NEW, true))
                .isInstanceOf(IOException.class)
                .hasMessage("No space left on device");
        assertThat(disk.entry("b").orElseThrow().sizeBytes()).isEqualTo(1_000);
        assertThat(disk.freeBytes()).isZero();
        assertThatThrownBy(() -> disk.create("c"))
                .isInstanceOfSatisfying(
                        FileSystemException.class,
                        full -> assertThat(full.getReason()).isEqualTo("No space left on device"));
        disk.delete("b");
        write(disk, "b", new byte[1_000], true);
        disk.recover();
        write(disk, "c", NEW, true);
    }

    @Test
    void aChangeFailsAfterOrWithoutBeingDoneOnce() throws IOException {
        SimulatedDisk disk = disk(1);
        disk.strike(new DiskTrouble.FailsAfterStoring(1));
        disk.createFolder("f");
        assertThatThrownBy(() -> disk.create("f/a")).hasMessageContaining("Input/output error");
        assertThat(disk.entry("f/a")).isPresent();
        disk.strike(new DiskTrouble.FailsWithoutStoring(0));
        assertThatThrownBy(() -> disk.create("f/b")).hasMessageContaining("Input/output error");
        assertThat(disk.entry("f/b")).isEmpty();
        disk.create("f/b").close();
    }

    @Test
    void aForceThatFailsAfterStoringHasStored() throws IOException {
        SimulatedDisk disk = disk(1);
        DiskFile file = disk.create("a");
        disk.forceFolder("");
        file.write(OLD, 0, OLD.length);
        disk.strike(new DiskTrouble.FailsAfterStoring(0));
        assertThatThrownBy(file::force).isInstanceOf(IOException.class).hasMessage("Input/output error");
        assertThat(disk.durableFiles().get("a")).isEqualTo(OLD);
    }

    @Test
    void readingFailsOnlyWhereItShould() throws IOException {
        SimulatedDisk disk = disk(1);
        disk.createFolder("f");
        write(disk, "f/a", OLD, true);
        write(disk, "b", OLD, true);
        disk.strike(new DiskTrouble.FailsReading("f"));
        assertThatThrownBy(() -> read(disk, "f/a", false))
                .isInstanceOf(IOException.class)
                .hasMessage("Input/output error");
        assertThat(read(disk, "b", false)).isEqualTo(OLD);
    }

    @Test
    void deniedPathsAreDenied() throws IOException {
        SimulatedDisk disk = disk(1);
        write(disk, "a", OLD, true);
        write(disk, "b", OLD, true);
        disk.strike(new DiskTrouble.Denies("a"));
        assertThatThrownBy(() -> read(disk, "a", false)).isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> disk.rename("b", "a")).isInstanceOf(AccessDeniedException.class);
        assertThat(read(disk, "b", false)).isEqualTo(OLD);
    }

    @Test
    void aReadOnlyDiskCanBeReadAndNotChanged() throws IOException {
        SimulatedDisk disk = disk(1);
        write(disk, "a", OLD, true);
        disk.strike(new DiskTrouble.IsReadOnly());
        assertThat(read(disk, "a", true)).isEqualTo(OLD);
        assertThatThrownBy(() -> disk.delete("a"))
                .isInstanceOfSatisfying(
                        FileSystemException.class,
                        denied -> assertThat(denied.getReason()).isEqualTo("Read-only file system"));
    }

    @Test
    void aPulledDiskIsGoneAndComesBackWithWhatWasDurable() throws IOException {
        SimulatedDisk disk = disk(1);
        write(disk, "a", OLD, true);
        disk.forceFolder("");
        DiskFile file = disk.create("b");
        disk.strike(new DiskTrouble.Vanishes(1));
        file.write(NEW, 0, 100);
        assertThatThrownBy(() -> file.write(NEW, 100, 100)).isInstanceOf(IOException.class);
        assertThat(disk.entry("")).isEmpty();
        assertThatThrownBy(() -> disk.list("")).isInstanceOf(NoSuchFileException.class);
        assertThat(disk.durableFiles()).containsKey("a");
        disk.plugInAgain();
        assertThat(read(disk, "a", true)).isEqualTo(OLD);
        assertThatThrownBy(() -> file.write(NEW, 100, 100)).isInstanceOf(IOException.class);
    }

    @Test
    void anotherDiskCanStandInItsPlace() throws IOException {
        SimulatedDisk disk = disk(1);
        write(disk, "a", OLD, true);
        disk.forceFolder("");
        Medium first = disk.unplug();
        disk.plugIn(new Medium(FileSystems.FAT32));
        assertThat(disk.list("")).isEmpty();
        assertThat(disk.traits()).isEqualTo(FileSystems.FAT32);
        disk.plugIn(first);
        assertThat(read(disk, "a", false)).isEqualTo(OLD);
    }

    @Test
    void fileSystemsHaveTheirOwnRules() throws IOException {
        SimulatedDisk fat = new SimulatedDisk(new World(1), FileSystems.withLargestFile(FileSystems.FAT32, 2_000));
        assertThatThrownBy(() -> fat.create("a:b"))
                .isInstanceOfSatisfying(
                        FileSystemException.class,
                        refused -> assertThat(refused.getReason()).isEqualTo("Invalid argument"));
        assertThatThrownBy(() -> write(fat, "large", NEW, true)).hasMessage("File too large");
        write(fat, "Name", OLD, true);
        assertThat(fat.entry("NAME")).isPresent();
        fat.setModifiedAt("name", Instant.parse("2024-06-15T10:20:31.9Z"));
        assertThat(fat.entry("Name").orElseThrow().modifiedAt()).isEqualTo(Instant.parse("2024-06-15T10:20:30Z"));
        fat.rename("name", "nAME");
        assertThat(fat.list("").stream().map(entry -> entry.path())).contains("nAME");

        SimulatedDisk old = new SimulatedDisk(new World(1), FileSystems.withoutMediumReads(FileSystems.EXT4));
        write(old, "a", OLD, true);
        assertThatThrownBy(() -> old.open("a", true)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void noPathLeadsOutOfTheDisk() {
        SimulatedDisk disk = disk(1);
        for (String path : Set.of("../a", "/a", "a/../../b", "a//b", "./a", "a\0b")) {
            assertThatThrownBy(() -> disk.create(path)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void whatIsLeftOpenIsCounted() throws IOException {
        SimulatedDisk disk = disk(1);
        DiskFile file = disk.create("a");
        OpenBody body = disk.open("a", false);
        assertThat(disk.openFiles()).isEqualTo(2);
        file.close();
        file.close();
        body.close();
        assertThat(disk.openFiles()).isZero();
        assertThatThrownBy(file::force).isInstanceOf(IOException.class);
    }
}
