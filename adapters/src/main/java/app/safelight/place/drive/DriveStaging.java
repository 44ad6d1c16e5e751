package app.safelight.place.drive;

import app.safelight.core.model.ContentId;
import app.safelight.core.place.Disk;
import app.safelight.core.place.NameHint;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.place.Staged;
import app.safelight.core.place.Staging;
import java.io.IOException;

/// A file below `incoming/` being filled. When finished it is durable there, with its modification time, and
/// needs only a name.
final class DriveStaging implements Staging {
    private final DrivePlace place;
    private final Disk disk;
    private final Disk.DiskFile file;
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

    DriveStaging(DrivePlace place, Disk disk, Disk.DiskFile file, String incoming, NameHint hint, long largestBytes) {
        this.place = place;
        this.disk = disk;
        this.file = file;
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
            file.write(buffer, offset, length);
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
        try {
            // In this order: a later write would undo the time, and what is forced includes it.
            file.flush();
            disk.setModifiedAt(DriveLayout.INCOMING + "/" + incoming, hint.modifiedAt());
            file.force();
            file.close();
        } catch (IOException failure) {
            throw place.writingFailed(failure, writtenBytes);
        }
        state = State.FINISHED;
        return new DriveStaged(place, content, content, incoming, hint);
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
