package app.safelight.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The main job on photo libraries: a phone's copied media folder, its backups, and a Mac's library. Each photo
/// ends in the verdict that its facts call for, and what is on the drive is what the facts say was on the
/// phone.
class PhotoLibraryJobTest {
    private static final Path PHONE = Trial.MEDIA.resolveSibling("iphone-synthetic");
    private static final Path LIBRARIES = Trial.MEDIA.resolveSibling("photos-libraries");

    /// The scenarios of the made-up phone that do not end in "safe".
    private static final Map<String, String> NOT_SAFE = Map.of(
            "uploadedOptimized", "SOURCE_ONLY_IN_CLOUD",
            "sharedAlbum", "SOURCE_SHARED_COPY",
            "syndicated", "SOURCE_SHARED_COPY",
            "referenced", "SOURCE_ORIGINAL_ELSEWHERE",
            "placeholder", "SOURCE_ORIGINAL_MISSING");

    private final Trial trial;

    PhotoLibraryJobTest() throws IOException {
        trial = new Trial();
    }

    @AfterEach
    void cleanUp() throws IOException {
        trial.close();
    }

    @Test
    void everyScenarioOfAMediaFolderEndsInItsVerdict() throws IOException {
        Path media = unpacked(PHONE.resolve("Media.zip")).resolve("Media");
        endsInItsVerdicts(media, "photos-");
        assertThat(trial.run("backup", media.toString(), "--to", "drive", "--json")
                        .expect(ExitCode.NOT_SAFE)
                        .json())
                .containsEntry("copied", 0L)
                .containsEntry("changes", 0L);
    }

    @Test
    void everyScenarioOfAPlainBackupEndsInItsVerdict() throws IOException {
        endsInItsVerdicts(unpacked(PHONE.resolve("backup-plain.zip")).resolve("backup-plain"), "iosbackup-");
    }

    @Test
    void everyScenarioOfAnEncryptedBackupEndsInItsVerdict() throws IOException {
        trial.file("password.txt", "test1234\n");
        endsInItsVerdicts(
                unpacked(PHONE.resolve("backup-encrypted.zip")).resolve("backup-encrypted"),
                "iosbackup-",
                "--password-file",
                "password.txt");
    }

    private void endsInItsVerdicts(Path source, String idBegins, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("backup", source.toString(), "--to", "drive", "--json"));
        command.addAll(List.of(options));
        var run = trial.run(command.toArray(String[]::new))
                .expect(ExitCode.NOT_SAFE)
                .json();
        assertThat(run).containsEntry("items", 27L).containsEntry("copied", 22L).containsEntry("blockedItems", 5L);
        assertThat(String.valueOf(run.get("source"))).startsWith(idBegins).doesNotContain("00008030");
        assertThat(Trial.object(run.get("tally")))
                .containsEntry("safe", 13L)
                .containsEntry("unsafe", 3L)
                .containsEntry("excluded", 2L);
        assertThat(trial.home().resolve("work")).isEmptyDirectory();

        Path drive = trial.folder().resolve("drive");
        Trial.sumsHold(drive);
        Set<String> wanted = new HashSet<>();
        Set<String> paths = new TreeSet<>();
        for (Map<String, @Nullable Object> asset : phone()) {
            String scenario = String.valueOf(asset.get("scenario"));
            Map<String, @Nullable Object> told = why(String.valueOf(asset.get("path")));
            assertThat(verdict(told)).as(scenario).isEqualTo(NOT_SAFE.getOrDefault(scenario, "SAFE"));
            Set<String> parts = new TreeSet<>();
            Trial.objects(told.get("parts")).forEach(part -> parts.add(String.valueOf(part.get("path"))));
            Set<String> files = new TreeSet<>();
            for (Object one : Trial.object(asset.get("files")).values()) {
                Map<String, @Nullable Object> file = Trial.object(one);
                boolean original = Objects.equals(asset.get("path"), file.get("path"));
                if (original || !NOT_SAFE.containsKey(scenario)) {
                    files.add(String.valueOf(file.get("path")));
                }
                if (!NOT_SAFE.containsKey(scenario)) {
                    wanted.add(String.valueOf(file.get("sha256")));
                    paths.add(String.valueOf(file.get("path")));
                }
            }
            assertThat(parts).as(scenario).isEqualTo(files);
        }
        assertThat(new HashSet<>(Trial.shelved(drive))).isEqualTo(wanted).hasSize(21);

        trial.run("restore", "drive", "--to", "restored").expect(ExitCode.OK);
        assertThat(Trial.digests(trial.folder().resolve("restored")).keySet()).isEqualTo(paths);
        assertThat(trial.run("status").expect(ExitCode.NOT_SAFE).out())
                .contains("SOURCE_ONLY_IN_CLOUD", "SOURCE_ORIGINAL_MISSING", "left out");
        assertThat(trial.run("sources").expect(ExitCode.OK).out()).contains(source.toString(), "13 safe, 3 not safe");
    }

    private static String verdict(Map<String, @Nullable Object> told) {
        return switch (String.valueOf(told.get("verdict"))) {
            case "SAFE" -> "SAFE";
            case "EXCLUDED" -> String.valueOf(told.get("rule"));
            default ->
                String.valueOf(Trial.objects(told.get("reasons")).getFirst().get("code"));
        };
    }

    private Map<String, @Nullable Object> why(String path) {
        var assets = Trial.objects(trial.run("why", path, "--json").json().get("assets"));
        assertThat(assets).as(path).hasSize(1);
        return assets.getFirst();
    }

    private static List<Map<String, @Nullable Object>> phone() throws IOException {
        var document = new Trial.Run(0, Files.readString(PHONE.resolve("EXPECTED.json")), "").json();
        return Trial.object(document.get("assets")).values().stream()
                .map(Trial::object)
                .toList();
    }

    @Test
    void partsOfOnePhotoComeTogetherWhateverChangesFirst() throws IOException {
        Path media = unpacked(PHONE.resolve("Media.zip")).resolve("Media");
        Path edits = media.resolve("PhotoData/Mutations/DCIM/100APPLE/IMG_4394/Adjustments");
        String render = "PhotoData/Mutations/DCIM/100APPLE/IMG_4394/Adjustments/FullSizeRender.heic";
        String original = "DCIM/100APPLE/IMG_4394.HEIC";

        backUp(media);
        assertThat(parts(original)).hasSize(6).containsEntry(render, "EDITED_RENDER");

        Files.write(edits.resolve("FullSizeRender.heic"), new byte[2_000]);
        backUp(media);
        assertThat(parts(original)).hasSize(6).containsEntry(render, "EDITED_RENDER");
        assertThat(why(render)).containsEntry("verdict", "SAFE");

        Files.write(media.resolve("DCIM/100APPLE/IMG_9000.JPG"), new byte[100]);
        backUp(media);
        assertThat(parts(render)).hasSize(6).containsEntry(original, "ORIGINAL");
        assertThat(parts("DCIM/100APPLE/IMG_9000.JPG")).hasSize(1);
    }

    private void backUp(Path source) {
        trial.run("backup", source.toString(), "--to", "drive").expect(ExitCode.NOT_SAFE);
    }

    private Map<String, String> parts(String path) {
        Map<String, String> roles = new TreeMap<>();
        Trial.objects(why(path).get("parts"))
                .forEach(part -> roles.put(String.valueOf(part.get("path")), String.valueOf(part.get("role"))));
        return roles;
    }

    @Test
    void anotherVersionIsCopiedButNotCalledSafeUntilTheOriginalIsThere() throws IOException {
        Path media = unpacked(PHONE.resolve("Media.zip")).resolve("Media");
        Path file = media.resolve("DCIM/100APPLE/IMG_0102.HEIC");
        byte[] original = Files.readAllBytes(file);
        Files.write(file, new byte[77]);

        backUp(media);
        Map<String, @Nullable Object> told = why("DCIM/100APPLE/IMG_0102.HEIC");
        assertThat(verdict(told)).isEqualTo("SOURCE_NOT_THE_ORIGINAL");
        assertThat(parts("DCIM/100APPLE/IMG_0102.HEIC"))
                .containsEntry("DCIM/100APPLE/IMG_0102.HEIC", "EDITED_RENDER")
                .containsEntry("DCIM/100APPLE/IMG_0102.HEIC (original)", "ORIGINAL");
        assertThat(Trial.shelved(trial.folder().resolve("drive"))).contains(Trial.sha256(file));

        Files.write(file, original);
        backUp(media);
        assertThat(verdict(why("DCIM/100APPLE/IMG_0102.HEIC"))).isEqualTo("SAFE");
        assertThat(parts("DCIM/100APPLE/IMG_0102.HEIC")).hasSize(1);
        assertThat(trial.run("status").out()).doesNotContain("SOURCE_NOT_THE_ORIGINAL", "GONE_BEFORE_COPIED");
    }

    @Test
    void anOriginalThatComesBackFromICloudBecomesSafe() throws IOException {
        Path media = unpacked(PHONE.resolve("Media.zip")).resolve("Media");
        backUp(media);
        Files.write(media.resolve("DCIM/100APPLE/IMG_0658.JPG"), new byte[1473]);
        backUp(media);
        assertThat(verdict(why("DCIM/100APPLE/IMG_0658.JPG"))).isEqualTo("SAFE");
    }

    @Test
    void aDamagedDatabaseKeepsNobodyFromSavingThePhotos() throws IOException {
        Path media = unpacked(PHONE.resolve("Media.zip")).resolve("Media");
        Files.writeString(media.resolve("PhotoData/Photos.sqlite"), "no database");
        Trial.Run run = trial.run("backup", media.toString(), "--to", "drive").expect(ExitCode.NOT_SAFE);
        assertThat(run.out()).contains("22 copied", "SOURCE_LIBRARY_UNREADABLE");
        assertThat(trial.run("why", "Photos.sqlite").expect(ExitCode.NOT_SAFE).out())
                .contains("nobody can tell", "HINT: ");
    }

    @Test
    void aWrongPasswordIsSaidAtOnceAndNothingIsMade() throws IOException {
        Path backup = unpacked(PHONE.resolve("backup-encrypted.zip")).resolve("backup-encrypted");
        trial.file("password.txt", "secret-guess");
        Trial.Run wrong = trial.run("backup", backup.toString(), "--to", "drive", "--password-file", "password.txt")
                .expect(ExitCode.SOURCE);
        assertThat(wrong.err()).contains("does not open", "HINT: ").doesNotContain("secret-guess");
        assertThat(wrong.out()).isEmpty();
        assertThat(trial.run("backup", backup.toString(), "--to", "drive")
                        .expect(ExitCode.SOURCE)
                        .err())
                .contains("encrypted", "--password-file");
        assertThat(trial.folder().resolve("drive")).doesNotExist();
        assertThat(trial.run("sources").out()).doesNotContain("ios-backup");
    }

    @Test
    void healTakesBytesFromAnEncryptedBackupOnlyWithItsPassword() throws IOException {
        Path backup = unpacked(PHONE.resolve("backup-encrypted.zip")).resolve("backup-encrypted");
        trial.file("password.txt", "test1234");
        trial.run("backup", backup.toString(), "--to", "drive", "--password-file", "password.txt")
                .expect(ExitCode.NOT_SAFE);
        Path drive = trial.folder().resolve("drive");
        Path victim = Trial.files(drive.resolve("Photos")).stream()
                .filter(file -> file.endsWith("IMG_0102.HEIC"))
                .findFirst()
                .orElseThrow();
        String good = Trial.sha256(victim);
        Files.writeString(victim, "rotten");
        trial.run("verify", "drive").expect(ExitCode.DAMAGE);

        Trial.Run without = trial.run("heal").expect(ExitCode.DAMAGE);
        assertThat(without.err()).contains(backup + " is not used: It is encrypted and was not opened");
        assertThat(trial.run("doctor").expect(ExitCode.NOT_SAFE).out())
                .contains(backup + ": It is encrypted", "→ Give its password with --password-file");

        assertThat(trial.run("heal", "--password-file", "password.txt")
                        .expect(ExitCode.OK)
                        .out())
                .contains("1 of 1 copy healed");
        assertThat(Trial.shelved(drive)).contains(good);
        Trial.sumsHold(drive);
        assertThat(trial.home().resolve("work")).isEmptyDirectory();
    }

    @Test
    void aFolderThatOnlyLooksLikeABackupIsAFolder() throws IOException {
        trial.file("folder/Manifest.plist", "somebody else's");
        trial.file("folder/a.jpg", "a");
        assertThat(trial.run("backup", "folder", "--to", "drive", "--json")
                        .expect(ExitCode.OK)
                        .json())
                .containsEntry("copied", 2L);
    }

    @Test
    void spaceIsNeverFreedInALibrary() throws IOException {
        Path media = unpacked(PHONE.resolve("Media.zip")).resolve("Media");
        backUp(media);
        assertThat(trial.run("free", media.toString(), "--yes")
                        .expect(ExitCode.USAGE)
                        .err())
                .contains("on cards and in folders only");
        assertThat(media.resolve("DCIM/100APPLE/IMG_0102.HEIC")).exists();
    }

    /// The pictures of this real library are not there, but its list of files is: of those up to a megabyte a
    /// file of the right length is made.
    @Test
    void aMacsLibraryIsToldPhotoByPhoto() throws IOException {
        String name = "Test-Cloud-10.15.1";
        Path library = unpacked(LIBRARIES.resolve(name + ".zip")).resolve(name + ".photoslibrary");
        int made = 0;
        for (String line : Files.readAllLines(library.resolve("FILES.tsv"))) {
            String[] fields = line.split("\t", -1);
            boolean photo = fields[0].startsWith("originals/") || fields[0].startsWith("resources/renders/");
            if (photo && !fields[1].equals("unknown") && Long.parseLong(fields[1]) <= 1_000_000) {
                Path file = library.resolve(fields[0]);
                Files.createDirectories(file.getParent());
                try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
                    bytes.setLength(Long.parseLong(fields[1]));
                    bytes.writeUTF(fields[0]);
                }
                made++;
            }
        }
        Files.createDirectories(library.resolve("resources/derivatives"));
        Files.write(library.resolve("resources/derivatives/thumbnail.jpg"), new byte[10]);

        var run = trial.run("backup", library.toString(), "--to", "drive", "--json")
                .expect(ExitCode.NOT_SAFE)
                .json();
        assertThat(run).containsEntry("copied", (long) made);
        Map<String, @Nullable Object> tally = Trial.object(run.get("tally"));
        assertThat(tally).containsEntry("excluded", 5L);
        assertThat(count(tally, "safe") + count(tally, "unsafe")).isEqualTo(22);
        assertThat(count(tally, "safe")).isPositive();
        assertThat(Trial.object(tally.get("reasons"))).containsOnlyKeys("SOURCE_ORIGINAL_MISSING");
        Path drive = trial.folder().resolve("drive");
        Trial.sumsHold(drive);
        assertThat(Trial.shelved(drive)).hasSize(made);
        assertThat(trial.run("sources").expect(ExitCode.OK).out()).contains("photos-library, photos-");
    }

    private static long count(Map<String, @Nullable Object> tally, String name) {
        return (Long) Objects.requireNonNull(tally.get(name));
    }

    private Path unpacked(Path archive) throws IOException {
        Path target = Files.createDirectories(
                trial.folder().resolve("fixtures").resolve(archive.getFileName().toString()));
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
                Path file = target.resolve(entry.getName()).normalize();
                assertThat(file.startsWith(target)).isTrue();
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    try (InputStream in = zip.getInputStream(entry)) {
                        Files.copy(in, file);
                    }
                }
            }
        }
        return target;
    }
}
