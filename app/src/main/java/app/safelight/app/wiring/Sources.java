package app.safelight.app.wiring;

import app.safelight.apple.backupfiles.BackupException;
import app.safelight.apple.backupfiles.BackupFault;
import app.safelight.apple.backupfiles.IosBackup;
import app.safelight.apple.connection.DeviceException;
import app.safelight.apple.device.Device;
import app.safelight.apple.device.Patience;
import app.safelight.apple.usbmux.Udid;
import app.safelight.core.ledger.Ledger;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.model.SourceId;
import app.safelight.core.source.Source;
import app.safelight.core.source.SourceException;
import app.safelight.core.source.SourceFault;
import app.safelight.core.source.SourceLabel;
import app.safelight.source.folder.FolderSource;
import app.safelight.source.photoslibrary.PhotoListener;
import app.safelight.source.takeout.TakeoutSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The sources one run works with: those that opened, and those that are not here, each with its fault.
public final class Sources implements AutoCloseable {
    private final List<Source> usable = new ArrayList<>();
    private final Map<String, SourceFault> unusable = new LinkedHashMap<>();

    private Sources() {}

    /// Opens what stands at a path: a zip file is a part of a Google Takeout, together with the parts beside
    /// it; a folder may be an unpacked one, a photo library, the backup of an iPhone, a camera card, or a
    /// folder like any other.
    ///
    /// @param password of an encrypted backup, null if there is none; not kept
    /// @param work a folder with room for copies of the databases of photo libraries; made if need be
    /// @throws BackupException if it is the backup of an iPhone that cannot be opened
    public static OpenedSource open(Path path, char @Nullable [] password, Path work)
            throws SourceException, BackupException {
        return open(path, password, work, PhotoListener.NOBODY);
    }

    /// @param photos hears of every photo that the database of a photo library knows, in each listing; of other
    ///     sources of none
    public static OpenedSource open(Path path, char @Nullable [] password, Path work, PhotoListener photos)
            throws SourceException, BackupException {
        if (isArchive(path)) {
            return takeout(TakeoutSource.open(TakeoutSource.partsBeside(path), List.of()));
        }
        FolderSource folder = FolderSource.open(path);
        Optional<OpenedSource> library = PhotoSources.open(path, folder, password, work, photos);
        if (library.isPresent()) {
            return library.get();
        }
        return TakeoutSource.looksLikeTakeout(path)
                ? takeout(TakeoutSource.open(List.of(), List.of(folder)))
                : new OpenedSource(folder, new MediaInspector(), new MediaGrouping(_ -> Optional.empty()));
    }

    /// Whether a path is a file that can be a part of a Google Takeout, by its name.
    public static boolean isArchive(Path path) {
        return Files.isRegularFile(path)
                && path.toString().toLowerCase(Locale.ROOT).endsWith(".zip");
    }

    private static OpenedSource takeout(TakeoutSource source) {
        TakeoutMedia media = new TakeoutMedia(source, new MediaInspector());
        return new OpenedSource(source, media, new MediaGrouping(media::sidecarOf));
    }

    /// Opens a phone that is plugged in and paired.
    ///
    /// @param patience with a phone that goes away or is locked in the midst of reading
    /// @param work as above
    /// @param photos as above
    public static OpenedSource phone(Phones phones, Device device, Patience patience, Path work, PhotoListener photos)
            throws DeviceException {
        return PhotoSources.phone(phones, device, patience, work, photos);
    }

    /// The id of a phone as a source.
    public static SourceId idOfPhone(Udid udid) {
        return PhotoSources.idOf(udid);
    }

    /// Finds the phones; asked only if the ledger knows one.
    @FunctionalInterface
    public interface PhoneFinder {
        Phones find() throws DeviceException;
    }

    /// Opens every source that the ledger knows and that is where it was last.
    ///
    /// @param password for those that are encrypted backups, null if there is none; not kept
    /// @param work as for [#open]
    public static Sources known(Ledger ledger, char @Nullable [] password, Path work, PhoneFinder phones)
            throws LedgerException {
        Sources sources = new Sources();
        for (Map.Entry<SourceId, SourceLabel> one : ledger.sources().entrySet()) {
            if (one.getValue().kind().equals(PhotoSources.PHONE_KIND)) {
                sources.addPhone(one.getKey(), one.getValue().location(), phones, work);
            } else {
                sources.add(one.getKey(), one.getValue().location(), password, work);
            }
        }
        return sources;
    }

    /// Whatever it is called now.
    private void addPhone(SourceId expected, String location, PhoneFinder finder, Path work) {
        try {
            Phones phones = finder.find();
            for (Device device : phones.list()) {
                if (idOfPhone(device.udid()).equals(expected)) {
                    usable.add(phone(phones, device, Patience.none(), work, PhotoListener.NOBODY)
                            .source());
                    return;
                }
            }
            unusable.put(location, new SourceFault.Disconnected("it is not plugged in"));
        } catch (DeviceException failure) {
            unusable.put(location, PhotoSources.faultOfAll(failure.fault()));
        }
    }

    /// Whether a path is a source that cannot be read without its password.
    ///
    /// @throws BackupException if it is the backup of an iPhone that cannot be looked at
    public static boolean needsPassword(Path path) throws BackupException {
        return PhotoSources.isBackup(path) && IosBackup.look(path).encrypted();
    }

    /// Whether one of the known sources is an encrypted backup.
    public static boolean knownNeedPassword(Ledger ledger) throws LedgerException {
        for (SourceLabel label : ledger.sources().values()) {
            if (!label.kind().equals(PhotoSources.PHONE_KIND) && seemsLocked(Path.of(label.location()))) {
                return true;
            }
        }
        return false;
    }

    /// One that cannot be looked at is told when it is opened.
    private static boolean seemsLocked(Path path) {
        try {
            return needsPassword(path);
        } catch (BackupException unreadable) {
            return false;
        }
    }

    private void add(SourceId expected, String location, char @Nullable [] password, Path work) {
        try {
            Source source = open(Path.of(location), password, work).source();
            if (source.id().equals(expected)) {
                usable.add(source);
            } else {
                source.close();
                unusable.put(location, new SourceFault.Disconnected("another volume is at " + location));
            }
        } catch (SourceException failure) {
            unusable.put(location, failure.fault());
        } catch (BackupException failure) {
            unusable.put(location, fault(failure.fault()));
        }
    }

    private static SourceFault fault(BackupFault fault) {
        return switch (fault) {
            case BackupFault.PasswordNeeded() -> new SourceFault.Locked("no password was given");
            case BackupFault.WrongPassword() -> new SourceFault.Locked("the password does not open it");
            case BackupFault.NotABackup(String why) -> new SourceFault.LibraryUnreadable(why);
            case BackupFault.Unfinished(String state) ->
                new SourceFault.LibraryUnreadable("the backup was never completed, " + state);
            case BackupFault.Unsupported(String what) -> new SourceFault.LibraryUnreadable(what);
            case BackupFault.Damaged(String why) -> new SourceFault.LibraryUnreadable(why);
            case BackupFault.CannotRead(String why) -> new SourceFault.ReadFailed(why);
        };
    }

    public List<Source> usable() {
        return List.copyOf(usable);
    }

    /// Faults by location.
    public Map<String, SourceFault> unusable() {
        return Map.copyOf(unusable);
    }

    @Override
    public void close() {
        usable.forEach(Source::close);
    }
}
