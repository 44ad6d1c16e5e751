package app.safelight.app.wiring;

import app.safelight.app.icloud.Standing;
import app.safelight.apple.backupfiles.BackupException;
import app.safelight.apple.backupfiles.BackupInfo;
import app.safelight.apple.backupfiles.IosBackup;
import app.safelight.apple.device.Patience;
import app.safelight.apple.device.PhoneFiles;
import app.safelight.apple.mediafiles.FolderFiles;
import app.safelight.apple.mediafiles.MediaException;
import app.safelight.apple.mediafiles.MediaFile;
import app.safelight.apple.mediafiles.MediaFiles;
import app.safelight.apple.photoslibrary.Asset;
import app.safelight.apple.photoslibrary.LibraryException;
import app.safelight.apple.photoslibrary.LibraryLayout;
import app.safelight.apple.photoslibrary.PhotosLibrary;
import app.safelight.apple.usbmux.Udid;
import app.safelight.source.photoslibrary.LibraryOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A photo library opened from wherever a person keeps one: a phone, a Mac's `.photoslibrary`, a backup of an
/// iPhone, a copied media folder, a bare database. Copies of its databases lie in a work folder until it is
/// closed.
public final class PhotoLibraries implements AutoCloseable {
    /// What makes a folder a backup of an iPhone.
    private static final String BACKUP_MANIFEST = "Manifest.plist";

    /// What the database's own log is called.
    private static final String LOG = "-wal";

    private final PhotosLibrary library;
    private final @Nullable IosBackup backup;
    private final @Nullable Instant changedAt;
    private final LibraryCensus census;

    private PhotoLibraries(
            PhotosLibrary library, @Nullable IosBackup backup, @Nullable Instant changedAt, LibraryCensus census) {
        this.library = library;
        this.backup = backup;
        this.changedAt = changedAt;
        this.census = census;
    }

    /// Whether a path is a backup that cannot be read without its password.
    public static boolean needsPassword(Path path) throws BackupException {
        return isBackup(path) && IosBackup.look(path).encrypted();
    }

    static boolean isBackup(Path path) {
        return Files.isRegularFile(path.resolve(BACKUP_MANIFEST));
    }

    /// @param password of an encrypted backup; not kept
    /// @param work a folder with room for copies of the databases; made if need be
    public static PhotoLibraries open(Path path, char @Nullable [] password, Path work)
            throws IOException, BackupException, LibraryException {
        Files.createDirectories(work);
        if (!isBackup(path)) {
            return stored(path, work);
        }
        IosBackup backup = IosBackup.open(path, password, work);
        boolean opened = false;
        try {
            MediaFiles files = backup.media();
            PhotoLibraries libraries = opened(
                    PhotosLibrary.open(files, work),
                    backup,
                    library -> new Beside(
                            backup.info().date(), LibraryCensus.take(library, files, LibraryOrigin::faultOf)));
            opened = true;
            return libraries;
        } finally {
            if (!opened) {
                backup.close();
            }
        }
    }

    private static PhotoLibraries stored(Path path, Path work) throws IOException, LibraryException {
        return opened(PhotosLibrary.open(path, work), null, library -> {
            boolean folder = Files.isDirectory(path);
            LibraryCensus census = folder
                    ? LibraryCensus.take(library, new FolderFiles(path), LibraryOrigin::faultOf)
                    : new LibraryCensus.NoFiles();
            return new Beside(changedAt(folder ? path.resolve(library.layout().database()) : path), census);
        });
    }

    private static @Nullable Instant changedAt(Path database) throws IOException {
        List<Instant> times = new ArrayList<>();
        for (Path file : List.of(database, database.resolveSibling(database.getFileName() + LOG))) {
            if (Files.exists(file)) {
                times.add(Files.getLastModifiedTime(file).toInstant());
            }
        }
        return times.stream().max(Comparator.naturalOrder()).orElse(null);
    }

    /// The library of a paired phone. The phone may be unplugged as soon as this returns: all that is needed
    /// was copied.
    ///
    /// @param work as above
    public static PhotoLibraries open(Phones phones, Udid udid, Path work) throws IOException, LibraryException {
        Files.createDirectories(work);
        try (PhoneFiles media = phones.media(udid, Patience.none())) {
            return opened(
                    PhotosLibrary.open(media, work),
                    null,
                    library -> new Beside(
                            changedAt(media, library.layout().database()),
                            LibraryCensus.take(library, media, PhotoSources::faultOfPhone)));
        }
    }

    /// What is looked at beside a library while its files are there.
    private record Beside(@Nullable Instant changedAt, LibraryCensus census) {}

    private interface Look {
        Beside at(PhotosLibrary library) throws IOException, LibraryException;
    }

    private static PhotoLibraries opened(PhotosLibrary library, @Nullable IosBackup backup, Look look)
            throws IOException, LibraryException {
        boolean opened = false;
        try {
            Beside beside = look.at(library);
            opened = true;
            return new PhotoLibraries(library, backup, beside.changedAt(), beside.census());
        } finally {
            if (!opened) {
                library.close();
            }
        }
    }

    private static @Nullable Instant changedAt(MediaFiles media, String database) throws MediaException {
        return Stream.concat(media.look(database).stream(), media.look(database + LOG).stream())
                .map(MediaFile::modifiedAt)
                .filter(time -> time != null)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    public PhotosLibrary library() {
        return library;
    }

    /// The files beside the database, as they were when it was opened.
    public LibraryCensus census() {
        return census;
    }

    /// The path of an asset's original from the root of the library's files.
    ///
    /// @param path as in [Asset#path]
    public String fromRoot(String path) {
        return switch (library.layout().kind()) {
            case MAC -> LibraryLayout.MAC_ORIGINALS + path;
            case PHONE, BARE -> path;
        };
    }

    /// Where an asset stands by the database and by the files beside it: an edit that the database does not
    /// know is not in iCloud by anybody's word.
    public Standing standing(Asset asset) {
        Standing told = Standing.of(asset);
        return told == Standing.IN_ICLOUD
                        && census instanceof LibraryCensus.Taken taken
                        && taken.holdsUnknown(fromRoot(asset.path()))
                ? Standing.PARTLY_IN_ICLOUD
                : told;
    }

    /// What the backup says of itself, if it is one.
    public Optional<BackupInfo> backup() {
        return Optional.ofNullable(backup).map(IosBackup::info);
    }

    /// When the library was last written to, or its backup made: what stays the same was not read anew but is
    /// the same copy. Empty if the source does not tell.
    public Optional<Instant> changedAt() {
        return Optional.ofNullable(changedAt);
    }

    @Override
    public void close() throws LibraryException, BackupException {
        try {
            library.close();
        } finally {
            if (backup != null) {
                backup.close();
            }
        }
    }
}
