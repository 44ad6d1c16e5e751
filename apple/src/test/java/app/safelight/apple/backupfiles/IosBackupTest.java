package app.safelight.apple.backupfiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.safelight.apple.Fixtures;
import app.safelight.apple.mediafiles.MediaContent;
import app.safelight.apple.mediafiles.MediaException;
import app.safelight.apple.mediafiles.MediaFault;
import app.safelight.apple.mediafiles.MediaFile;
import app.safelight.apple.mediafiles.MediaFiles;
import app.safelight.apple.plist.Plist;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Both backups of the synthetic phone hold what was put into them; what is wrong with a backup is said.
class IosBackupTest {
    private static final String PASSWORD = "test1234";

    @TempDir
    private Path folder;

    private Path work = Path.of("");

    @BeforeEach
    void makeWorkFolder() throws IOException {
        work = Files.createDirectory(folder.resolve("work"));
    }

    private Path unpack(String name) throws IOException {
        Fixtures.unzip("iphone-synthetic/" + name + ".zip", folder);
        return folder.resolve(name);
    }

    private IosBackup open(String name) throws IOException {
        return IosBackup.open(unpack(name), name.endsWith("encrypted") ? PASSWORD.toCharArray() : null, work);
    }

    @ParameterizedTest
    @ValueSource(strings = {"backup-plain", "backup-encrypted"})
    void everyFileIsAsItWasOnThePhone(String name) throws Exception {
        List<Map<String, @Nullable Object>> wanted =
                Fixtures.objects(Fixtures.json("iphone-synthetic/EXPECTED.json").get("backupFiles"));
        try (IosBackup backup = open(name)) {
            Map<String, BackupEntry> entries = new HashMap<>();
            backup.entries(entry -> entries.put(entry.fileId(), entry));
            assertThat(entries).hasSize(wanted.size());
            for (Map<String, @Nullable Object> file : wanted) {
                BackupEntry entry = Objects.requireNonNull(entries.get(file.get("fileID")));
                assertThat(entry.domain()).isEqualTo(file.get("domain"));
                assertThat(entry.relativePath()).isEqualTo(file.get("path"));
                assertThat(backup.find(entry.domain(), entry.relativePath())).isPresent();
                if (file.get("size") == null) {
                    assertThat(entry.kind()).isEqualTo(BackupEntry.Kind.DIRECTORY);
                } else {
                    assertThat(entry.kind()).isEqualTo(BackupEntry.Kind.FILE);
                    assertThat(entry.sizeBytes()).isEqualTo(file.get("size"));
                    assertThat(sha256(backup, entry)).as(entry.toString()).isEqualTo(file.get("sha256"));
                }
            }
        }
        assertThat(work).isEmptyDirectory();
    }

    private static String sha256(IosBackup backup, BackupEntry entry) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] chunk = new byte[10_007];
        try (MediaContent content = backup.open(entry)) {
            long position = 0;
            for (int count = content.read(0, chunk, 0, chunk.length);
                    count >= 0;
                    count = content.read(position, chunk, 0, chunk.length)) {
                digest.update(chunk, 0, count);
                position += count;
            }
            assertThat(position).isEqualTo(content.sizeBytes());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Test
    void anEncryptedFileReadsTheSameFromAnyPosition() throws Exception {
        byte[] plain;
        String path = "PhotoData/Photos.sqlite";
        try (IosBackup backup = open("backup-plain")) {
            plain = backup.media().readWhole(path, 1 << 23);
        }
        Random random = new Random(7);
        byte[] buffer = new byte[3 << 20];
        try (IosBackup backup = open("backup-encrypted");
                MediaContent content = backup.media().open(path)) {
            for (int i = 0; i < 300; i++) {
                int position = random.nextInt(plain.length);
                int length = 1 + random.nextInt(i % 10 == 0 ? 2 << 20 : 100);
                int count = content.read(position, buffer, 5, length);
                assertThat(count).isBetween(1, length);
                assertThat(Arrays.compare(buffer, 5, 5 + count, plain, position, position + count))
                        .isZero();
            }
            assertThat(content.read(plain.length, buffer, 0, 1)).isEqualTo(-1);
            assertThat(content.read(plain.length - 1, buffer, 0, 9)).isEqualTo(1);
        }
    }

    @Test
    void theMediaFolderIsATreeOfFiles() throws Exception {
        try (IosBackup backup = open("backup-encrypted")) {
            MediaFiles media = backup.media();
            assertThat(media.list("")).extracting(MediaFile::path).containsExactly("DCIM", "PhotoData");
            assertThat(media.list("DCIM")).extracting(MediaFile::directory).containsExactly(true);
            assertThat(media.list("DCIM/100APPLE")).hasSize(17).allMatch(file -> file.sizeBytes() > 0);
            assertThat(media.look("DCIM/100APPLE/IMG_0102.HEIC").orElseThrow().modifiedAt())
                    .isNotNull();
            for (String nothing : List.of("..", "DCIM/..", "../Library", "dcim", "/DCIM", "DCIM/")) {
                assertThat(media.look(nothing)).as(nothing).isEmpty();
                assertThatThrownBy(() -> media.list(nothing)).isInstanceOf(MediaException.class);
                assertThatThrownBy(() -> media.open(nothing)).isInstanceOf(MediaException.class);
            }
            assertThat(backup.domain("HomeDomain").look("Library/SMS/sms.db")).isPresent();
            assertThat(backup.keepsOriginals()).contains(false);
        }
    }

    @Test
    void aBackupTellsOfItselfWithoutAPassword() throws Exception {
        BackupInfo info = IosBackup.look(unpack("backup-encrypted"));
        Map<String, @Nullable Object> device =
                Fixtures.object(Fixtures.json("iphone-synthetic/EXPECTED.json").get("device"));
        assertThat(info.deviceName()).isEqualTo(device.get("name"));
        assertThat(info.productType()).isEqualTo(device.get("type"));
        assertThat(info.productVersion()).isEqualTo(device.get("version"));
        assertThat(info.buildVersion()).isEqualTo(device.get("build"));
        assertThat(info.udid()).isEqualTo(device.get("udid"));
        assertThat(info.serialNumber()).isEqualTo(device.get("serial"));
        assertThat(info.encrypted()).isTrue();
        assertThat(info.finished()).isTrue();
        assertThat(IosBackup.look(unpack("backup-plain")).encrypted()).isFalse();
    }

    private static BackupFault fault(Throwable thrown) {
        return ((BackupException) thrown).fault();
    }

    @Test
    void aWrongPasswordIsSaidAndLeavesNothingBehind() throws Exception {
        Path backup = unpack("backup-encrypted");
        assertThatThrownBy(() -> IosBackup.open(backup, "geheim-1".toCharArray(), work))
                .satisfies(failed -> assertThat(fault(failed)).isEqualTo(new BackupFault.WrongPassword()))
                .satisfies(failed -> assertThat(failed.toString()).doesNotContain("geheim"));
        assertThatThrownBy(() -> IosBackup.open(backup, null, work))
                .satisfies(failed -> assertThat(fault(failed)).isEqualTo(new BackupFault.PasswordNeeded()));
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void thePasswordIsLeftAsItIs() throws Exception {
        char[] password = PASSWORD.toCharArray();
        IosBackup.open(unpack("backup-encrypted"), password, work).close();
        assertThat(password).isEqualTo(PASSWORD.toCharArray());
    }

    @Test
    void whatIsNoFinishedBackupIsSaidSo() throws Exception {
        assertThatThrownBy(() -> IosBackup.look(work))
                .satisfies(failed -> assertThat(fault(failed)).isInstanceOf(BackupFault.NotABackup.class));
        Path backup = unpack("backup-plain");
        Path status = backup.resolve("Status.plist");
        Files.write(status, Plist.empty().put("SnapshotState", "uploading").toBinary());
        assertThatThrownBy(() -> IosBackup.open(backup, null, work))
                .satisfies(failed -> assertThat(fault(failed)).isEqualTo(new BackupFault.Unfinished("uploading")));
        Files.delete(status);
        assertThatThrownBy(() -> IosBackup.open(backup, null, work))
                .satisfies(failed -> assertThat(fault(failed)).isInstanceOf(BackupFault.Unfinished.class));
        Files.writeString(status, "no list");
        assertThatThrownBy(() -> IosBackup.look(backup))
                .satisfies(failed -> assertThat(fault(failed)).isInstanceOf(BackupFault.Damaged.class));
    }

    @Test
    void aManifestThatIsCutOrNoneIsSaidSo() throws Exception {
        Path backup = unpack("backup-plain");
        Path manifest = backup.resolve("Manifest.db");
        byte[] whole = Files.readAllBytes(manifest);
        for (int length : new int[] {0, 50, 100, 4_096, whole.length / 2, whole.length - 1}) {
            Files.write(manifest, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> IosBackup.open(backup, null, work))
                    .as("of %s bytes", length)
                    .satisfies(failed -> assertThat(fault(failed)).isInstanceOf(BackupFault.Damaged.class));
        }
        Files.delete(manifest);
        assertThatThrownBy(() -> IosBackup.open(backup, null, work))
                .satisfies(failed -> assertThat(fault(failed)).isInstanceOf(BackupFault.NotABackup.class));
        Path encrypted = unpack("backup-encrypted");
        Files.write(encrypted.resolve("Manifest.db"), new byte[4_096]);
        assertThatThrownBy(() -> IosBackup.open(encrypted, PASSWORD.toCharArray(), work))
                .satisfies(failed -> assertThat(fault(failed)).isInstanceOf(BackupFault.Damaged.class));
        assertThat(work).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"backup-plain", "backup-encrypted"})
    void aContentThatIsCutOrGoneOrALinkIsSaidSo(String name) throws Exception {
        String path = "DCIM/100APPLE/IMG_0102.HEIC";
        String id = IosBackup.fileId("CameraRollDomain", "Media/" + path);
        try (IosBackup backup = open(name)) {
            MediaFiles media = backup.media();
            Path stored = folder.resolve(name).resolve(id.substring(0, 2)).resolve(id);
            for (long length : new long[] {0, 16, Files.size(stored) / 2}) {
                try (var channel = Files.newByteChannel(stored, StandardOpenOption.WRITE)) {
                    channel.truncate(length);
                }
                assertThat(mediaFault(media, path)).isInstanceOf(MediaFault.Damaged.class);
            }
            Files.delete(stored);
            assertThat(mediaFault(media, path)).isEqualTo(new MediaFault.Missing("Media/" + path));
            Path secret = Files.write(folder.resolve("secret-" + name), new byte[1_600]);
            Files.createSymbolicLink(stored, secret);
            assertThat(mediaFault(media, path)).isInstanceOf(MediaFault.Damaged.class);
        }
    }

    private static MediaFault mediaFault(MediaFiles files, String path) {
        List<MediaFault> faults = new ArrayList<>();
        assertThatThrownBy(() -> files.readWhole(path, 1 << 20))
                .isInstanceOfSatisfying(MediaException.class, failed -> faults.add(failed.fault()));
        return faults.getFirst();
    }
}
