package app.safelight.apple.afc;

import app.safelight.apple.connection.DeviceException;

/// A file that was looked at and opened in one round trip, to be read.
///
/// Threads: one at a time, the same as for its connection.
public final class AfcOpened {
    private final AfcChannel channel;
    private final AfcFileInfo info;

    /// 0 once it is closed, or another is to close it.
    private long handle;

    AfcOpened(AfcChannel channel, AfcFileInfo info, long handle) {
        this.channel = channel;
        this.info = info;
        this.handle = handle;
    }

    /// What the device said of it just before it was opened.
    public AfcFileInfo info() {
        return info;
    }

    /// Reads it from a position to the end that [#info] told; closing the body closes the file. To be called
    /// once.
    ///
    /// @param offset at most the size
    public AfcBody body(long offset) throws DeviceException {
        if (handle == 0) {
            throw new IllegalStateException("read or closed already");
        }
        AfcRange range = AfcRange.from(info.path(), offset, info.sizeBytes());
        long open = handle;
        handle = 0;
        return AfcReader.ofOpened(channel, range, open);
    }

    /// Closes it unread, without waiting.
    public void close() throws DeviceException {
        if (handle != 0) {
            channel.closeFile(info.path(), handle);
            handle = 0;
        }
    }
}
