package app.safelight.place.drive;

import static app.safelight.place.drive.Contents.bytes;
import static app.safelight.place.drive.Contents.creation;
import static app.safelight.place.drive.Contents.id;
import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.core.model.ContentId;
import app.safelight.core.model.Sha256;
import app.safelight.core.place.Disk;
import app.safelight.core.place.Disk.DiskEntry;
import app.safelight.core.place.Disk.DiskTraits;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.Staged;
import app.safelight.simulator.world.DiskTrouble;
import app.safelight.simulator.world.FileSystems;
import app.safelight.simulator.world.SimulatedDisk;
import app.safelight.simulator.world.Stopped;
import app.safelight.simulator.world.World;
import app.safelight.simulator.world.World.Stop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Cuts the power, or kills the process, at every operation, and looks at what is left.
class DriveOnSimulatedDiskTest {
    /// Photos per run; few, because every operation is cut once.
    private static final int PHOTOS = 7;

    private static final int SEEDS = 400;

    /// No run of this size takes more operations; a run that never ends must not hang the test.
    private static final int MAX_OPERATIONS = 5_000;

    /// One drive in one world, and what it was told to keep.
    private static final class Story {
        private final World world;
        private final SimulatedDisk disk;
        private final Map<ContentId, byte[]> promised = new LinkedHashMap<>();
        private final Map<ContentId, Boolean> setAside = new LinkedHashMap<>();

        Story(long seed, DiskTraits traits) {
            world = new World(seed);
            disk = new SimulatedDisk(world, traits);
        }

        /// Everything a drive does in its life: made, filled in groups with twins and clashes, repaired, used
        /// again.
        void live() throws PlaceException {
            try (DrivePlace place = DrivePlace.isPlace(disk) ? open() : make()) {
                for (int group = 0; group < 3; group++) {
                    settleGroup(place, group);
                }
                ContentId first = id(photo(0));
                if (promised.containsKey(first)) {
                    setAside.put(first, true);
                    place.setAside(first);
                    promised.remove(first);
                    settle(place, List.of(photo(0)));
                    setAside.remove(first);
                }
            }
            try (DrivePlace place = open()) {
                settle(place, List.of(photo(PHOTOS), photo(1)));
                ContentId second = id(photo(1));
                setAside.put(second, true);
                promised.remove(second);
                place.setAside(second);
            }
        }

        private void settleGroup(DrivePlace place, int group) throws PlaceException {
            List<byte[]> photos = new ArrayList<>();
            for (int i = group; i < PHOTOS; i += 3) {
                photos.add(photo(i));
            }
            photos.add(photo(group));
            settle(place, photos);
        }

        private void settle(DrivePlace place, List<byte[]> photos) throws PlaceException {
            List<Staged> staged = new ArrayList<>();
            List<app.safelight.core.place.Origin> origins = new ArrayList<>();
            for (byte[] photo : photos) {
                staged.add(Contents.stage(place, Contents.hint("IMG_0001.JPG"), photo));
                origins.add(Contents.origin("DCIM/" + id(photo).sha256() + ".JPG", photo));
            }
            place.settle(staged, origins);
            photos.forEach(photo -> promised.put(id(photo), photo));
        }

        DrivePlace make() throws PlaceException {
            return DrivePlace.create(disk, "simulated", creation("sim"));
        }

        DrivePlace open() throws PlaceException {
            return DrivePlace.open(disk, "simulated", Optional.empty());
        }

        private static byte[] photo(int number) {
            return bytes(number, 400 + 300 * number);
        }

        /// (a) all that was promised is there, (b) the sums are right, (c) nothing is there twice.
        void check() throws Exception {
            if (!DrivePlace.isPlace(disk)) {
                assertThat(promised).isEmpty();
                return;
            }
            try (DrivePlace place = open()) {
                List<ContentId> listed = Contents.listed(place);
                assertThat(listed).doesNotHaveDuplicates();
                assertThat(listed).containsAll(promised.keySet());
                assertThat(Contents.missing(place)).isEmpty();
                for (ContentId content : listed) {
                    assertThat(Contents.readBack(place, content, Evidence.READ_BACK_FROM_MEDIUM))
                            .isEqualTo(content);
                }
                assertThat(Contents.origins(place))
                        .extracting(origin -> origin.content())
                        .containsAll(promised.keySet());
                checkFiles(listed);
            }
            assertThat(disk.heldLocks()).isZero();
            assertThat(disk.openFiles()).isZero();
        }

        /// The sums agree with the files, and there are no other files.
        private void checkFiles(List<ContentId> listed) throws IOException {
            Map<String, ContentId> files = new TreeMap<>();
            collect("Photos", files);
            assertThat(files.values()).containsExactlyInAnyOrderElementsOf(listed);
            Map<String, Sha256> sums = new TreeMap<>();
            if (disk.entry("SHA256SUMS").isPresent()) {
                for (String line : new String(read("SHA256SUMS"), StandardCharsets.UTF_8).split("\n")) {
                    Sha256 old = sums.put(line.substring(66), Sha256.parse(line.substring(0, 64)));
                    assertThat(old).as(line).isNull();
                }
            }
            assertThat(sums.keySet()).isEqualTo(files.keySet());
            files.forEach((path, content) -> assertThat(sums.get(path)).isEqualTo(content.sha256()));
            assertThat(disk.list(".safelight/incoming")).isEmpty();
        }

        private void collect(String folder, Map<String, ContentId> files) throws IOException {
            if (disk.entry(folder).isEmpty()) {
                return;
            }
            for (DiskEntry entry : disk.list(folder)) {
                switch (entry.type()) {
                    case FOLDER -> collect(entry.path(), files);
                    case FILE -> files.put(entry.path(), id(read(entry.path())));
                    case OTHER -> throw new AssertionError(entry.path());
                }
            }
        }

        private byte[] read(String path) throws IOException {
            try (Disk.OpenBody body = disk.open(path, true)) {
                return Bodies.readAll(body, 1 << 20);
            }
        }
    }

    /// @return whether the story came to its end
    private static boolean tell(Story story, long stopAt, Stop by) throws Exception {
        story.world.stopAt(stopAt, by);
        boolean ended = false;
        try {
            story.live();
            ended = true;
        } catch (Stopped expected) {
            ended = false;
        }
        story.world.restorePower();
        try {
            story.check();
            // Recovery is finished: a second look finds the same, and work goes on.
            story.check();
            story.live();
            story.check();
        } catch (Exception | AssertionError failure) {
            throw new AssertionError(
                    by + " at " + stopAt + ", seed " + story.world.seed() + ": " + failure.getMessage(), failure);
        }
        return ended;
    }

    @Test
    void everyCutLeavesEverythingThatWasPromised() throws Exception {
        for (Stop by : Stop.values()) {
            boolean ended = false;
            for (long operation = 0; !ended; operation++) {
                assertThat(operation).isLessThan(MAX_OPERATIONS);
                ended = tell(new Story(operation, FileSystems.EXT4), operation, by);
            }
        }
    }

    @Test
    void cutsInTheMiddleOfARecoveryLoseNothingEither() throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            DiskTraits traits = seed % 2 == 0 ? FileSystems.EXT4 : FileSystems.FAT32;
            Story story = new Story(seed, traits);
            var chance = new java.util.SplittableRandom(seed);
            for (int cut = 0; cut < 4; cut++) {
                story.world.stopAt(
                        story.world.operations() + chance.nextInt(1, 200),
                        chance.nextInt(3) == 0 ? Stop.PROCESS_KILLED : Stop.POWER_CUT);
                try {
                    story.live();
                } catch (Stopped expected) {
                    story.world.restorePower();
                }
                story.world.restorePower();
            }
            tell(story, Long.MAX_VALUE, Stop.POWER_CUT);
        }
    }

    /// A copy that somebody deleted comes back under its old name, and the power is cut at every operation. What has
    /// arrived must not be taken for the old copy and moved away.
    @Test
    void aCopyThatComesBackIsNotTakenForTheOneItReplaces() throws Exception {
        boolean ended = false;
        for (long operation = 0; !ended; operation++) {
            assertThat(operation).isLessThan(MAX_OPERATIONS);
            Story story = new Story(operation, FileSystems.EXT4);
            ContentId content = id(Story.photo(0));
            try (DrivePlace place = story.make()) {
                story.settle(place, List.of(Story.photo(0)));
                story.disk.delete(place.pathOf(content).orElseThrow());
                story.disk.forceFolder("Photos/2024/2024-06");
            }
            story.promised.clear();
            story.world.stopAt(story.world.operations() + operation, Stop.PROCESS_KILLED);
            try (DrivePlace place = story.open()) {
                place.setAside(content);
                story.settle(place, List.of(Story.photo(0)));
                ended = true;
            } catch (Stopped expected) {
                story.world.restorePower();
            }
            story.world.restorePower();
            try (DrivePlace place = story.open()) {
                boolean named =
                        story.disk.entry("Photos/2024/2024-06/IMG_0001.JPG").isPresent();
                assertThat(Contents.missing(place).isEmpty())
                        .as("cut at " + operation)
                        .isEqualTo(named);
                assertThat(story.disk.list(".safelight/set-aside"))
                        .as("cut at " + operation)
                        .isEmpty();
            }
            if (!story.promised.isEmpty()) {
                story.check();
            }
        }
    }

    /// One operation after another fails, before or after it has had its effect: the failure is told, what was
    /// promised stays, and the same program goes on as soon as the disk works again.
    @Test
    void everyFailingOperationIsToldAndNothingIsLost() throws Exception {
        for (boolean storing : new boolean[] {true, false}) {
            boolean ended = false;
            for (long operation = 0; !ended; operation++) {
                assertThat(operation).isLessThan(MAX_OPERATIONS);
                Story story = new Story(operation, FileSystems.EXT4);
                story.disk.strike(
                        storing
                                ? new DiskTrouble.FailsAfterStoring(operation)
                                : new DiskTrouble.FailsWithoutStoring(operation));
                long changes = withTrouble(story, "failure at " + operation + (storing ? ", stored" : ", not stored"));
                ended = changes <= operation;
            }
        }
    }

    /// The disk fills up after every number of bytes; then there is room again.
    @Test
    void aDiskThatFillsUpAnywhereLosesNothing() throws Exception {
        for (int freeBytes = 0; freeBytes < 40_000; freeBytes += 97) {
            Story story = new Story(freeBytes, FileSystems.EXT4);
            try (DrivePlace place = story.make()) {
                story.settle(place, List.of(Story.photo(0)));
            }
            long room = freeBytes;
            // Some of it looks as if there were room, and only writing finds out.
            story.disk.strike(new DiskTrouble.FillsUp(DrivePlace.RESERVED_BYTES + room));
            withTrouble(story, "full after " + freeBytes);
        }
    }

    /// @return how many changes the disk saw until the trouble was told or the story ended
    private static long withTrouble(Story story, String trouble) throws Exception {
        String told = "";
        try {
            story.live();
        } catch (PlaceException failure) {
            told = failure.getMessage();
        }
        long changes = story.disk.changes();
        story.disk.recover();
        try {
            story.check();
            story.live();
            story.check();
        } catch (Exception | AssertionError failure) {
            throw new AssertionError(trouble + " (" + told + "): " + failure.getMessage(), failure);
        }
        return changes;
    }
}
