package app.safelight.app.wiring;

import app.safelight.app.text.DeviceWords;
import app.safelight.apple.backupfiles.BackupException;
import app.safelight.apple.backupfiles.BackupFault;
import app.safelight.apple.backupfiles.BackupInfo;
import app.safelight.apple.backupfiles.IosBackup;
import app.safelight.apple.connection.DeviceException;
import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.connection.FileRefusal;
import app.safelight.apple.device.Device;
import app.safelight.apple.device.DeviceFacts;
import app.safelight.apple.device.Patience;
import app.safelight.apple.device.PhoneFiles;
import app.safelight.apple.mediafiles.FolderFiles;
import app.safelight.apple.mediafiles.MediaException;
import app.safelight.apple.mediafiles.MediaFault;
import app.safelight.apple.mediafiles.MediaFiles;
import app.safelight.apple.usbmux.Udid;
import app.safelight.core.model.SourceId;
import app.safelight.core.source.Source;
import app.safelight.core.source.SourceException;
import app.safelight.core.source.SourceFault;
import app.safelight.core.source.SourceLabel;
import app.safelight.source.folder.FolderSource;
import app.safelight.source.photoslibrary.LibraryOrigin;
import app.safelight.source.photoslibrary.LibraryTree;
import app.safelight.source.photoslibrary.PhotoLibrarySource;
import app.safelight.source.photoslibrary.PhotoListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Photo libraries of iPhones and Macs as sources of a backup, wherever they stand. What a thing is follows
/// from what is in it, never from its name.
final class PhotoSources {
    /// Names a phone over its cable as a kind of source, and begins its id.
    static final String PHONE_KIND = "iphone";

    private PhotoSources() {}

    /// Opens the library that a folder is, or the backup of one.
    ///
    /// @param folder the same as a source like any other, for its identity
    /// @param password of an encrypted backup; not kept
    /// @param work a folder with room for copies of the databases; made if need be
    /// @param photos hears of every photo that the library's database knows, in each listing
    /// @return empty if it is neither
    static Optional<OpenedSource> open(
            Path path, FolderSource folder, char @Nullable [] password, Path work, PhotoListener photos)
            throws SourceException, BackupException {
        if (isBackup(path)) {
            return Optional.of(backup(path, folder, password, work, photos));
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
                    photos,
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

    /// Opens the media folder of a phone that is plugged in.
    ///
    /// @param patience with a phone that goes away or is locked in the midst of reading
    /// @param work as above
    /// @param photos hears of every photo that the phone's database knows, in each listing
    static OpenedSource phone(Phones phones, Device device, Patience patience, Path work, PhotoListener photos)
            throws DeviceException {
        Udid udid = device.udid();
        PhoneFiles files = phones.media(udid, patience);
        return opened(new LibraryOrigin(
                idOf(udid),
                new SourceLabel(PHONE_KIND, new SourceName.Phone(nameOf(device)).typed()),
                LibraryTree.PHONE,
                files,
                PhotoSources::faultOfPhone,
                () -> isThere(phones, udid),
                work,
                photos,
                files::close));
    }

    /// The same for the ledger whatever the phone is called.
    static SourceId idOf(Udid udid) {
        return LibraryOrigin.idOfDevice(PHONE_KIND, udid.text());
    }

    private static PhoneName nameOf(Device device) {
        String name = device.facts().map(DeviceFacts::name).orElse("");
        return new PhoneName(name.isBlank() ? device.udid().text() : name);
    }

    private static boolean isThere(Phones phones, Udid udid) {
        try {
            return phones.isThere(udid);
        } catch (DeviceException noDaemon) {
            return false;
        }
    }

    static SourceFault faultOfPhone(MediaException failed) {
        return switch (failed.fault()) {
            case MediaFault.SourceGone(var _, DeviceFault why) -> faultOfAll(why);
            case MediaFault.Refused(var _, DeviceFault why) -> new SourceFault.FileWithheld(sentence(why));
            case MediaFault.Denied(String path) ->
                new SourceFault.FileWithheld(
                        sentence(new DeviceFault.FileRefused("/" + path, FileRefusal.PERMISSION_DENIED)));
            case MediaFault.Missing _,
                    MediaFault.Unreadable _,
                    MediaFault.Damaged _,
                    MediaFault.TooLarge _,
                    MediaFault.Changed _ -> LibraryOrigin.faultOf(failed);
        };
    }

    /// What it means for a phone as a source that nothing of it can be read: each has a fix of its own.
    static SourceFault faultOfAll(DeviceFault fault) {
        return switch (fault) {
            case DeviceFault.Locked _ -> new SourceFault.DeviceLocked();
            case DeviceFault.TrustPending _,
                    DeviceFault.TrustDenied _,
                    DeviceFault.NotPaired _,
                    DeviceFault.PairingStale _,
                    DeviceFault.WrongDeviceKey _,
                    DeviceFault.PairingUnusable _,
                    DeviceFault.PairingUnreadable _,
                    DeviceFault.PairingNeedsCable _ -> new SourceFault.TrustLost(sentence(fault));
            case DeviceFault.Managed _,
                    DeviceFault.FindMyProtects _,
                    DeviceFault.ServiceRefused _,
                    DeviceFault.Refused _,
                    DeviceFault.FileRefused _ -> new SourceFault.ServiceRefused(sentence(fault));
            case DeviceFault.NoDaemon _,
                    DeviceFault.BadDaemonAddress _,
                    DeviceFault.DaemonRefused _,
                    DeviceFault.NoDevice _,
                    DeviceFault.PortRefused _,
                    DeviceFault.FileChanged _,
                    DeviceFault.CableLost _,
                    DeviceFault.TimedOut _,
                    DeviceFault.Malformed _,
                    DeviceFault.Stopped _ -> new SourceFault.Disconnected(sentence(fault));
        };
    }

    /// What is so, without the full stop: it becomes part of a sentence.
    private static String sentence(DeviceFault fault) {
        String words = DeviceWords.fault(fault);
        return words.endsWith(".") ? words.substring(0, words.length() - 1) : words;
    }

    private static OpenedSource backup(
            Path path, FolderSource folder, char @Nullable [] password, Path work, PhotoListener photos)
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
                    photos,
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
