package app.safelight.place.drive;

import app.safelight.core.place.Disk;
import app.safelight.core.place.Disk.DiskEntry;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Makes folders that are sure to be there after a power cut: each one's name is forced in the folder above
/// once per session, because who made it may not have got that far. One thread.
final class DriveFolders {
    private final Disk disk;
    private final Set<String> durable = new HashSet<>();

    DriveFolders(Disk disk) {
        this.disk = disk;
        durable.add("");
    }

    void ensure(String folder) throws IOException {
        if (durable.contains(folder)) {
            return;
        }
        String above = DriveLayout.parent(folder);
        ensure(above);
        Optional<DiskEntry> there = disk.entry(folder);
        if (there.isEmpty()) {
            disk.createFolder(folder);
        } else if (there.get().type() != DiskEntry.Type.FOLDER) {
            throw new FileSystemException(folder, null, "something that is no folder has this name");
        }
        disk.forceFolder(above);
        durable.add(folder);
    }

    /// Nothing is sure any more.
    void forget() {
        durable.clear();
        durable.add("");
    }
}
