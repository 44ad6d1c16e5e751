package app.safelight.place.drive;

import static app.safelight.place.drive.Contents.creation;
import static app.safelight.place.drive.Contents.id;
import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.core.contract.ContractCheck;
import app.safelight.core.contract.ContractResult;
import app.safelight.core.contract.DiskContract;
import app.safelight.core.contract.PlaceContract;
import app.safelight.core.model.ContentId;
import app.safelight.core.place.Disk;
import app.safelight.core.place.Place;
import app.safelight.simulator.world.FileSystems;
import app.safelight.simulator.world.SimulatedDisk;
import app.safelight.simulator.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The drive keeps the contract of all places, and the real disk that of all disks.
class DriveContractTest {
    @TempDir
    Path scratch;

    /// @param notRun checks that cannot run there, and must say so
    private static <S> Stream<DynamicTest> tests(List<ContractCheck<S>> checks, S setting, List<String> notRun) {
        return checks.stream()
                .map(check -> DynamicTest.dynamicTest(check.name(), () -> {
                    ContractResult result = check.run(setting);
                    if (notRun.contains(check.name())) {
                        assertThat(result).isInstanceOf(ContractResult.NotRun.class);
                    } else {
                        assertThat(result).isEqualTo(new ContractResult.Passed(check.name()));
                    }
                }));
    }

    /// Checks that do not apply where no largest file is known.
    private static List<String> notRun(long largestFileBytes) {
        return largestFileBytes == Long.MAX_VALUE ? List.of("refuses-what-is-too-large") : List.of();
    }

    @TestFactory
    Stream<DynamicTest> driveInAFolder() {
        return tests(PlaceContract.checks(), new FolderSetting(scratch), notRun(Long.MAX_VALUE));
    }

    @TestFactory
    Stream<DynamicTest> realDisk() {
        return tests(DiskContract.checks(), () -> new RealDisk(scratch), List.of());
    }

    @TestFactory
    Stream<DynamicContainer> driveOnSimulatedDisks() {
        return Map.of(
                        "ext4", FileSystems.EXT4,
                        "apfs", FileSystems.APFS,
                        "ntfs", FileSystems.NTFS,
                        "exfat", FileSystems.EXFAT,
                        "fat32", FileSystems.FAT32)
                .entrySet()
                .stream()
                .map(kind -> DynamicContainer.dynamicContainer(
                        kind.getKey(),
                        tests(
                                PlaceContract.checks(),
                                new SimulatedSetting(kind.getValue()),
                                notRun(kind.getValue().largestFileBytes()))));
    }

    @Test
    void realDiskOnNtfs() throws Exception {
        // Linux lets an NTFS drive hold names that Windows refuses or takes for one; the traits keep to Windows, and so
        // the two checks that compare the traits with what Linux does have to fail.
        List<String> stricterOnPurpose = List.of("letter-case-as-told", "forbidden-letters-as-told");
        try (Mounted ntfs = Mounted.ntfs(scratch, 64 << 20)) {
            for (ContractCheck<DiskContract.Setting> check : DiskContract.checks()) {
                ContractResult result = check.run(() -> new RealDisk(ntfs.folder()));
                if (stricterOnPurpose.contains(check.name())) {
                    assertThat(result).isInstanceOf(ContractResult.Failed.class);
                } else if (check.name().equals("reads-from-medium")) {
                    assertThat(result).isInstanceOf(ContractResult.NotRun.class);
                } else {
                    assertThat(result).isEqualTo(new ContractResult.Passed(check.name()));
                }
            }
        }
    }

    private static final class FolderSetting implements PlaceContract.Setting, PlaceContract.Sabotage {
        private final Path root;
        private long seed;

        FolderSetting(Path root) {
            this.root = root;
        }

        @Override
        public Place open() throws Exception {
            DriveLocation location = new DriveLocation(root);
            return location.isPlace() ? location.open(Optional.empty()) : location.create(creation("drive-1"));
        }

        @Override
        public long seed() {
            return seed++;
        }

        @Override
        public Optional<PlaceContract.Sabotage> sabotage() {
            return Optional.of(this);
        }

        @Override
        public void cleanUp(Collection<ContentId> stored) throws IOException {
            try (Stream<Path> all = Files.walk(root)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    if (!path.equals(root)) {
                        Files.delete(path);
                    }
                }
            }
        }

        private List<Path> files(Path folder) throws IOException {
            try (Stream<Path> all = Files.walk(folder)) {
                return all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                        .toList();
            }
        }

        private Path fileOf(ContentId content) throws IOException {
            for (Path file : files(root)) {
                if (Files.size(file) == content.sizeBytes()
                        && id(Files.readAllBytes(file)).equals(content)) {
                    return file;
                }
            }
            throw new AssertionError("no file holds " + content);
        }

        @Override
        public void delete(ContentId content) throws IOException {
            Files.delete(fileOf(content));
        }

        @Override
        public void truncate(ContentId content, long sizeBytes) throws IOException {
            Path file = fileOf(content);
            Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) sizeBytes));
        }

        @Override
        public void flipBit(ContentId content, long bit) throws IOException {
            Path file = fileOf(content);
            var time = Files.getLastModifiedTime(file);
            byte[] bytes = Files.readAllBytes(file);
            bytes[(int) (bit / 8)] ^= (byte) (1 << (bit % 8));
            Files.write(file, bytes);
            Files.setLastModifiedTime(file, time);
        }

        @Override
        public boolean keeps(byte[] bytes) throws IOException {
            for (Path file : files(root)) {
                if (Arrays.equals(Files.readAllBytes(file), bytes)) {
                    return true;
                }
            }
            return false;
        }
    }

    private static final class SimulatedSetting implements PlaceContract.Setting, PlaceContract.Sabotage {
        private final Disk.DiskTraits traits;
        private SimulatedDisk disk;
        private long seed;

        SimulatedSetting(Disk.DiskTraits traits) {
            this.traits = traits;
            this.disk = new SimulatedDisk(new World(1), traits);
        }

        @Override
        public Place open() throws Exception {
            return DrivePlace.isPlace(disk)
                    ? DrivePlace.open(disk, "simulated", Optional.empty())
                    : DrivePlace.create(disk, "simulated", creation("drive-1"));
        }

        @Override
        public long seed() {
            return seed++;
        }

        @Override
        public Optional<PlaceContract.Sabotage> sabotage() {
            return Optional.of(this);
        }

        @Override
        public void cleanUp(Collection<ContentId> stored) {
            disk = new SimulatedDisk(new World(seed), traits);
        }

        private List<String> files(String folder) throws IOException {
            List<String> files = new ArrayList<>();
            for (Disk.DiskEntry entry : disk.list(folder)) {
                switch (entry.type()) {
                    case FILE -> files.add(entry.path());
                    case FOLDER -> files.addAll(files(entry.path()));
                    case OTHER -> throw new AssertionError(entry);
                }
            }
            return files;
        }

        private byte[] read(String path) throws IOException {
            try (Disk.OpenBody body = disk.open(path, false)) {
                return Bodies.readAll(body, 64 << 20);
            }
        }

        private String fileOf(ContentId content) throws IOException {
            for (String file : files("")) {
                if (id(read(file)).equals(content)) {
                    return file;
                }
            }
            throw new AssertionError("no file holds " + content);
        }

        private void write(String path, byte[] bytes) throws IOException {
            disk.delete(path);
            try (Disk.DiskFile file = disk.create(path)) {
                file.write(bytes, 0, bytes.length);
                file.force();
            }
        }

        @Override
        public void delete(ContentId content) throws IOException {
            disk.delete(fileOf(content));
        }

        @Override
        public void truncate(ContentId content, long sizeBytes) throws IOException {
            String file = fileOf(content);
            write(file, Arrays.copyOf(read(file), (int) sizeBytes));
        }

        @Override
        public void flipBit(ContentId content, long bit) throws IOException {
            String file = fileOf(content);
            byte[] bytes = read(file);
            bytes[(int) (bit / 8)] ^= (byte) (1 << (bit % 8));
            write(file, bytes);
        }

        @Override
        public boolean keeps(byte[] bytes) throws IOException {
            for (String file : files("")) {
                if (Arrays.equals(read(file), bytes)) {
                    return true;
                }
            }
            return false;
        }
    }
}
