package app.safelight.source.photoslibrary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.safelight.apple.backupfiles.IosBackup;
import app.safelight.apple.mediafiles.FolderFiles;
import app.safelight.apple.mediafiles.MediaFiles;
import app.safelight.apple.photoslibrary.Asset;
import app.safelight.apple.photoslibrary.AssetFile;
import app.safelight.apple.photoslibrary.AssetFiles;
import app.safelight.apple.photoslibrary.PhotosLibrary;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.Role;
import app.safelight.core.model.SourceId;
import app.safelight.core.source.Item;
import app.safelight.core.source.SourceException;
import app.safelight.core.source.SourceFault;
import app.safelight.core.source.SourceLabel;
import app.safelight.source.photoslibrary.Fixtures.Expected;
import app.safelight.source.photoslibrary.Fixtures.ExpectedFile;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Photo libraries against what independent readers found in them, and against what can be wrong with them.
final class PhotoLibrarySourceTest {
    private static final SourceId ID = new SourceId("photos-trial");

    @TempDir
    private Path scratch;

    private Path work() {
        return scratch.resolve("work");
    }

    private Path phone() throws Exception {
        Path target = scratch.resolve("phone");
        return (Files.exists(target) ? target : Fixtures.unzip(Fixtures.PHONE.resolve("Media.zip"), target))
                .resolve("Media");
    }

    private final Heard photos = new Heard();

    /// What was heard in the last listing.
    private static final class Heard implements PhotoListener {
        private final Set<String> uuids = new TreeSet<>();
        private Optional<Boolean> complete = Optional.empty();

        @Override
        public void begins() {
            uuids.clear();
            complete = Optional.empty();
        }

        @Override
        public void hears(Asset photo) {
            assertThat(complete).isEmpty();
            uuids.add(photo.uuid());
        }

        @Override
        public void ends(boolean whole) {
            complete = Optional.of(whole);
        }
    }

    private PhotoLibrarySource open(LibraryTree tree, MediaFiles files) {
        return PhotoLibrarySource.open(new LibraryOrigin(
                ID,
                new SourceLabel("iphone-folder", "here"),
                tree,
                files,
                LibraryOrigin::faultOf,
                () -> !(files instanceof MemoryFiles memory) || memory.isThere(),
                work(),
                photos,
                () -> {}));
    }

    private static Map<String, Item> list(PhotoLibrarySource source) throws SourceException {
        Map<String, Item> items = new LinkedHashMap<>();
        source.list(item ->
                assertThat(items.put(item.key().path(), item)).as("told twice").isNull());
        return items;
    }

    private static Map<String, SourceFault> faults(Map<String, Item> items) {
        Map<String, SourceFault> faults = new TreeMap<>();
        items.forEach((path, item) -> {
            if (item instanceof Item.Blocked(var _, SourceFault fault)) {
                faults.put(path, fault);
            }
        });
        return faults;
    }

    private static String sha256(PhotoLibrarySource source, Item item) throws Exception {
        byte[] bytes = source.<byte[], RuntimeException>read((Item.Available) item, body -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[700];
            for (int count = body.read(0, buffer, 0, buffer.length);
                    count > 0;
                    count = body.read(out.size(), buffer, 0, buffer.length)) {
                out.write(buffer, 0, count);
            }
            return out.toByteArray();
        });
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static ItemKey key(String path) {
        return new ItemKey(ID, path);
    }

    @Test
    void everyFileOfAPhoneIsToldWithItsBytesAndItsRole() throws Exception {
        equalsFacts(new FolderFiles(phone()));
        equalsFacts(MemoryFiles.of(phone()));
    }

    @Test
    void everyFileOfAPlainBackupIsToldWithItsBytesAndItsRole() throws Exception {
        Path folder = Fixtures.unzip(Fixtures.PHONE.resolve("backup-plain.zip"), scratch.resolve("plain"));
        Files.createDirectories(work());
        try (IosBackup backup = IosBackup.open(folder.resolve("backup-plain"), null, work())) {
            equalsFacts(backup.media());
        }
        assertThat(work()).isEmptyDirectory();
    }

    @Test
    void everyFileOfAnEncryptedBackupIsToldWithItsBytesAndItsRole() throws Exception {
        Path folder = Fixtures.unzip(Fixtures.PHONE.resolve("backup-encrypted.zip"), scratch.resolve("encrypted"));
        Files.createDirectories(work());
        char[] password = "test1234".toCharArray();
        try (IosBackup backup = IosBackup.open(folder.resolve("backup-encrypted"), password, work())) {
            equalsFacts(backup.media());
        }
        assertThat(work()).isEmptyDirectory();
    }

    private void equalsFacts(MediaFiles files) throws Exception {
        try (PhotoLibrarySource source = open(LibraryTree.PHONE, files)) {
            Map<String, Item> items = list(source);
            Set<String> told = new TreeSet<>(items.keySet());
            Map<String, SourceFault> expectedFaults = new HashMap<>();
            int read = 0;
            for (Expected asset : Fixtures.phone()) {
                String uuid = asset.uuid();
                Optional<SourceFault> fault = fault(asset);
                fault.ifPresent(expected -> expectedFaults.put(asset.path(), expected));
                for (Map.Entry<String, ExpectedFile> one : asset.files().entrySet()) {
                    ExpectedFile file = one.getValue();
                    if (one.getKey().equals("original")) {
                        assertThat(source.part(key(file.path()))
                                        .map(part -> part.facts().uuid()))
                                .as(file.path())
                                .contains(uuid);
                    }
                    if (fault.isEmpty() && file.onDevice()) {
                        Item item = Objects.requireNonNull(items.get(file.path()));
                        assertThat(sha256(source, item)).as(file.path()).isEqualTo(file.sha256());
                        assertThat(((Item.Available) item).sizeBytes()).isEqualTo(file.sizeBytes());
                        LibraryPart part = source.part(item.key()).orElseThrow();
                        assertThat(part.role()).as(file.path()).isEqualTo(role(one.getKey()));
                        assertThat(part.photo()).isEqualTo(asset.path());
                        assertThat(source.look(item.key())).isEqualTo(item);
                        read++;
                        told.remove(file.path());
                    }
                }
            }
            assertThat(faults(items)).isEqualTo(expectedFaults);
            told.removeAll(expectedFaults.keySet());
            assertThat(told).as("told, and not in the facts").isEmpty();
            assertThat(read).isEqualTo(22);
            for (String path : expectedFaults.keySet()) {
                assertThat(source.look(key(path))).isEqualTo(items.get(path));
            }
        }
    }

    private static Optional<SourceFault> fault(Expected asset) {
        return switch (asset.scenario()) {
            case "uploadedOptimized" ->
                Optional.of(new SourceFault.OnlyInCloud(
                        Objects.requireNonNull(asset.files().get("original")).sizeBytes()));
            case "sharedAlbum" -> Optional.of(new SourceFault.SharedCopy(SourceFault.SharedBy.ALBUM));
            case "syndicated" -> Optional.of(new SourceFault.SharedCopy(SourceFault.SharedBy.MESSAGE));
            case "referenced" -> Optional.of(new SourceFault.OriginalElsewhere(asset.path()));
            case "placeholder" -> Optional.of(new SourceFault.OriginalMissing());
            default -> Optional.empty();
        };
    }

    private static Role role(String label) {
        return switch (label) {
            case "original" -> Role.ORIGINAL;
            case "liveMov" -> Role.LIVE_MOVIE;
            case "raw" -> Role.RAW;
            case "aae" -> Role.SIDECAR;
            case "adjustments" -> Role.ADJUSTMENT;
            case "render" -> Role.EDITED_RENDER;
            case "renderMov" -> Role.EDITED_LIVE_MOVIE;
            default -> throw new IllegalArgumentException(label);
        };
    }

    @Test
    void factsOfAPhotoAreThoseOfTheDatabase() throws Exception {
        try (PhotoLibrarySource source = open(LibraryTree.PHONE, MemoryFiles.of(phone()))) {
            list(source);
            LibraryFacts favourite = source.part(key("DCIM/100APPLE/IMG_0102.HEIC"))
                    .orElseThrow()
                    .facts();
            assertThat(favourite.favourite()).as("set in the log only").isTrue();
            assertThat(favourite.originalName()).isEqualTo("IMG_0102.HEIC");
            LibraryPart edited = source.part(key("PhotoData/Mutations/DCIM/100APPLE/IMG_4394/Adjustments/x.data"))
                    .orElseThrow();
            assertThat(edited.role()).isEqualTo(Role.ADJUSTMENT);
            assertThat(edited.form()).isEqualTo(LibraryPart.Form.LIVE_PHOTO);
            assertThat(edited.facts().takenAtOffset()).contains(ZoneOffset.ofHours(-5));
            assertThat(edited.facts().takenAt().orElseThrow().toString()).startsWith("2025-08-06T22:14:22.332");
            assertThat(source.part(key("DCIM/100APPLE/IMG_4347.MOV"))
                            .orElseThrow()
                            .facts()
                            .hidden())
                    .isTrue();
            assertThat(source.part(key("DCIM/100APPLE/IMG_2226.HEIC"))
                            .orElseThrow()
                            .facts()
                            .trashed())
                    .isTrue();
            assertThat(source.part(key("DCIM/100APPLE/IMG_9999.HEIC"))).isEmpty();
        }
    }

    @Test
    void whatTheDatabaseDoesNotKnowIsAnItemAndWhatItKnowsAndIsGoneIsOne() throws Exception {
        MemoryFiles files = MemoryFiles.of(phone());
        files.put("DCIM/101APPLE/IMG_9000.HEIC", new byte[10]);
        files.put("DCIM/100APPLE/IMG_9001.JPG", new byte[10]);
        files.put("PhotoData/Thumbnails/V2/DCIM/100APPLE/IMG_9001.JPG/5005.JPG", new byte[10]);
        files.remove("DCIM/100APPLE/IMG_0664.JPG");
        files.remove("DCIM/100APPLE/IMG_4347.MOV");
        files.remove("DCIM/100APPLE/IMG_1994.DNG");
        files.remove("DCIM/100APPLE/IMG_4580.HEIC");
        files.removeBelow("PhotoData/CPLAssets");
        try (PhotoLibrarySource source = open(LibraryTree.PHONE, files)) {
            Map<String, Item> items = list(source);
            assertThat(items.get("DCIM/101APPLE/IMG_9000.HEIC")).isInstanceOf(Item.Available.class);
            assertThat(items.get("DCIM/100APPLE/IMG_9001.JPG")).isInstanceOf(Item.Available.class);
            assertThat(items.keySet()).noneMatch(path -> path.contains("Thumbnails"));
            String cpl = "PhotoData/CPLAssets/group123/CDFC3B62-EDFD-4A49-A80F-00BB7822D0E8";
            SourceFault missing = new SourceFault.OriginalMissing();
            assertThat(faults(items))
                    .containsEntry("DCIM/100APPLE/IMG_0664.JPG", missing)
                    .containsEntry("DCIM/100APPLE/IMG_4347.MOV", missing)
                    .containsEntry("DCIM/100APPLE/IMG_1994 (RAW)", missing)
                    .containsEntry(cpl + ".HEIC", missing)
                    .containsEntry(cpl + ".MOV", missing)
                    .doesNotContainKey("DCIM/100APPLE/IMG_4580.HEIC");
            assertThat(source.part(key("DCIM/100APPLE/IMG_1994 (RAW)")).map(LibraryPart::role))
                    .contains(Role.RAW);
            assertThat(source.look(key("DCIM/100APPLE/IMG_1994 (RAW)")))
                    .isEqualTo(items.get("DCIM/100APPLE/IMG_1994 (RAW)"));
        }
    }

    @Test
    void anotherVersionIsCopiedAndTheOriginalIsToldAsMissing() throws Exception {
        MemoryFiles files = MemoryFiles.of(phone());
        files.put("DCIM/100APPLE/IMG_0102.HEIC", new byte[100]);
        files.put("DCIM/100APPLE/IMG_4347.MOV", new byte[7]);
        files.put("DCIM/100APPLE/IMG_0667.JPG", new byte[7]);
        files.put("DCIM/100APPLE/IMG_0667.JPG (original)", new byte[8]);
        try (PhotoLibrarySource source = open(LibraryTree.PHONE, files)) {
            Map<String, Item> items = list(source);
            assertThat(items.get("DCIM/100APPLE/IMG_0102.HEIC")).isInstanceOf(Item.Available.class);
            assertThat(faults(items))
                    .containsEntry("DCIM/100APPLE/IMG_0102.HEIC (original)", new SourceFault.NotTheOriginal(100, 1492))
                    .containsEntry("DCIM/100APPLE/IMG_4347.MOV (original)", new SourceFault.NotTheOriginal(7, 2442))
                    .containsEntry(
                            "DCIM/100APPLE/IMG_0667.JPG (original) (original)",
                            new SourceFault.NotTheOriginal(7, 1502));
            LibraryPart standIn =
                    source.part(key("DCIM/100APPLE/IMG_4347.MOV (original)")).orElseThrow();
            assertThat(standIn.standIn()).isTrue();
            assertThat(standIn.role()).isEqualTo(Role.LIVE_MOVIE);
            assertThat(standIn.photo()).isEqualTo("DCIM/100APPLE/IMG_4347.HEIC");
        }
    }

    @Test
    void withoutAReadableDatabaseEveryFileIsTold() throws Exception {
        MemoryFiles whole = MemoryFiles.of(phone());
        Map<String, Item> all = list(open(LibraryTree.PHONE, whole));
        byte[] noise = "no database at all".getBytes(StandardCharsets.UTF_8);
        byte[] half = Files.readAllBytes(phone().resolve("PhotoData/Photos.sqlite"));
        half = java.util.Arrays.copyOf(half, half.length / 2);
        for (byte[] database : List.of(noise, half)) {
            MemoryFiles files = MemoryFiles.of(phone());
            files.remove("PhotoData/Photos.sqlite-wal");
            files.put("PhotoData/Photos.sqlite", database);
            try (PhotoLibrarySource source = open(LibraryTree.PHONE, files)) {
                Map<String, Item> items = list(source);
                Set<String> readable = new TreeSet<>(items.keySet());
                readable.removeAll(faults(items).keySet());
                Set<String> expected = new TreeSet<>(all.keySet());
                expected.removeAll(faults(all).keySet());
                assertThat(readable).isEqualTo(expected);
                Item blocked = Objects.requireNonNull(items.get("PhotoData/Photos.sqlite"));
                assertThat(((Item.Blocked) blocked).fault()).isInstanceOf(SourceFault.LibraryUnreadable.class);
                assertThat(source.look(blocked.key())).isEqualTo(blocked);
                assertThat(photos.complete).contains(false);
            }
        }
        assertThat(work()).isEmptyDirectory();
    }

    /// Pages of an SQLite file that hold rows of a table begin so.
    private static final byte ROWS = 13;

    @Test
    void aDamagedPageNeverLeavesPhotosOutInSilence() throws Exception {
        MemoryFiles files = MemoryFiles.of(phone());
        byte[] database = Files.readAllBytes(phone().resolve("PhotoData/Photos.sqlite"));
        list(open(LibraryTree.PHONE, files));
        assertThat(photos.complete).contains(true);
        Set<String> all = Set.copyOf(photos.uuids);
        int pageBytes = 4096;
        int halfWay = 0;
        for (int page = pageBytes; page < database.length; page += pageBytes) {
            if (database[page] != ROWS) {
                continue;
            }
            byte[] damaged = database.clone();
            java.util.Arrays.fill(damaged, page, page + pageBytes, (byte) 0xff);
            files.put("PhotoData/Photos.sqlite", damaged);
            try (PhotoLibrarySource source = open(LibraryTree.PHONE, files)) {
                list(source);
            }
            if (photos.complete.equals(Optional.of(true))) {
                assertThat(photos.uuids).as("page at %d", page).isEqualTo(all);
            } else if (!photos.uuids.isEmpty()) {
                halfWay++;
            }
        }
        assertThat(halfWay).isPositive();
    }

    @Test
    void aFolderThatIsRefusedIsToldAndHidesNothingElse() throws Exception {
        MemoryFiles files = MemoryFiles.of(phone());
        files.deny("DCIM/100APPLE");
        try (PhotoLibrarySource source = open(LibraryTree.PHONE, files)) {
            Map<String, Item> items = list(source);
            assertThat(faults(items)).containsEntry("DCIM/100APPLE", new SourceFault.AccessDenied("DCIM/100APPLE"));
            assertThat(items.keySet()).anyMatch(path -> path.startsWith("PhotoData/CPLAssets"));
        }
    }

    @Test
    void foldersStayTogetherHoweverMuchIsRefused() throws Exception {
        MemoryFiles files = MemoryFiles.of(phone());
        files.put("PhotoData/Photos.sqlite", new byte[100]);
        for (String refused : List.of("PhotoData/Mutations", "PhotoData/CPLAssets", "DCIM")) {
            files.deny(refused);
        }
        foldersStayTogether(files, 4);

        Path media = phone();
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + media.resolve("PhotoData/Photos.sqlite"));
                Statement statement = connection.createStatement()) {
            for (String name : triggers(statement)) {
                statement.execute("DROP TRIGGER \"" + name + "\"");
            }
            move(statement, "IMG_0102.HEIC", "PhotoData/Sync", "A.JPG");
            move(statement, "IMG_0664.JPG", "PhotoData/Sync/100SYNCD", "A.JPG");
            move(statement, "IMG_0667.JPG", "PhotoData/Sync/101SYNCD", "A.JPG");
            move(statement, "IMG_0675.JPG", "PhotoData/Sync/102SYNCD", "A.JPG");
            move(statement, "IMG_0905.MOV", "", "A.JPG");
        }
        MemoryFiles synced = MemoryFiles.of(media);
        synced.put("PhotoData/Sync/A.JPG", new byte[1492]);
        synced.put("PhotoData/Sync/B.JPG", new byte[1]);
        synced.put("PhotoData/Sync/101SYNCD/A.JPG", new byte[1502]);
        synced.put("A.JPG", new byte[2475]);
        synced.deny("PhotoData/Sync/100SYNCD");
        synced.put("PhotoData/Sync/100SYNCD/A.JPG", new byte[1476]);
        synced.deny("PhotoData/Sync/102SYNCD");
        synced.put("PhotoData/Sync/102SYNCD/A.JPG", new byte[1483]);
        Map<String, Item> items = foldersStayTogether(synced, 2 + 5);
        assertThat(items.get("PhotoData/Sync/A.JPG")).isInstanceOf(Item.Available.class);
        assertThat(items.get("PhotoData/Sync/101SYNCD/A.JPG")).isInstanceOf(Item.Available.class);
        assertThat(items.get("A.JPG")).isInstanceOf(Item.Available.class);
        assertThat(items).doesNotContainKey("PhotoData/Sync/B.JPG").doesNotContainKey("PhotoData/Sync/100SYNCD/A.JPG");
        assertThat(faults(items)).containsKeys("PhotoData/Sync/100SYNCD", "PhotoData/Sync/102SYNCD");
    }

    private Map<String, Item> foldersStayTogether(MemoryFiles files, int blocked) throws Exception {
        try (PhotoLibrarySource source = open(LibraryTree.PHONE, files)) {
            Map<String, Item> items = list(source);
            Set<String> finished = new TreeSet<>();
            String current = null;
            for (Item item : items.values()) {
                if (!item.key().folder().equals(current)) {
                    current = item.key().folder();
                    assertThat(finished.add(current)).as("once: " + current).isTrue();
                }
                assertThat(source.look(item.key())).isEqualTo(item);
            }
            assertThat(faults(items)).hasSize(blocked);
            return items;
        }
    }

    /// Whoever opened it would wait for a writer that never comes.
    @Test
    void aPipeAmongThePhotosIsNotOpened() throws Exception {
        Path media = phone();
        Process made = new ProcessBuilder(
                        "mkfifo", media.resolve("DCIM/100APPLE/IMG_9000.JPG").toString())
                .start();
        assertThat(made.waitFor()).isZero();
        try (PhotoLibrarySource source = open(LibraryTree.PHONE, new FolderFiles(media))) {
            assertThat(list(source))
                    .doesNotContainKey("DCIM/100APPLE/IMG_9000.JPG")
                    .hasSize(27);
        }
    }

    @Test
    void aCableThatIsOutStopsTheWhole() throws Exception {
        MemoryFiles files = MemoryFiles.of(phone());
        try (PhotoLibrarySource source = open(LibraryTree.PHONE, files)) {
            Item.Available item =
                    (Item.Available) Objects.requireNonNull(list(source).get("DCIM/100APPLE/IMG_0102.HEIC"));
            files.pullTheCable();
            assertThatThrownBy(() -> list(source))
                    .isInstanceOfSatisfying(
                            SourceException.class,
                            failure -> assertThat(failure.fault()).isInstanceOf(SourceFault.Disconnected.class));
            assertThatThrownBy(() -> sha256(source, item))
                    .isInstanceOfSatisfying(
                            SourceException.class,
                            failure -> assertThat(failure.fault()).isInstanceOf(SourceFault.Disconnected.class));
        }
    }

    @Test
    void hostilePathsNeverLeaveTheTree() throws Exception {
        Path media = phone();
        Path secret = Files.writeString(media.resolveSibling("secret.jpg"), "not yours");
        Path database = media.resolve("PhotoData/Photos.sqlite");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            for (String name : triggers(statement)) {
                statement.execute("DROP TRIGGER \"" + name + "\"");
            }
            int changed = 0;
            changed += move(statement, "IMG_0102.HEIC", "..", "secret.jpg");
            changed += move(statement, "IMG_0664.JPG", "DCIM/../..", "secret.jpg");
            changed += move(
                    statement,
                    "IMG_0667.JPG",
                    Objects.requireNonNull(media.getParent()).toString(),
                    "secret.jpg");
            changed += move(statement, "IMG_0675.JPG", "DCIM/100\nAPPLE\u0007", "IMG.JPG");
            changed += move(statement, "IMG_0905.MOV", "DCIM//100APPLE", "");
            changed += move(statement, "IMG_1994.JPG", "", "");
            changed += move(statement, "IMG_2226.HEIC", "x/".repeat(3000) + "x", "IMG.JPG");
            changed += move(statement, "IMG_2908.PNG", "DCIM/100APPLE", "IMG_0667.JPG");
            assertThat(changed).isEqualTo(8);
        }
        try (PhotoLibrarySource source = open(LibraryTree.PHONE, new FolderFiles(media))) {
            Map<String, Item> items = list(source);
            assertThat(items.keySet()).allMatch(ItemKey::isClean);
            assertThat(items.values())
                    .filteredOn(Item.Available.class::isInstance)
                    .hasSize(22)
                    .noneMatch(item -> item.key().path().contains("secret"));
            assertThat(faults(items).values().stream()
                            .filter(SourceFault.UnsafePath.class::isInstance)
                            .map(fault -> ((SourceFault.UnsafePath) fault).detail()))
                    .hasSize(5)
                    .contains("../secret.jpg")
                    .allMatch(detail -> detail.chars().noneMatch(Character::isISOControl) && detail.length() <= 1200);
            assertThat(faults(items)).containsKey("DCIM/100\nAPPLE\u0007/IMG.JPG");
            for (Item item : items.values()) {
                assertThat(source.look(item.key())).isEqualTo(item);
            }
            // The files themselves are there, and the database no longer knows them: told all the same.
            assertThat(items.get("DCIM/100APPLE/IMG_0102.HEIC")).isInstanceOf(Item.Available.class);
        }
        assertThat(secret).hasContent("not yours");
    }

    private static List<String> triggers(Statement statement) throws Exception {
        List<String> names = new ArrayList<>();
        try (var rows = statement.executeQuery("SELECT name FROM sqlite_master WHERE type = 'trigger'")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private static int move(Statement statement, String name, String directory, String newName) throws Exception {
        return statement.executeUpdate("UPDATE ZASSET SET ZDIRECTORY = '" + directory + "', ZFILENAME = '" + newName
                + "' WHERE ZFILENAME = '" + name + "'");
    }

    /// The rules for names are those of the library reader, which knows them for one asset at a time.
    @Test
    void filesOfRealMacsBelongToWhatTheLibraryReaderSays() throws Exception {
        for (String name : List.of("Test-Media-Types-15.7.2", "Test-10.15.7", "Test-Cloud-10.16.0")) {
            Path library = Fixtures.unzip(Fixtures.LIBRARIES.resolve(name + ".zip"), scratch.resolve(name))
                    .resolve(name + ".photoslibrary");
            MemoryFiles files = MemoryFiles.of(library);
            for (String line : Files.readAllLines(library.resolve("FILES.tsv"))) {
                String path = line.split("\t", -1)[0];
                if (path.startsWith("originals/") || path.startsWith("resources/renders/")) {
                    files.put(path, new byte[1]);
                }
            }
            Map<String, Role> byReader = new TreeMap<>();
            Files.createDirectories(work());
            try (PhotosLibrary opened = PhotosLibrary.open(files, work())) {
                AssetFiles assetFiles = new AssetFiles(opened.layout(), files);
                List<Asset> assets = new ArrayList<>();
                opened.assets(assets::add);
                for (Asset asset : assets) {
                    for (AssetFile file : assetFiles.of(asset)) {
                        if (file.file() != null) {
                            byReader.put(file.path(), role(file.role().label()));
                        }
                    }
                }
            }
            try (PhotoLibrarySource source = open(LibraryTree.MAC, files)) {
                Map<String, Role> here = new TreeMap<>();
                Set<String> unknown = new TreeSet<>();
                for (Item item : list(source).values()) {
                    if (item instanceof Item.Available) {
                        source.part(item.key())
                                .ifPresentOrElse(
                                        part -> here.put(item.key().path(), part.role()),
                                        () -> unknown.add(item.key().path()));
                    }
                }
                assertThat(here).as(name).isEqualTo(byReader).hasSizeGreaterThan(20);
                assertThat(unknown)
                        .as("in that library's folder, and unknown to its database")
                        .isEqualTo(
                                name.equals("Test-10.15.7")
                                        ? Set.of("originals/F/F12384F6-CD17-4151-ACBA-AE0E36FFFFFF.jpeg")
                                        : Set.of());
            }
        }
    }

    @Test
    void whatIsPackedComesOutAsItWasPutIn() throws Exception {
        PackedAssets packed = new PackedAssets();
        List<ExpectedAsset> assets = new ArrayList<>();
        Files.createDirectories(work());
        try (PhotosLibrary library = PhotosLibrary.open(new FolderFiles(phone()), work())) {
            library.assets(asset -> assets.add(ExpectedAsset.of(asset)));
        }
        assets.add(new ExpectedAsset(
                "\u00E9\n.jpg",
                "",
                "other",
                "burst",
                "/Volumes/x",
                ExpectedAsset.HIDDEN,
                Absence.ELSEWHERE,
                Absence.ONLY_IN_CLOUD,
                Absence.SHARED_BY_MESSAGE,
                Long.MAX_VALUE,
                ExpectedAsset.UNKNOWN,
                0,
                1,
                null,
                null));
        for (int round = 0; round < 1000; round++) {
            assets.forEach(packed::add);
        }
        assertThat(packed.count()).isEqualTo(19_000);
        assertThat(packed.unpack().subList(18_981, 19_000)).isEqualTo(assets);
    }

    @Test
    void idsOfDevicesAreTheirsAndTellNoSerialNumber() {
        SourceId phone = LibraryOrigin.idOfDevice("iphone", "00008030-0000000000000000");
        assertThat(phone).isEqualTo(LibraryOrigin.idOfDevice("iphone", "00008030-0000000000000000"));
        assertThat(phone).isNotEqualTo(LibraryOrigin.idOfDevice("iphone", "00008030-0000000000000001"));
        assertThat(phone).isNotEqualTo(LibraryOrigin.idOfDevice("iosbackup", "00008030-0000000000000000"));
        assertThat(phone.value()).startsWith("iphone-").doesNotContain("00008030");
        assertThat(LibraryOrigin.idOfDevice("iphone", "../\n\u0000")).isNotNull();
    }
}
