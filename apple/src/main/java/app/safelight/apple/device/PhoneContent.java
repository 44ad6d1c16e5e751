package app.safelight.apple.device;

import app.safelight.apple.afc.AfcBody;
import app.safelight.apple.afc.AfcFileInfo;
import app.safelight.apple.afc.AfcKind;
import app.safelight.apple.afc.AfcOpened;
import app.safelight.apple.connection.DeviceException;
import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.connection.FileRefusal;
import app.safelight.apple.device.PhoneConnections.Lane;
import app.safelight.apple.mediafiles.MediaContent;
import app.safelight.apple.mediafiles.MediaException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An open file of a phone. Read in order it is one stream with many reads under way; read anywhere else, or
/// after the connection was lost, it is opened anew and must be the same file still.
///
/// Threads: one at a time.
final class PhoneContent implements MediaContent {
    /// Reads of fewer bytes than this look at a file rather than copy it.
    private static final int LOOK_BYTES = 64 << 10;

    /// A gap up to which reading on is cheaper than asking for another position: it is under way already.
    private static final long MAX_SKIPPED_BYTES = 1 << 20;

    private static final int SKIP_CHUNK_BYTES = 64 << 10;

    private final PhoneConnections connections;
    private final String path;
    private final AfcFileInfo info;

    private boolean closed;

    /// Where the body stands in the file.
    private long at;

    /// The connection that the body is read from; gone with it.
    private @Nullable Lane lane;

    /// Touched only by who has taken the lane.
    private @Nullable AfcBody body;

    private PhoneContent(PhoneConnections connections, String path, AfcFileInfo info) {
        this.connections = connections;
        this.path = path;
        this.info = info;
    }

    /// @param path as [app.safelight.apple.mediafiles.MediaFile#path]
    /// @param devicePath the same as the phone has it
    static PhoneContent open(PhoneConnections connections, String path, String devicePath, Lane lane)
            throws DeviceException {
        AfcOpened opened = open(lane, devicePath);
        AfcFileInfo info = opened.info();
        if (info.kind() != AfcKind.FILE) {
            opened.close();
            FileRefusal why = info.kind() == AfcKind.DIRECTORY ? FileRefusal.IS_DIRECTORY : FileRefusal.NOT_FOUND;
            throw new DeviceException(new DeviceFault.FileRefused(devicePath, why));
        }
        PhoneContent content = new PhoneContent(connections, path, info);
        content.begin(lane, opened, 0);
        return content;
    }

    /// A phone has not many open files to give: if there are none left, those that nobody reads just now are
    /// closed, to be opened anew when they are read on.
    private static AfcOpened open(Lane lane, String devicePath) throws DeviceException {
        try {
            return lane.afc().openToRead(devicePath);
        } catch (DeviceException refused) {
            boolean noRoom = PhoneConnections.isRefusal(refused.fault(), FileRefusal.NO_RESOURCES);
            if (!noRoom || lane.held().isEmpty()) {
                throw refused;
            }
            for (PhoneContent other : List.copyOf(lane.held())) {
                other.letGo(lane);
            }
            return lane.afc().openToRead(devicePath);
        }
    }

    private void begin(Lane here, AfcOpened opened, long position) throws DeviceException {
        body = opened.body(position);
        at = position;
        lane = here;
        here.held().add(this);
    }

    private void letGo(Lane here) throws DeviceException {
        AfcBody open = body;
        body = null;
        here.held().remove(this);
        if (open != null) {
            open.close();
        }
    }

    @Override
    public long sizeBytes() {
        return info.sizeBytes();
    }

    @Override
    public int read(long position, byte[] buffer, int offset, int length) throws MediaException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (position < 0) {
            throw new IllegalArgumentException("position " + position);
        }
        if (closed) {
            throw new IllegalStateException("closed already");
        }
        if (length == 0) {
            return 0;
        }
        if (position > sizeBytes() || (position == sizeBytes() && at != position)) {
            return -1;
        }
        return connections.use(path, lane, here -> read(here, position, buffer, offset, length));
    }

    /// Fills the buffer: bytes come in records of 16 KiB, too small to be handed on one by one.
    private int read(Lane here, long position, byte[] buffer, int offset, int length) throws DeviceException {
        AfcBody open = reach(here, position);
        open.readAheadTo(aheadOf(open, position, length));
        int done = 0;
        int count = 0;
        while (count >= 0 && done < length) {
            try {
                count = open.read(buffer, offset + done, length - done);
            } catch (DeviceException failed) {
                if (done == 0) {
                    throw failed;
                }
                break; // what came is told first; the next read meets the fault again
            }
            done += Math.max(0, count);
        }
        at = position + done;
        return done == 0 ? -1 : done;
    }

    /// Who reads much at once, or has read much, wants all of it.
    private static long aheadOf(AfcBody open, long position, int length) {
        long read = position - open.range().offset();
        return length >= LOOK_BYTES || read >= LOOK_BYTES ? Long.MAX_VALUE : LOOK_BYTES;
    }

    private AfcBody reach(Lane here, long position) throws DeviceException {
        AfcBody open = lane == here ? body : null;
        if (open != null && position >= at && position - at <= MAX_SKIPPED_BYTES) {
            skip(open, position);
            return open;
        }
        if (open != null) {
            letGo(here);
        }
        body = null;
        AfcOpened opened = open(here, info.path());
        AfcFileInfo now = opened.info();
        boolean same = now.kind() == info.kind()
                && now.sizeBytes() == info.sizeBytes()
                && now.modifiedAt().equals(info.modifiedAt());
        if (!same) {
            opened.close();
            throw new DeviceException(new DeviceFault.FileChanged(info.path(), info.sizeBytes(), now.sizeBytes()));
        }
        begin(here, opened, position);
        return Objects.requireNonNull(body);
    }

    private void skip(AfcBody open, long position) throws DeviceException {
        byte[] waste = new byte[(int) Math.min(position - at, SKIP_CHUNK_BYTES)];
        while (at < position) {
            at += open.read(waste, 0, (int) Math.min(waste.length, position - at)); // before the end never -1
        }
    }

    /// Never fails: what was read was read.
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Lane last = lane;
            if (last != null) {
                connections.useIfThere(last, here -> {
                    letGo(here);
                    return true;
                });
            }
        }
    }
}
