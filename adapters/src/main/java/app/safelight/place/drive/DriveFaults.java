package app.safelight.place.drive;

import app.safelight.core.model.PlaceId;
import app.safelight.core.place.Disk;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Optional;

/// Says what a failure of the file system means for a place. The JDK tells most of them apart only by the words
/// of the operating system; where these are in another language, looking at the drive again tells the most
/// important ones: it is gone, or it is full.
///
/// Source: the texts of `strerror(3)` on Linux and macOS, and of Windows' FormatMessage.
final class DriveFaults {
    private final Disk disk;
    private final PlaceId id;

    DriveFaults(Disk disk, PlaceId id) {
        this.disk = disk;
        this.id = id;
    }

    /// What was being done when it failed.
    enum Doing {
        READING,
        WRITING
    }

    PlaceException of(IOException failure, Doing doing, long neededBytes) {
        return new PlaceException(fault(failure, doing, neededBytes), failure);
    }

    /// The same where no marker is expected yet.
    PlaceException ofUnmarked(IOException failure) {
        return new PlaceException(plain(failure, Doing.WRITING, DrivePlace.RESERVED_BYTES), failure);
    }

    private PlaceFault fault(IOException failure, Doing doing, long neededBytes) {
        return gone().orElseGet(() -> plain(failure, doing, neededBytes));
    }

    /// Why the folder of a drive could not be looked into, if nothing is known yet of what is there.
    static PlaceFault unentered(IOException failure) {
        return isDenied(failure) ? new PlaceFault.Denied(detail(failure)) : new PlaceFault.Unreachable(detail(failure));
    }

    private static boolean isDenied(IOException failure) {
        return failure instanceof AccessDeniedException
                || says(detail(failure).toLowerCase(Locale.ROOT), "read-only", "permission denied", "not permitted");
    }

    private PlaceFault plain(IOException failure, Doing doing, long neededBytes) {
        if (failure instanceof DriveIndex.Damaged damage) {
            return new PlaceFault.DamagedIndex(DriveLayout.INDEX + ": " + damage.getMessage());
        }
        String words = detail(failure).toLowerCase(Locale.ROOT);
        if (isDenied(failure)) {
            return new PlaceFault.Denied(detail(failure));
        }
        if (says(words, "file name too long", "filename or extension is too long")) {
            return new PlaceFault.NameTooLong(detail(failure));
        }
        return switch (doing) {
            case READING ->
                failure instanceof NoSuchFileException
                        ? new PlaceFault.Missing()
                        : new PlaceFault.ReadFailed(detail(failure));
            case WRITING -> writing(failure, words, neededBytes);
        };
    }

    private PlaceFault writing(IOException failure, String words, long neededBytes) {
        if (says(words, "no space left", "quota exceeded", "not enough space", "disk is full")) {
            return new PlaceFault.Full(freeBytes().orElse(0L), neededBytes);
        }
        if (says(words, "file too large")) {
            return new PlaceFault.TooLarge(largestFileBytes());
        }
        Optional<Long> free = freeBytes();
        return free.isPresent() && free.get() < neededBytes
                ? new PlaceFault.Full(free.get(), neededBytes)
                : new PlaceFault.WriteFailed(detail(failure));
    }

    /// The drive itself may be gone, or another one may stand at its path.
    private Optional<PlaceFault> gone() {
        try {
            if (disk.entry("").isEmpty()) {
                return Optional.of(new PlaceFault.Unreachable("its folder is not there"));
            }
            Optional<Marker> marker = Marker.find(disk);
            if (marker.isEmpty()) {
                return Optional.of(new PlaceFault.Unreachable("its folder is there, but the drive is not in it"));
            }
            return marker.get().place().equals(id)
                    ? Optional.empty()
                    : Optional.of(
                            new PlaceFault.WrongMedium(id, marker.get().place().value()));
        } catch (PlaceException unreadable) {
            return Optional.of(unreadable.fault());
        } catch (IOException failure) {
            return says(detail(failure).toLowerCase(Locale.ROOT), "permission denied")
                    ? Optional.empty()
                    : Optional.of(new PlaceFault.Unreachable(detail(failure)));
        }
    }

    private Optional<Long> freeBytes() {
        try {
            return Optional.of(disk.freeBytes());
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }

    private long largestFileBytes() {
        try {
            return disk.traits().largestFileBytes();
        } catch (IOException unknown) {
            return Long.MAX_VALUE;
        }
    }

    private static boolean says(String words, String... any) {
        for (String one : any) {
            if (words.contains(one)) {
                return true;
            }
        }
        return false;
    }

    static String detail(IOException failure) {
        if (failure instanceof AccessDeniedException denied) {
            return "no permission for " + denied.getFile();
        }
        String message = failure.getMessage();
        return failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
}
