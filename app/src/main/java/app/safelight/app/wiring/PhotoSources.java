package app.safelight.app.wiring;

import app.safelight.apple.backupfiles.BackupException;
import app.safelight.apple.backupfiles.BackupFault;
import app.safelight.apple.backupfiles.BackupInfo;
import app.safelight.apple.backupfiles.IosBackup;
import app.safelight.apple.mediafiles.FolderFiles;
import app.safelight.apple.mediafiles.MediaException;
import app.safelight.apple.mediafiles.MediaFiles;
import app.safelight.core.model.SourceId;
import app.safelight.core.source.Source;
import app.safelight.core.source.SourceException;
import app.safelight.core.source.SourceFault;
import app.safelight.core.source.SourceLabel;
import app.safelight.source.folder.FolderSource;
import app.safelight.source.photoslibrary.LibraryOrigin;
import app.safelight.source.photoslibrary.LibraryTree;
import app.safelight.source.photoslibrary.PhotoLibrarySource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Photo libraries of iPhones and Macs as sources of a backup, wherever they stand. What a thing is follows
/// from what is in it, never from its name.
final class PhotoSources {
    private PhotoSources() {}

    /// Opens the library that a folder is, or the backup of one.
    ///
    /// @param folder the same as a source like any other, for its identity
    /// @param password of an encrypted backup; not kept
    /// @param work a folder with room for copies of the databases; made if need be
    /// @return empty if it is neither
    static Optional<OpenedSource> open(Path path, FolderSource folder, char @Nullable [] password, Path work)
            throws SourceException, BackupException {
        if (isBackup(path)) {
            return Optional.of(backup(path, folder, password, work));
        }
        try {
            MediaFiles files = new FolderFiles(path);
            Optional<LibraryTree> tree = LibraryTree.find(files);
            return tree.map(found -> opened(new LibraryOrigin(
                    idLike(folder),
                    new SourceLabel(kind(found), folder.label().location()),
                    found,
                    files,
                    LibraryOrigin::faultOf,
                    () -> Files.isDirectory(path),
                    work,
                    () -> {})));
        } catch (MediaException unreadable) {
            throw new SourceException(LibraryOrigin.faultOf(unreadable), unreadable);
        } catch (IOException unreadable) {
            throw new SourceException(new SourceFault.ReadFailed(unreadable.toString()), unreadable);
        }
    }

    /// A list of properties of that name alone may be anybody's.
    static boolean isBackup(Path path) {
        return PhotoLibraries.isBackup(path)
                && (Files.isRegularFile(path.resolve("Manifest.db"))
                        || Files.isRegularFile(path.resolve("Manifest.mbdb")));
    }

    private static String kind(LibraryTree tree) {
        return switch (tree) {
            case PHONE -> "iphone-folder";
            case MAC -> "photos-library";
        };
    }

    /// A folder's identity is that of where it stands; what is in it makes it another source.
    private static SourceId idLike(Source folder) {
        String id = folder.id().value();
        return new SourceId("photos-" + id.substring(id.indexOf('-') + 1));
    }

    private static OpenedSource backup(Path path, FolderSource folder, char @Nullable [] password, Path work)
            throws SourceException, BackupException {
        BackupInfo info = IosBackup.look(path);
        IosBackup backup = unlocked(path, password, work);
        boolean opened = false;
        try {
            MediaFiles files = backup.media();
            LibraryTree tree = LibraryTree.find(files).orElse(LibraryTree.PHONE);
            String udid = info.udid();
            SourceId id = udid == null || udid.isBlank() ? idLike(folder) : LibraryOrigin.idOfDevice("iosbackup", udid);
            OpenedSource source = opened(new LibraryOrigin(
                    id,
                    new SourceLabel("ios-backup", folder.label().location()),
                    tree,
                    files,
                    LibraryOrigin::faultOf,
                    () -> isBackup(path),
                    work,
                    () -> close(backup)));
            opened = true;
            return source;
        } catch (MediaException unreadable) {
            throw new SourceException(LibraryOrigin.faultOf(unreadable), unreadable);
        } finally {
            if (!opened) {
                backup.close();
            }
        }
    }

    private static IosBackup unlocked(Path path, char @Nullable [] password, Path work) throws BackupException {
        try {
            Files.createDirectories(work);
            return IosBackup.open(path, password, work);
        } catch (BackupException failed) {
            throw failed;
        } catch (IOException failed) {
            BackupException unreadable = new BackupException(new BackupFault.CannotRead(failed.toString()));
            unreadable.initCause(failed);
            throw unreadable;
        }
    }

    private static void close(IosBackup backup) {
        try {
            backup.close();
        } catch (BackupException failed) {
            throw new UncheckedIOException("the copy of the backup's list could not be removed", failed);
        }
    }

    /// A photo library with what its database adds to grouping and facts.
    static OpenedSource opened(LibraryOrigin origin) {
        PhotoLibrarySource source = PhotoLibrarySource.open(origin);
        MediaGrouping byFiles = new MediaGrouping(_ -> Optional.empty());
        return new OpenedSource(
                source, new LibraryMedia(source, new MediaInspector()), new LibraryGrouping(source, byFiles));
    }
}
