package app.safelight.source.takeout;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.core.contract.ContractResult;
import app.safelight.core.contract.SourceContract;
import app.safelight.core.source.Source;
import app.safelight.source.folder.FolderSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TakeoutSourceContractTest {
    @TempDir
    private Path scratch;

    @Test
    void keepsTheContractOverArchives() {
        List<ContractResult> results = SourceContract.run(new InArchives(scratch));

        assertThat(results).filteredOn(ContractResult.Failed.class::isInstance).isEmpty();
        assertThat(results)
                .filteredOn(ContractResult.NotRun.class::isInstance)
                .extracting(ContractResult::check)
                .containsExactly(
                        "vanished-before-reading",
                        "vanished-while-read",
                        "length-changed-before-reading",
                        "time-changed-before-reading",
                        "length-changed-while-read",
                        "time-changed-while-read",
                        "shrunk-while-read",
                        "changed-is-read-when-listed-anew",
                        "look-sees-a-change",
                        "look-at-what-is-gone",
                        "one-fault-stops-no-other-item");
    }

    @Test
    void keepsTheContractOverTrees() {
        List<ContractResult> results = SourceContract.run(new InTree(scratch.resolve("tree")));

        assertThat(results)
                .hasSizeGreaterThan(20)
                .allSatisfy(result -> assertThat(result).isInstanceOf(ContractResult.Passed.class));
    }

    /// Two archives, the files spread over both, packed and stored in turn.
    private static final class InArchives implements SourceContract.Setting {
        private final Path folder;
        private final Map<String, ZipBytes.Part> files = new TreeMap<>();

        InArchives(Path folder) {
            this.folder = folder;
        }

        @Override
        public void put(String path, byte[] bytes, Instant modifiedAt) throws IOException {
            ZipBytes.Part part = new ZipBytes.Part(path, bytes).modifiedAt(modifiedAt);
            files.put(path, path.length() % 2 == 0 ? part.stored(bytes) : part);
            write();
        }

        @Override
        public void remove(String path) throws IOException {
            files.remove(path);
            write();
        }

        @Override
        public boolean block(String path) throws IOException {
            Objects.requireNonNull(files.get(path)).flags |= 1;
            write();
            return true;
        }

        @Override
        public boolean accepts(List<String> paths) {
            return paths.stream().noneMatch(path -> path.contains("\\"));
        }

        private void write() throws IOException {
            ZipBytes first = new ZipBytes();
            ZipBytes second = new ZipBytes();
            int number = 0;
            for (ZipBytes.Part part : files.values()) {
                (number++ % 2 == 0 ? first : second).add(part);
            }
            first.writeTo(folder.resolve("takeout-20240525T201456Z-001.zip"));
            second.writeTo(folder.resolve("takeout-20240525T201456Z-002.zip"));
        }

        @Override
        public Source open() throws Exception {
            return TakeoutSource.open(
                    List.of(
                            folder.resolve("takeout-20240525T201456Z-002.zip"),
                            folder.resolve("takeout-20240525T201456Z-001.zip")),
                    List.of());
        }

        @Override
        public boolean seesChanges() {
            return false;
        }

        @Override
        public Duration timeStep() {
            return Duration.ofSeconds(1);
        }

        @Override
        public void cleanUp() throws IOException {
            files.clear();
            write();
        }
    }

    private record InTree(Path folder) implements SourceContract.Setting {
        @Override
        public void put(String path, byte[] bytes, Instant modifiedAt) throws IOException {
            Path file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
            Files.setLastModifiedTime(file, FileTime.from(modifiedAt));
        }

        @Override
        public void remove(String path) throws IOException {
            Files.delete(folder.resolve(path));
        }

        @Override
        public boolean block(String path) throws IOException {
            remove(path);
            Files.createSymbolicLink(folder.resolve(path), Path.of("/nowhere"));
            return true;
        }

        @Override
        public Source open() throws Exception {
            return TakeoutSource.open(List.of(), List.of(FolderSource.open(folder)));
        }

        @Override
        public Duration timeStep() {
            return Duration.ofMillis(1);
        }

        @Override
        public void cleanUp() throws IOException {
            if (Files.exists(folder)) {
                try (Stream<Path> all = Files.walk(folder)) {
                    for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
            Files.createDirectory(folder);
        }
    }
}
