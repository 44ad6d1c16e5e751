package app.safelight.place.drive;

import app.safelight.core.model.PlaceId;
import app.safelight.core.place.PlaceException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// A folder, as a person names it, that is a drive or may become one.
///
/// Threads: any.
public record DriveLocation(Path folder) {
    public DriveLocation {
        folder = folder.toAbsolutePath().normalize();
    }

    /// Whether a place's marker stands there, sound or not.
    public boolean isPlace() throws PlaceException {
        try (RealDisk disk = disk()) {
            return DrivePlace.isPlace(disk);
        }
    }

    /// Which place stands there.
    ///
    /// @return empty if none does
    public Optional<PlaceId> id() throws PlaceException {
        try (RealDisk disk = disk()) {
            return DrivePlace.idOn(disk);
        }
    }

    /// @param expected which place it must be
    public DrivePlace open(Optional<PlaceId> expected) throws PlaceException {
        return DrivePlace.open(disk(), folder.toString(), expected);
    }

    /// The same with keys, should it be encrypted; see [DrivePlace#open].
    public DrivePlace open(Optional<PlaceId> expected, AgeKeys keys) throws PlaceException {
        return DrivePlace.open(disk(), folder.toString(), expected, keys);
    }

    public DrivePlace create(DrivePlace.Creation creation) throws PlaceException {
        return DrivePlace.create(disk(), folder.toString(), creation);
    }

    /// Makes the records anew from the files; see [DriveRebuild].
    ///
    /// @param keys help with encrypted files that the old records say nothing of
    public DriveRebuild.Rebuilt rebuild(Optional<PlaceId> expected, Instant now, AgeKeys keys) throws PlaceException {
        try (RealDisk disk = disk()) {
            return new DriveRebuild(disk, expected, now, keys).run();
        }
    }

    /// The same without keys.
    public DriveRebuild.Rebuilt rebuild(Optional<PlaceId> expected, Instant now) throws PlaceException {
        return rebuild(expected, now, AgeKeys.NONE);
    }

    private RealDisk disk() {
        return new RealDisk(folder);
    }
}
