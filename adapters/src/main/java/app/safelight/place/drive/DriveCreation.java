package app.safelight.place.drive;

import app.safelight.core.model.PlaceId;
import app.safelight.core.place.Disk;
import app.safelight.core.place.Disk.DiskEntry;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/// Makes a folder a place. The marker comes last: a folder without it is no place, whatever a power cut left in
/// it.
final class DriveCreation {
    /// What operating systems put on a fresh drive by themselves.
    private static final Set<String> SYSTEM_NAMES = Set.of(
            "lost+found",
            "System Volume Information",
            "$RECYCLE.BIN",
            "RECYCLER",
            ".Spotlight-V100",
            ".fseventsd",
            ".Trashes",
            ".TemporaryItems",
            ".DS_Store",
            ".VolumeIcon.icns",
            "desktop.ini",
            "autorun.inf",
            DriveLayout.OWN);

    private DriveCreation() {}

    static void run(Disk disk, DrivePlace.Creation creation) throws PlaceException {
        PlaceId id = creation.id();
        try {
            if (disk.entry("").isEmpty()) {
                throw new PlaceException(new PlaceFault.Unreachable("its folder is not there"));
            }
            Optional<Marker> there = Marker.find(disk);
            if (there.isPresent()) {
                throw new PlaceException(
                        new PlaceFault.WrongMedium(id, there.get().place().value()));
            }
            if (!creation.amongOtherFiles()) {
                requireEmpty(disk);
            }
            DriveFolders folders = new DriveFolders(disk);
            folders.ensure(DriveLayout.OWN);
            folders.ensure(DriveLayout.INCOMING);
            folders.ensure(DriveLayout.SET_ASIDE);
            DriveRecords.create(disk, id);
            Marker marker =
                    new Marker(DriveLayout.FORMAT, id, creation.createdAt(), creation.label(), creation.ageRecipient());
            DriveRecords.replace(disk, DriveLayout.MARKER, out -> out.write(marker.bytes()));
        } catch (IOException failure) {
            throw new DriveFaults(disk, id).ofUnmarked(failure);
        }
    }

    private static void requireEmpty(Disk disk) throws IOException, PlaceException {
        for (DiskEntry entry : disk.list("")) {
            if (!SYSTEM_NAMES.contains(entry.path()) && !entry.path().startsWith(".Trash-")) {
                throw new PlaceException(new PlaceFault.Denied("the folder holds other files: " + entry.path()));
            }
        }
    }
}
