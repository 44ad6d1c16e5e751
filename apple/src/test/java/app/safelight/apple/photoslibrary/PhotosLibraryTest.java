package app.safelight.apple.photoslibrary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.safelight.apple.Fixtures;
import app.safelight.apple.backupfiles.IosBackup;
import app.safelight.apple.mediafiles.FolderFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every library of the fixtures equals the facts that an independent reader found in it.
class PhotosLibraryTest {
    @TempDir
    private Path folder;

    static Stream<String> libraries() throws IOException {
        try (Stream<Path> files = Files.list(Fixtures.folder().resolve("photos-libraries/expected"))) {
            List<String> names = files.map(file -> file.getFileName().toString().replace(".json", ""))
                    .sorted()
                    .toList();
            assertThat(names).hasSize(10);
            return names.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void aMacsLibraryEqualsItsFacts(String name) throws Exception {
        Map<String, @Nullable Object> expected = Fixtures.json("photos-libraries/expected/" + name + ".json");
        Fixtures.unzip("photos-libraries/" + name + ".zip", folder);
        Path library = folder.resolve(String.valueOf(expected.get("input")));
        List<String> before = names(library);
        Path work = Files.createDirectory(folder.resolve("work"));
        try (PhotosLibrary opened = PhotosLibrary.open(library, work)) {
            assertThat(opened.layout().kind()).isEqualTo(LibraryLayout.Kind.MAC);
            assertThat(opened.hasWal()).isEqualTo(expected.get("walPresent"));
            new ExpectedFacts(expected).compare(opened);
            requireSameStates(opened);
        }
        assertThat(work).isEmptyDirectory();
        assertThat(names(library)).isEqualTo(before);
    }

    /// What is read faster differs in nothing but what cannot be asked for.
    private static void requireSameStates(PhotosLibrary library) throws LibraryException {
        List<Asset> whole = new ArrayList<>();
        library.assets(whole::add);
        List<Asset> brief = new ArrayList<>();
        library.states(brief::add);
        assertThat(brief)
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("raw")
                .isEqualTo(whole);
        for (Asset asset : brief) {
            assertThatThrownBy(asset::dates).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(asset::coordinates).isInstanceOf(IllegalStateException.class);
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(Path::toString).sorted().toList();
        }
    }

    @Test
    void aPhonesMediaFolderEqualsItsFacts() throws Exception {
        Fixtures.unzip("iphone-synthetic/Media.zip", folder);
        try (PhotosLibrary library = PhotosLibrary.open(new FolderFiles(folder.resolve("Media")), folder)) {
            assertThat(library.layout().kind()).isEqualTo(LibraryLayout.Kind.PHONE);
            assertThat(library.hasWal()).isTrue();
            new ExpectedFacts(Fixtures.json("iphone-synthetic/expected-facts.json")).compare(library);
        }
    }

    @Test
    void theSamePhonesBackupsEqualItsFacts() throws Exception {
        for (String name : List.of("backup-plain", "backup-encrypted")) {
            Fixtures.unzip("iphone-synthetic/" + name + ".zip", folder);
            char[] password = name.equals("backup-plain") ? null : "test1234".toCharArray();
            try (IosBackup backup = IosBackup.open(folder.resolve(name), password, folder);
                    PhotosLibrary library = PhotosLibrary.open(backup.media(), folder)) {
                assertThat(library.hasWal()).isFalse();
                new ExpectedFacts(Fixtures.json("iphone-synthetic/expected-facts.json")).compare(library);
            }
        }
    }

    @Test
    void theSyntheticPhoneIsAsItWasMade() throws Exception {
        Fixtures.unzip("iphone-synthetic/Media.zip", folder);
        Map<String, @Nullable Object> assets =
                Fixtures.object(Fixtures.json("iphone-synthetic/EXPECTED.json").get("assets"));
        FolderFiles files = new FolderFiles(folder.resolve("Media"));
        List<String> seen = new ArrayList<>();
        try (PhotosLibrary library = PhotosLibrary.open(files, folder)) {
            AssetFiles assetFiles = new AssetFiles(library.layout(), files);
            List<Asset> all = new ArrayList<>();
            library.assets(all::add);
            for (Asset asset : all) {
                Map<String, @Nullable Object> wanted = Fixtures.object(assets.get(asset.uuid()));
                seen.add(asset.uuid());
                assertThat(asset.icloud().code()).isEqualTo(wanted.get("icloud"));
                assertThat(asset.path()).isEqualTo(wanted.get("path"));
                assertThat(asset.originalFilename()).isEqualTo(wanted.get("originalFilename"));
                assertThat(asset.quarantineReason()).isEqualTo(wanted.get("quarantineReason"));
                assertThat(asset.favorite()).isEqualTo(wanted.containsKey("favoriteOnlyInWal"));
                assertThat(assetFiles.of(asset))
                        .as(asset.path())
                        .extracting(file -> file.role().label() + " " + file.path() + " " + (file.file() != null)
                                + (file.file() == null ? "" : " " + file.file().sizeBytes()))
                        .containsExactlyInAnyOrderElementsOf(files(Fixtures.object(wanted.get("files"))));
            }
            assertThat(library.status().causes())
                    .isEqualTo(Set.of(
                            SyncCause.QUOTA_EXCEEDED,
                            SyncCause.PAUSED_BY_USER,
                            SyncCause.LOW_POWER_MODE,
                            SyncCause.CELLULAR_RESTRICTED,
                            SyncCause.LOW_DISK_SPACE,
                            SyncCause.LOW_BATTERY,
                            SyncCause.NO_CELLULAR_BUDGET));
            assertThat(String.valueOf(
                            library.status().sync().found().orElseThrow().lastSync()))
                    .isEqualTo("2025-10-29T22:00:00Z");
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(assets.keySet());
    }

    private static List<String> files(Map<String, @Nullable Object> wanted) {
        List<String> lines = new ArrayList<>();
        wanted.forEach((role, value) -> {
            Map<String, @Nullable Object> file = Fixtures.object(value);
            boolean there = Boolean.TRUE.equals(file.get("onDevice"));
            lines.add(role + " " + file.get("path") + " " + there + (there ? " " + file.get("size") : ""));
        });
        return lines;
    }

    @Test
    void aBareDatabaseTellsAllButTheLibrarysState() throws Exception {
        Fixtures.unzip("photos-libraries/Test-Media-Types-15.7.2.zip", folder);
        Path database = folder.resolve("Test-Media-Types-15.7.2.photoslibrary/database/Photos.sqlite");
        Path bare = Files.createDirectory(folder.resolve("bare"));
        Files.copy(database, bare.resolve("mine.sqlite"));
        Files.copy(database.resolveSibling("Photos.sqlite-wal"), bare.resolve("mine.sqlite-wal"));
        Summary summary = new Summary();
        try (PhotosLibrary library = PhotosLibrary.open(bare.resolve("mine.sqlite"), folder)) {
            library.assets(summary::add);
            assertThat(library.status().icloudPhotos()).isEqualTo(LibraryStatus.ICloudPhotos.UNKNOWN);
        }
        assertThat(summary.assets()).isEqualTo(18);
        assertThat(bare).isDirectoryNotContaining("glob:**-shm");
    }

    @Test
    void whatIsNoLibraryIsSaidSo() throws Exception {
        assertThatThrownBy(() -> PhotosLibrary.open(folder, folder))
                .isInstanceOfSatisfying(
                        LibraryException.class,
                        failed -> assertThat(failed.fault()).isEqualTo(new LibraryFault.NoLibrary()));
        assertThatThrownBy(() -> PhotosLibrary.open(folder.resolve("nothing"), folder))
                .isInstanceOfSatisfying(
                        LibraryException.class,
                        failed -> assertThat(failed.fault()).isEqualTo(new LibraryFault.NoLibrary()));
        Files.createDirectory(folder.resolve("database"));
        Files.write(folder.resolve("database/photos.db"), new byte[100]);
        assertThatThrownBy(() -> PhotosLibrary.open(folder, folder))
                .isInstanceOfSatisfying(
                        LibraryException.class,
                        failed -> assertThat(failed.fault()).isInstanceOf(LibraryFault.Unsupported.class));
    }
}
