package app.safelight.place.drive;

import app.safelight.core.model.PlaceId;
import app.safelight.core.place.Disk;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps other runs off a drive.
final class DriveLocks {
    /// No holder's text is longer.
    private static final int MAX_HOLDER_BYTES = 4 << 10;

    private DriveLocks() {}

    /// @return null if the drive cannot be written at all, and so nobody has to be kept out
    /// @throws PlaceException if somebody else holds it
    static @Nullable AutoCloseable take(Disk disk, PlaceId id) throws PlaceException {
        Optional<AutoCloseable> lock;
        try {
            lock = disk.lock(DriveLayout.LOCK);
        } catch (IOException failure) {
            PlaceException told = new DriveFaults(disk, id).of(failure, DriveFaults.Doing.WRITING, 0);
            if (told.fault() instanceof PlaceFault.Denied) {
                return null;
            }
            throw told;
        }
        return lock.orElseThrow(() -> new PlaceException(new PlaceFault.Busy(holder(disk))));
    }

    private static String holder(Disk disk) {
        try (Disk.OpenBody body = disk.open(DriveLayout.LOCK, false)) {
            return new String(Bodies.readAll(body, MAX_HOLDER_BYTES), StandardCharsets.UTF_8).strip();
        } catch (IOException unknown) {
            return "a process that does not say its name";
        }
    }
}
