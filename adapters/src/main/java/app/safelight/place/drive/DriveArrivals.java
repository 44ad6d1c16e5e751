package app.safelight.place.drive;

import app.safelight.core.place.Disk;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// Gives files below `incoming/` the names that the index intends for them, or, where the file system does not
/// take such a name, another one, after an intent for that. One thread.
final class DriveArrivals {
    /// How often a name is tried anew because somebody else's file came first.
    private static final int MAX_TRIES = 100;

    private final Disk disk;
    private final DriveRecords records;
    private final DriveFolders folders;
    private final FolderNames names;

    DriveArrivals(Disk disk, DriveRecords records, DriveFolders folders, FolderNames names) {
        this.disk = disk;
        this.records = records;
        this.folders = folders;
        this.names = names;
    }

    /// The names have still to be forced, in the file's folder and in `incoming/`.
    ///
    /// @return what the index says of it now
    JournalEntry.Stored moveIn(JournalEntry.Stored stored) throws IOException {
        String folder = DriveLayout.parent(stored.path());
        String incoming = DriveLayout.INCOMING + "/" + stored.incoming();
        folders.ensure(folder);
        JournalEntry.Stored now = stored;
        for (int attempt = 0; attempt < MAX_TRIES; attempt++) {
            try {
                disk.rename(incoming, now.path());
                return now;
            } catch (FileAlreadyExistsException taken) {
                // Somebody else's file came first.
                names.forget(folder);
            } catch (NoSuchFileException gone) {
                throw gone;
            } catch (FileSystemException refused) {
                // Perhaps a system that can spell only ASCII: better a changed name than no copy.
                if (names.spellsOnlyAscii() || DriveNames.isAscii(DriveLayout.name(now.path()))) {
                    throw refused;
                }
                names.spellOnlyAscii();
            }
            String name = names.take(folder, DriveLayout.name(stored.path()), "");
            now = new JournalEntry.Stored(stored.content(), stored.file(), stored.incoming(), folder + "/" + name);
            records.appendStored(now);
        }
        throw new FileAlreadyExistsException(stored.path());
    }
}
