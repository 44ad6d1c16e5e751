package app.safelight.place.drive;

import app.safelight.core.model.ContentId;
import app.safelight.core.place.Disk;
import app.safelight.core.place.Disk.DiskEntry;
import app.safelight.core.place.PlaceException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Makes a drive whole after a session that did not end well. Whatever it does may itself be cut off at any
/// moment; the next one then does the rest.
///
/// Every intent in the index was written after its file was durable below `incoming/`. So a file that has its
/// final name already keeps it, one that is still in `incoming/` gets it now, and what is in `incoming/`
/// without an intent was never promised to anybody and is swept.
final class DriveRecovery {
    private final Disk disk;
    private final DriveRecords records;
    private final DriveFolders folders;
    private final DriveArrivals arrivals;
    private final Predicate<String> inUse;

    /// @param inUse whether a name below `incoming/` belongs to a staging that still lives
    DriveRecovery(Disk disk, DriveRecords records, DriveFolders folders, FolderNames names, Predicate<String> inUse) {
        this.disk = disk;
        this.records = records;
        this.folders = folders;
        this.arrivals = new DriveArrivals(disk, records, folders, names);
        this.inUse = inUse;
    }

    void run() throws IOException, PlaceException {
        folders.forget();
        DriveIndex.Loaded found = records.reload();
        records.requireSumsKnown();
        List<JournalEntry> unmarked = records.unmarked(found);
        Map<ContentId, JournalEntry.Stored> intents = new LinkedHashMap<>();
        List<JournalEntry.Removed> removals = new ArrayList<>();
        for (JournalEntry entry : unmarked) {
            switch (entry) {
                case JournalEntry.Stored stored -> intents.put(stored.content(), stored);
                case JournalEntry.Removed removed -> {
                    intents.remove(removed.content());
                    removals.add(removed);
                }
                case JournalEntry.CameFrom _, JournalEntry.Header _, JournalEntry.Mark _ -> {}
            }
        }
        // First make room: the drive may have ended badly because it was full.
        sweep(intents.values().stream()
                .map(JournalEntry.Stored::incoming)
                .collect(java.util.stream.Collectors.toSet()));
        records.rewriteIndex(found.soundBytes(), List.of());
        finish(removals, intents);
        records.rewriteSums();
        records.mark(true);
    }

    private void finish(List<JournalEntry.Removed> removals, Map<ContentId, JournalEntry.Stored> intents)
            throws IOException {
        Set<String> touched = new LinkedHashSet<>();
        Set<String> arrived = new LinkedHashSet<>();
        for (JournalEntry.Stored stored : intents.values()) {
            if (!isIncoming(stored)) {
                arrived.add(stored.path());
            }
        }
        for (JournalEntry.Removed removed : removals) {
            if (!arrived.contains(removed.path())) {
                moveAside(removed, touched);
            }
        }
        for (JournalEntry.Stored stored : intents.values()) {
            moveIn(stored, touched);
        }
        for (String folder : touched) {
            // A drive that promised durability and did not keep it may have lost the folder itself.
            if (disk.entry(folder).isPresent()) {
                disk.forceFolder(folder);
            }
        }
    }

    private boolean isIncoming(JournalEntry.Stored stored) throws IOException {
        return disk.entry(DriveLayout.INCOMING + "/" + stored.incoming())
                .filter(entry -> entry.type() == DiskEntry.Type.FILE
                        && entry.sizeBytes() == stored.file().sizeBytes())
                .isPresent();
    }

    private void moveAside(JournalEntry.Removed removed, Set<String> touched) throws IOException {
        String aside = DriveLayout.SET_ASIDE + "/" + removed.aside();
        if (disk.entry(removed.path()).isPresent() && disk.entry(aside).isEmpty()) {
            folders.ensure(DriveLayout.SET_ASIDE);
            disk.rename(removed.path(), aside);
        }
        touched.add(DriveLayout.SET_ASIDE);
        touched.add(DriveLayout.parent(removed.path()));
    }

    private void moveIn(JournalEntry.Stored stored, Set<String> touched) throws IOException {
        String folder = DriveLayout.parent(stored.path());
        if (isIncoming(stored)) {
            arrivals.moveIn(stored);
            touched.add(DriveLayout.INCOMING);
            touched.add(folder);
        } else if (disk.entry(stored.path()).isPresent()) {
            folders.ensure(folder);
            touched.add(DriveLayout.INCOMING);
            touched.add(folder);
        } else {
            // Neither here nor there: somebody took it away. It stays claimed, so the next quick look tells.
            touched.add(DriveLayout.INCOMING);
        }
    }

    /// Removes what is below `incoming/` and in nobody's plans.
    void sweep(Set<String> keep) throws IOException {
        List<DiskEntry> entries;
        try {
            entries = disk.list(DriveLayout.INCOMING);
        } catch (NoSuchFileException notThere) {
            disk.createFolder(DriveLayout.INCOMING);
            disk.forceFolder(DriveLayout.OWN);
            return;
        }
        for (DiskEntry entry : entries) {
            String name = DriveLayout.name(entry.path());
            if (entry.type() == DiskEntry.Type.FILE && !keep.contains(name) && !inUse.test(name)) {
                disk.delete(entry.path());
            }
        }
    }

    /// Whether a drive that ended well still has something to sweep.
    static Optional<String> leftover(Disk disk) throws IOException {
        return disk.entry(DriveLayout.INCOMING).isEmpty()
                ? Optional.of(DriveLayout.INCOMING)
                : disk.list(DriveLayout.INCOMING).stream().map(DiskEntry::path).findFirst();
    }
}
