package app.safelight.source.folder;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.core.contract.ContractResult;
import app.safelight.core.contract.SourceContract;
import app.safelight.core.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderSourceContractTest {
    @TempDir
    private Path scratch;

    @Test
    void keepsTheContract() throws Exception {
        List<ContractResult> results = SourceContract.run(new OnDisk(scratch.resolve("source")));

        assertThat(results)
                .hasSizeGreaterThan(20)
                .allSatisfy(result -> assertThat(result).isInstanceOf(ContractResult.Passed.class));
    }

    private record OnDisk(Path folder) implements SourceContract.Setting {
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
            return FolderSource.open(folder);
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
