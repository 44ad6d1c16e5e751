package app.safelight.apple.backupfiles;

import app.safelight.apple.mediafiles.MediaContent;
import app.safelight.apple.mediafiles.MediaException;
import app.safelight.apple.mediafiles.MediaFault;
import app.safelight.apple.mediafiles.MediaFiles;
import app.safelight.apple.plist.MalformedPlist;
import app.safelight.apple.plist.Plist;
import app.safelight.apple.sqlite.DatabaseException;
import app.safelight.apple.sqlite.DatabaseFault;
import app.safelight.apple.sqlite.ReadOnlyDatabase;
import app.safelight.apple.sqlite.Rows;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A backup of an iPhone in a folder of this computer, as iTunes, Finder and libimobiledevice write it (iOS
/// 10.2 and later). It is only read.
///
/// ```java
/// try (IosBackup backup = IosBackup.open(folder, password, work);
///         PhotosLibrary library = PhotosLibrary.open(backup.media(), work)) { … }
/// ```
///
/// Threads: one; contents that are open may be read by others.
public final class IosBackup implements AutoCloseable {
    private static final Pattern FILE_ID = Pattern.compile("[0-9a-f]{40}");
    private static final byte[] SQLITE = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    /// Where photos are, and where recordings and the like lie below the same media folder of the phone.
    private static final List<DomainFiles.Root> MEDIA =
            List.of(new DomainFiles.Root("CameraRollDomain", "Media"), new DomainFiles.Root("MediaDomain", "Media"));

    private static final String COLUMNS = "SELECT fileID, domain, relativePath, flags, file FROM Files ";

    private final Path folder;
    private final BackupInfo info;
    private final Path workCopy;
    private final ReadOnlyDatabase manifest;
    private final @Nullable ClassKeys keys;

    private IosBackup(
            Path folder, BackupInfo info, Path workCopy, ReadOnlyDatabase manifest, @Nullable ClassKeys keys) {
        this.folder = folder;
        this.info = info;
        this.workCopy = workCopy;
        this.manifest = manifest;
        this.keys = keys;
    }

    /// What the backup in a folder says of itself, without opening it.
    ///
    /// @throws BackupException [BackupFault.NotABackup] if it is none
    public static BackupInfo look(Path folder) throws BackupException {
        return BackupInfo.read(folder, manifestList(folder));
    }

    /// Opens a backup.
    ///
    /// @param password of an encrypted backup, null for a plain one. It is not kept; wiping it is the caller's
    /// @param workFolder for the manifest's copy, which is decrypted there: readable for this user alone,
    ///     removed by [#close]
    public static IosBackup open(Path folder, char @Nullable [] password, Path workFolder) throws BackupException {
        Plist list = manifestList(folder);
        BackupInfo info = BackupInfo.read(folder, list);
        if (!info.finished()) {
            throw new BackupException(new BackupFault.Unfinished(info.snapshotState()));
        }
        if (!Files.isRegularFile(folder.resolve("Manifest.db"))) {
            throw new BackupException(
                    Files.exists(folder.resolve("Manifest.mbdb"))
                            ? new BackupFault.Unsupported("a backup of iOS 9 or older")
                            : new BackupFault.NotABackup("no Manifest.db"));
        }
        ClassKeys keys = info.encrypted() ? unlock(list, password) : null;
        boolean opened = false;
        try {
            IosBackup backup = open(folder.toRealPath(), info, list, keys, workFolder);
            opened = true;
            return backup;
        } catch (BackupException failed) {
            throw failed;
        } catch (DatabaseException failed) {
            throw failure(failed);
        } catch (IOException failed) {
            throw new BackupException(new BackupFault.CannotRead(failed.toString()), failed);
        } finally {
            if (!opened && keys != null) {
                keys.close();
            }
        }
    }

    private static IosBackup open(Path folder, BackupInfo info, Plist list, @Nullable ClassKeys keys, Path workFolder)
            throws IOException {
        Path workCopy = Files.createTempDirectory(workFolder, "ios-backup-");
        boolean opened = false;
        try {
            Path copy = workCopy.resolve("Manifest.db");
            if (keys == null) {
                Files.copy(folder.resolve("Manifest.db"), copy);
            } else {
                decryptManifest(folder.resolve("Manifest.db"), manifestKey(list, keys), copy);
            }
            ReadOnlyDatabase manifest = ReadOnlyDatabase.open(copy);
            if (!manifest.has("Files", "fileID", "domain", "relativePath", "flags", "file")) {
                manifest.close();
                throw new BackupException(new BackupFault.Unsupported("a manifest without the table of files"));
            }
            opened = true;
            return new IosBackup(folder, info, workCopy, manifest, keys);
        } finally {
            if (!opened) {
                remove(workCopy);
            }
        }
    }

    private static Plist manifestList(Path folder) throws BackupException {
        return BackupInfo.plist(folder.resolve("Manifest.plist"))
                .orElseThrow(() -> new BackupException(new BackupFault.NotABackup("no Manifest.plist")));
    }

    private static ClassKeys unlock(Plist list, char @Nullable [] password) throws BackupException {
        if (password == null) {
            throw new BackupException(new BackupFault.PasswordNeeded());
        }
        byte[] keybag = list.data("BackupKeyBag")
                .orElseThrow(() -> new BackupException(new BackupFault.Damaged("encrypted, and without a keybag")));
        return Keybag.parse(keybag).unlock(password);
    }

    private static byte[] manifestKey(Plist list, ClassKeys keys) throws BackupException {
        byte[] wrapped = list.data("ManifestKey")
                .orElseThrow(() ->
                        new BackupException(new BackupFault.Unsupported("an encrypted backup without a manifest key")));
        return keys.unwrap(wrapped)
                .orElseThrow(() -> new BackupException(new BackupFault.Damaged("the manifest's key does not fit")));
    }

    private static void decryptManifest(Path file, byte[] key, Path target) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                EncryptedContent content = new EncryptedContent("Manifest.db", channel, key, channel.size())) {
            byte[] chunk = new byte[MediaFiles.COPY_CHUNK_BYTES];
            int count = content.read(0, chunk, 0, chunk.length);
            for (int i = 0; i < SQLITE.length; i++) {
                if (count < SQLITE.length || chunk[i] != SQLITE[i]) {
                    throw new BackupException(new BackupFault.Damaged("the manifest does not decrypt"));
                }
            }
            try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
                long position = 0;
                while (count > 0) {
                    out.write(chunk, 0, count);
                    position += count;
                    count = content.read(position, chunk, 0, chunk.length);
                }
            }
        } catch (MediaException failed) {
            throw new BackupException(new BackupFault.Damaged(String.valueOf(failed.getMessage())), failed);
        }
    }

    public BackupInfo info() {
        return info;
    }

    /// The phone's media folder as the backup has it: photos, their database, recordings.
    public MediaFiles media() {
        return new DomainFiles(this, MEDIA);
    }

    /// All files of one domain, such as `HomeDomain`.
    public MediaFiles domain(String domain) {
        return new DomainFiles(this, List.of(new DomainFiles.Root(domain, "")));
    }

    /// If the phone keeps all originals (true) or lets iCloud hold some alone (false: Optimise Storage); empty
    /// if the backup does not tell.
    public Optional<Boolean> keepsOriginals() throws MediaException {
        String path = "Library/Preferences/com.apple.mobileslideshow.plist";
        try {
            MediaFiles home = domain("HomeDomain");
            return home.look(path).isEmpty()
                    ? Optional.empty()
                    : Plist.parse(home.readWhole(path, 1 << 20)).bool("downloadAndKeepOriginals");
        } catch (MalformedPlist malformed) {
            throw new MediaException(new MediaFault.Damaged(path, String.valueOf(malformed.getMessage())), malformed);
        }
    }

    /// Hands all entries to a sink, ordered by domain and path; none is kept.
    public void entries(Consumer<BackupEntry> sink) throws BackupException {
        try (Rows rows = manifest.query(COLUMNS + "ORDER BY domain, relativePath")) {
            while (rows.next()) {
                sink.accept(entry(rows));
            }
        } catch (DatabaseException failed) {
            throw failure(failed);
        }
    }

    /// The entry of a path in a domain.
    public Optional<BackupEntry> find(String domain, String relativePath) throws BackupException {
        try (Rows rows = manifest.query(COLUMNS + "WHERE fileID = ?", fileId(domain, relativePath))) {
            return rows.next() ? Optional.of(entry(rows)) : Optional.empty();
        } catch (DatabaseException failed) {
            throw failure(failed);
        }
    }

    /// The entries directly in a directory of a domain; the domain's root is the empty text.
    List<BackupEntry> children(String domain, String directory, int limit) throws BackupException {
        String from = directory.isEmpty() ? "" : directory + "/";
        // The character after the slash: all paths below the directory sort before it.
        String until = directory.isEmpty() ? "\uDBFF\uDFFF" : directory + "0";
        List<BackupEntry> found = new ArrayList<>();
        try (Rows rows = manifest.query(
                COLUMNS + "WHERE domain = ? AND relativePath > ? AND relativePath < ?"
                        + " AND instr(substr(relativePath, ?), '/') = 0 ORDER BY relativePath",
                domain,
                from,
                until,
                from.codePointCount(0, from.length()) + 1)) {
            while (rows.next()) {
                if (found.size() == limit) {
                    throw new BackupException(new BackupFault.Damaged("more than " + limit + " files in one folder"));
                }
                found.add(entry(rows));
            }
        } catch (DatabaseException failed) {
            throw failure(failed);
        }
        return found;
    }

    private static BackupEntry entry(Rows rows) throws DatabaseException, BackupException {
        return BackupEntry.parse(
                String.valueOf(rows.text(1)),
                String.valueOf(rows.text(2)),
                String.valueOf(rows.text(3)),
                rows.count(4),
                rows.bytes(5));
    }

    /// The name under which a backup keeps a file: SHA-1 of domain and path.
    static String fileId(String domain, String relativePath) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1")
                            .digest((domain + "-" + relativePath).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-1", impossible);
        }
    }

    /// Opens a file's content, decrypting it on the way.
    public MediaContent open(BackupEntry entry) throws MediaException {
        String path = entry.relativePath();
        if (entry.kind() != BackupEntry.Kind.FILE) {
            throw new MediaException(new MediaFault.Missing(path));
        }
        FileChannel channel = channel(entry);
        boolean opened = false;
        try {
            MediaContent content = keys == null ? plain(entry, channel) : decrypted(entry, channel, keys);
            opened = true;
            return content;
        } catch (MediaException failed) {
            throw failed;
        } catch (IOException failed) {
            throw new MediaException(new MediaFault.Unreadable(path, failed.toString()), failed);
        } finally {
            if (!opened) {
                closeQuietly(channel);
            }
        }
    }

    private static MediaContent plain(BackupEntry entry, FileChannel channel) throws IOException {
        if (channel.size() != entry.sizeBytes()) {
            throw new MediaException(new MediaFault.Damaged(
                    entry.relativePath(), channel.size() + " bytes are stored where " + entry.sizeBytes() + " belong"));
        }
        return new PlainContent(entry.relativePath(), channel, entry.sizeBytes());
    }

    private static MediaContent decrypted(BackupEntry entry, FileChannel channel, ClassKeys keys) throws IOException {
        byte[] key = entry.encryptionKey()
                .flatMap(keys::unwrap)
                .orElseThrow(() -> new MediaException(
                        new MediaFault.Damaged(entry.relativePath(), "no key of this backup opens it")));
        return new EncryptedContent(entry.relativePath(), channel, key, entry.sizeBytes());
    }

    private FileChannel channel(BackupEntry entry) throws MediaException {
        String id = entry.fileId();
        if (!FILE_ID.matcher(id).matches()) {
            throw new MediaException(new MediaFault.Damaged(entry.relativePath(), "a senseless name in the backup"));
        }
        try {
            Path file = folder.resolve(id.substring(0, 2)).resolve(id).toRealPath();
            if (!file.startsWith(folder)) {
                throw new MediaException(new MediaFault.Damaged(entry.relativePath(), "a link out of the backup"));
            }
            return FileChannel.open(file, StandardOpenOption.READ);
        } catch (MediaException failed) {
            throw failed;
        } catch (NoSuchFileException missing) {
            throw new MediaException(new MediaFault.Missing(entry.relativePath()), missing);
        } catch (AccessDeniedException denied) {
            throw new MediaException(new MediaFault.Denied(entry.relativePath()), denied);
        } catch (IOException failed) {
            throw new MediaException(new MediaFault.Unreadable(entry.relativePath(), failed.toString()), failed);
        }
    }

    private static void closeQuietly(FileChannel channel) throws MediaException {
        try {
            channel.close();
        } catch (IOException failed) {
            throw new MediaException(new MediaFault.Unreadable("", failed.toString()), failed);
        }
    }

    private static BackupException failure(DatabaseException failed) {
        return new BackupException(
                switch (failed.fault()) {
                    case DatabaseFault.NotADatabase() -> new BackupFault.Damaged("the manifest is no database");
                    case DatabaseFault.Damaged(String why) -> new BackupFault.Damaged("the manifest: " + why);
                    case DatabaseFault.TooMuchWork() ->
                        new BackupFault.Damaged("the manifest takes too much work to read");
                    case DatabaseFault.Failed(String why) -> new BackupFault.CannotRead(why);
                },
                failed);
    }

    /// Forgets the keys and removes the copy of the manifest. Contents that are still open stay readable.
    @Override
    public void close() throws BackupException {
        try {
            manifest.close();
            remove(workCopy);
        } catch (DatabaseException failed) {
            throw failure(failed);
        } catch (IOException failed) {
            throw new BackupException(new BackupFault.CannotRead(failed.toString()), failed);
        } finally {
            if (keys != null) {
                keys.close();
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }
}
