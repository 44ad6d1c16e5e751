package app.safelight.apple.afc;

import app.safelight.apple.connection.DeviceFault;

/// One thing found while walking through folders. What cannot be looked at is found too.
public sealed interface AfcEntry {
    String path();

    record Found(AfcFileInfo info) implements AfcEntry {
        @Override
        public String path() {
            return info.path();
        }
    }

    /// @param path of the file or folder that the device told the name of, but nothing more
    record Refused(String path, DeviceFault fault) implements AfcEntry {}
}
