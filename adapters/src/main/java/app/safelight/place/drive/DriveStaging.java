package app.safelight.place.drive;

import app.safelight.core.model.ContentId;
import app.safelight.core.place.Disk;
import app.safelight.core.place.NameHint;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.place.Staged;
import app.safelight.core.place.Staging;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A file below `incoming/` being filled. When finished it is durable there, with its modification time, and
/// needs only a name.
final class DriveStaging implements Staging {
    private final DrivePlace place;
    private final Disk disk;
    private final Disk.DiskFile file;
    private final AgeSealing.@Nullable Sealed sealed;
    private final String incoming;
    private final NameHint hint;
    private final long largestBytes;
    private long writtenBytes;
    private State state = State.OPEN;

    private enum State {
        OPEN,
        FINISHED,
        ABANDONED
    }

    /// A finished file that waits for its name.
    record DriveStaged(DrivePlace place, ContentId content, ContentId file, String incoming, NameHint hint)
            implements Staged {}

    /// @param sealed encrypts for `file`; null if it is to hold the bytes as they are
    DriveStaging(
            DrivePlace place,
            Disk disk,
            Disk.DiskFile file,
            AgeSealing.@Nullable Sealed sealed,
            String incoming,
            NameHint hint,
            long largestBytes) {
        this.place = place;
        this.disk = disk;
        this.file = file;
        this.sealed = sealed;
        this.incoming = incoming;
        this.hint = hint;
        this.largestBytes = largestBytes;
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws PlaceException {
        requireOpen();
        if (writtenBytes + length > largestBytes) {
            throw new PlaceException(new PlaceFault.TooLarge(largestBytes));
        }
        try {
            if (sealed == null) {
                file.write(buffer, offset, length);
            } else {
                sealed.write(buffer, offset, length);
            }
        } catch (IOException failure) {
            throw place.writingFailed(failure, length);
        }
        writtenBytes += length;
    }

    @Override
    public Staged finish(ContentId content) throws PlaceException {
        requireOpen();
        if (content.sizeBytes() != writtenBytes) {
            throw new IllegalArgumentException(
                    writtenBytes + " bytes were written, and they are said to be " + content);
        }
        ContentId inFile;
        try {
            inFile = sealed == null ? content : sealed.finish();
            // In this order: a later write would undo the time, and what is forced includes it.
            file.flush();
            disk.setModifiedAt(DriveLayout.INCOMING + "/" + incoming, hint.modifiedAt());
            file.force();
            file.close();
        } catch (IOException failure) {
            throw place.writingFailed(failure, writtenBytes);
        }
        state = State.FINISHED;
        return new DriveStaged(place, content, inFile, incoming, hint);
    }

    @Override
    public void abandon() {
        if (state != State.OPEN) {
            return;
        }
        state = State.ABANDONED;
        place.drop(file, incoming);
    }

    private void requireOpen() {
        if (state != State.OPEN) {
            throw new IllegalStateException("this staging is " + state);
        }
    }
}
