package app.safelight.source.photoslibrary;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.apple.backupfiles.BackupException;
import app.safelight.apple.backupfiles.IosBackup;
import app.safelight.apple.mediafiles.FolderFiles;
import app.safelight.apple.mediafiles.MediaFiles;
import app.safelight.core.contract.ContractResult;
import app.safelight.core.contract.SourceContract;
import app.safelight.core.model.BodyReader;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.SourceId;
import app.safelight.core.source.Item;
import app.safelight.core.source.Source;
import app.safelight.core.source.SourceException;
import app.safelight.core.source.SourceLabel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract of every source over the kinds of tree a photo library stands in. Each has the made-up phone's
/// database and photos; the contract's own files lie in a folder of their own among them.
final class PhotoLibrarySourceContractTest {
    private static final String BELOW = "DCIM/100TRIAL/";

    private static final List<String> NEEDS_CHANGES = List.of(
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

    @TempDir
    private Path scratch;

    @Test
    void keepsTheContractOverAFolder() throws Exception {
        Path media = Fixtures.unzip(Fixtures.PHONE.resolve("Media.zip"), scratch.resolve("it"))
                .resolve("Media");
        check(new InFolder(media, scratch.resolve("work")), "blocked-is-listed-too");
    }

    @Test
    void keepsTheContractOverAPhonesFiles() throws Exception {
        Path media = Fixtures.unzip(Fixtures.PHONE.resolve("Media.zip"), scratch.resolve("it"))
                .resolve("Media");
        check(new InMemory(MemoryFiles.of(media), scratch.resolve("work")));
    }

    @Test
    void keepsTheContractOverAPlainBackup() throws Exception {
        Path folder = Fixtures.unzip(Fixtures.PHONE.resolve("backup-plain.zip"), scratch.resolve("it"))
                .resolve("backup-plain");
        check(new InBackup(folder, null, scratch.resolve("work")), NEEDS_CHANGES.toArray(String[]::new));
    }

    @Test
    void keepsTheContractOverAnEncryptedBackup() throws Exception {
        Path folder = Fixtures.unzip(Fixtures.PHONE.resolve("backup-encrypted.zip"), scratch.resolve("it"))
                .resolve("backup-encrypted");
        check(new InBackup(folder, "test1234", scratch.resolve("work")), NEEDS_CHANGES.toArray(String[]::new));
    }

    private static void check(SourceContract.Setting setting, String... notRun) {
        List<ContractResult> results = SourceContract.run(setting);

        assertThat(results).hasSizeGreaterThan(20);
        assertThat(results).filteredOn(ContractResult.Failed.class::isInstance).isEmpty();
        assertThat(results)
                .filteredOn(ContractResult.NotRun.class::isInstance)
                .extracting(ContractResult::check)
                .containsExactly(notRun);
    }

    private static LibraryOrigin origin(MediaFiles files, Path work, Runnable release) {
        return new LibraryOrigin(
                new SourceId("photos-trial"),
                new SourceLabel("iphone-folder", "here"),
                LibraryTree.PHONE,
                files,
                LibraryOrigin::faultOf,
                () -> true,
                work,
                PhotoListener.NOBODY,
                release);
    }

    /// Shows only what lies in the contract's folder, as if that were all.
    private record Below(Source source) implements Source {
        @Override
        public SourceId id() {
            return source.id();
        }

        @Override
        public SourceLabel label() {
            return source.label();
        }

        @Override
        public void list(Consumer<? super Item> sink) throws SourceException {
            source.list(item -> {
                if (item.key().path().startsWith(BELOW)) {
                    sink.accept(outer(item));
                }
            });
        }

        @Override
        public Item look(ItemKey key) throws SourceException {
            return outer(source.look(inner(key)));
        }

        @Override
        public <R, E extends Exception> R read(Item.Available item, BodyReader<R, E> reader) throws SourceException, E {
            return source.read(new Item.Available(inner(item.key()), item.sizeBytes(), item.modifiedAt()), reader);
        }

        private static ItemKey inner(ItemKey key) {
            return new ItemKey(key.source(), BELOW + key.path());
        }

        private static Item outer(Item item) {
            ItemKey key = new ItemKey(item.key().source(), item.key().path().substring(BELOW.length()));
            return switch (item) {
                case Item.Available(var _, var size, var modifiedAt) -> new Item.Available(key, size, modifiedAt);
                case Item.Blocked(var _, var fault) -> new Item.Blocked(key, fault);
            };
        }

        @Override
        public void close() {
            source.close();
        }
    }

    private record InFolder(Path media, Path work) implements SourceContract.Setting {
        @Override
        public void put(String path, byte[] bytes, Instant modifiedAt) throws IOException {
            Path file = media.resolve(BELOW + path);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
            Files.setLastModifiedTime(file, FileTime.from(modifiedAt));
        }

        @Override
        public void remove(String path) throws IOException {
            Files.delete(media.resolve(BELOW + path));
        }

        @Override
        public Source open() throws Exception {
            return new Below(PhotoLibrarySource.open(origin(new FolderFiles(media), work, () -> {})));
        }

        @Override
        public Duration timeStep() {
            return Duration.ofMillis(1);
        }

        @Override
        public void cleanUp() throws IOException {
            Path below = media.resolve(BELOW);
            if (Files.exists(below)) {
                try (Stream<Path> all = Files.walk(below)) {
                    for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
        }
    }

    private record InMemory(MemoryFiles files, Path work) implements SourceContract.Setting {
        @Override
        public void put(String path, byte[] bytes, Instant modifiedAt) {
            files.put(BELOW + path, bytes, modifiedAt);
        }

        @Override
        public void remove(String path) {
            files.remove(BELOW + path);
        }

        @Override
        public boolean block(String path) {
            files.deny(BELOW + path);
            return true;
        }

        @Override
        public Source open() {
            return new Below(PhotoLibrarySource.open(origin(files, work, () -> {})));
        }

        @Override
        public Duration timeStep() {
            return Duration.ofNanos(1);
        }

        @Override
        public void cleanUp() {
            files.removeBelow("DCIM/100TRIAL");
        }
    }

    private static final class InBackup implements SourceContract.Setting {
        private final Path folder;
        private final @Nullable String password;
        private final Path work;
        private final TrialBackup backup;

        InBackup(Path folder, @Nullable String password, Path work) throws Exception {
            this.folder = folder;
            this.password = password;
            this.work = Files.createDirectories(work);
            this.backup = new TrialBackup(folder, password);
        }

        @Override
        public void put(String path, byte[] bytes, Instant modifiedAt) throws Exception {
            backup.put(BELOW + path, bytes, modifiedAt);
        }

        @Override
        public void remove(String path) throws Exception {
            backup.remove(BELOW + path);
        }

        @Override
        public boolean block(String path) throws Exception {
            backup.loseContent(BELOW + path);
            return true;
        }

        @Override
        public Source open() throws Exception {
            IosBackup opened = IosBackup.open(folder, password == null ? null : password.toCharArray(), work);
            return new Below(PhotoLibrarySource.open(origin(opened.media(), work, () -> close(opened))));
        }

        private static void close(IosBackup opened) {
            try {
                opened.close();
            } catch (BackupException failed) {
                throw new UncheckedIOException(failed);
            }
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
        public void cleanUp() throws Exception {
            backup.removeBelow(BELOW);
        }
    }
}
