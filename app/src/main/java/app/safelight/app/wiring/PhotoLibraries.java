package app.safelight.app.wiring;

import app.safelight.apple.backupfiles.BackupException;
import app.safelight.apple.backupfiles.BackupInfo;
import app.safelight.apple.backupfiles.IosBackup;
import app.safelight.apple.photoslibrary.LibraryException;
import app.safelight.apple.photoslibrary.PhotosLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A photo library opened from wherever a person keeps one: a Mac's `.photoslibrary`, a backup of an iPhone, a
/// copied media folder, a bare database. Copies of its databases lie in a work folder until it is closed.
public final class PhotoLibraries implements AutoCloseable {
    /// What makes a folder a backup of an iPhone.
    private static final String BACKUP_MANIFEST = "Manifest.plist";

    private final PhotosLibrary library;
    private final @Nullable IosBackup backup;

    private PhotoLibraries(PhotosLibrary library, @Nullable IosBackup backup) {
        this.library = library;
        this.backup = backup;
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
            return new PhotoLibraries(PhotosLibrary.open(path, work), null);
        }
        IosBackup backup = IosBackup.open(path, password, work);
        boolean opened = false;
        try {
            PhotoLibraries libraries = new PhotoLibraries(PhotosLibrary.open(backup.media(), work), backup);
            opened = true;
            return libraries;
        } finally {
            if (!opened) {
                backup.close();
            }
        }
    }

    public PhotosLibrary library() {
        return library;
    }

    /// What the backup says of itself, if it is one.
    public Optional<BackupInfo> backup() {
        return Optional.ofNullable(backup).map(IosBackup::info);
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
