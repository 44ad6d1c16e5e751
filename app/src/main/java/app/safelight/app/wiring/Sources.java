package app.safelight.app.wiring;

import app.safelight.apple.backupfiles.BackupException;
import app.safelight.apple.backupfiles.BackupFault;
import app.safelight.apple.backupfiles.IosBackup;
import app.safelight.core.ledger.Ledger;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.model.SourceId;
import app.safelight.core.source.Source;
import app.safelight.core.source.SourceException;
import app.safelight.core.source.SourceFault;
import app.safelight.core.source.SourceLabel;
import app.safelight.source.folder.FolderSource;
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
        boolean zip = Files.isRegularFile(path)
                && path.toString().toLowerCase(Locale.ROOT).endsWith(".zip");
        if (zip) {
            return takeout(TakeoutSource.open(TakeoutSource.partsBeside(path), List.of()));
        }
        FolderSource folder = FolderSource.open(path);
        Optional<OpenedSource> library = PhotoSources.open(path, folder, password, work);
        if (library.isPresent()) {
            return library.get();
        }
        return TakeoutSource.looksLikeTakeout(path)
                ? takeout(TakeoutSource.open(List.of(), List.of(folder)))
                : new OpenedSource(folder, new MediaInspector(), new MediaGrouping(_ -> Optional.empty()));
    }

    private static OpenedSource takeout(TakeoutSource source) {
        TakeoutMedia media = new TakeoutMedia(source, new MediaInspector());
        return new OpenedSource(source, media, new MediaGrouping(media::sidecarOf));
    }

    /// Opens every source that the ledger knows and that is where it was last.
    ///
    /// @param password for those that are encrypted backups, null if there is none; not kept
    /// @param work as for [#open]
    public static Sources known(Ledger ledger, char @Nullable [] password, Path work) throws LedgerException {
        Sources sources = new Sources();
        for (Map.Entry<SourceId, SourceLabel> one : ledger.sources().entrySet()) {
            sources.add(one.getKey(), one.getValue().location(), password, work);
        }
        return sources;
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
            if (seemsLocked(Path.of(label.location()))) {
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
