package app.safelight.apple.device;

import app.safelight.apple.afc.AfcEntry;
import app.safelight.apple.afc.AfcFileInfo;
import app.safelight.apple.connection.Connection;
import app.safelight.apple.connection.DeviceException;
import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.connection.FileRefusal;
import app.safelight.apple.device.PhoneConnections.Lane;
import app.safelight.apple.mediafiles.MediaContent;
import app.safelight.apple.mediafiles.MediaException;
import app.safelight.apple.mediafiles.MediaFault;
import app.safelight.apple.mediafiles.MediaFile;
import app.safelight.apple.mediafiles.MediaFiles;
import app.safelight.apple.usbmux.Udid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The media folder of a phone, over the cable: `DCIM`, `PhotoData` and all else that a computer may see.
///
/// A file costs two round trips: one to look at it and open it, one for its bytes, of which megabytes are under
/// way at once. Several threads make several connections, as many as the phone grants.
///
/// When the cable is lost, a thread in the midst of a file waits for the phone as long as its [Patience] lasts,
/// and goes on at the byte where it was, if the file still has the size and time that it had; else that file is
/// [MediaFault.Changed]. What cannot be read of one file is a fault of that file: [MediaFault.Missing],
/// [MediaFault.Denied], [MediaFault.Refused], [MediaFault.Changed]. When no file can be read any more it is
/// [MediaFault.SourceGone], with the device's own fault and so with what the person should do.
///
/// Links are no files and are left out: no phone keeps photos behind one, and one can lead anywhere.
///
/// ```java
/// try (PhoneFiles files = PhoneFiles.open(devices, udid, patience)) {
///     for (MediaFile folder : files.list("DCIM")) { … }
/// }
/// ```
///
/// Threads: any; each [MediaContent] one at a time.
public final class PhoneFiles implements MediaFiles, AutoCloseable {
    /// Stands in a name where the device sent bytes that are no text.
    private static final char NO_TEXT = '\uFFFD';

    private final PhoneConnections connections;

    private PhoneFiles(PhoneConnections connections) {
        this.connections = connections;
    }

    /// Opens a session and a first connection.
    ///
    /// @param patience asked about once a second while the phone is away or locked, in the midst of reading; by
    ///     one thread at a time, on which it may wait
    /// @throws DeviceException with the reason why the phone cannot be read now; nothing is waited for
    public static PhoneFiles open(Devices devices, Udid udid, Patience patience) throws DeviceException {
        return open(devices, udid, patience, Connection.SILENCE_LIMIT);
    }

    /// As [#open(Devices, Udid, Patience)].
    ///
    /// @param silenceLimit how long the phone may be silent before it is asked over another connection, and
    ///     after that once more before it is gone
    public static PhoneFiles open(Devices devices, Udid udid, Patience patience, Duration silenceLimit)
            throws DeviceException {
        return new PhoneFiles(PhoneConnections.open(devices, udid, patience, silenceLimit));
    }

    /// The path as the phone has it; empty if the path names nothing.
    private static Optional<String> devicePath(String path) {
        if (path.isEmpty()) {
            return Optional.of("/");
        }
        for (String part : path.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..") || part.indexOf('\u0000') >= 0) {
                return Optional.empty();
            }
        }
        return Optional.of("/" + path);
    }

    private static String required(String path) throws MediaException {
        return devicePath(path).orElseThrow(() -> new MediaException(new MediaFault.Missing(path)));
    }

    @Override
    public boolean isForAnyThread() {
        return true;
    }

    @Override
    public Optional<MediaFile> look(String path) throws MediaException {
        Optional<String> devicePath = devicePath(path);
        if (devicePath.isEmpty()) {
            return Optional.empty();
        }
        return connections.use(path, null, lane -> look(lane, path, devicePath.get()));
    }

    private static Optional<MediaFile> look(Lane lane, String path, String devicePath) throws DeviceException {
        try {
            return file(path, lane.afc().info(devicePath));
        } catch (DeviceException failed) {
            if (PhoneConnections.isRefusal(failed.fault(), FileRefusal.NOT_FOUND)) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    private static Optional<MediaFile> file(String path, AfcFileInfo info) {
        return switch (info.kind()) {
            case FILE ->
                Optional.of(new MediaFile(
                        path, false, info.sizeBytes(), info.modifiedAt().orElse(null)));
            case DIRECTORY ->
                Optional.of(new MediaFile(path, true, 0, info.modifiedAt().orElse(null)));
            case LINK, OTHER -> Optional.empty();
        };
    }

    /// What the device names and then does not let us look at is listed as a file of no bytes, which cannot be
    /// opened: so it is not overlooked.
    @Override
    public List<MediaFile> list(String directory) throws MediaException {
        String folder = required(directory);
        List<MediaFile> files = connections.use(directory, null, lane -> list(lane, directory, folder));
        files.sort(Comparator.comparing(MediaFile::name));
        return files;
    }

    private static List<MediaFile> list(Lane lane, String directory, String folder) throws DeviceException {
        List<AfcEntry> entries = new ArrayList<>();
        try {
            lane.afc().entries(folder, entries::add);
        } catch (DeviceException refused) {
            boolean noFolder = refused.fault() instanceof DeviceFault.FileRefused
                    && look(lane, directory, folder)
                            .filter(MediaFile::directory)
                            .isEmpty();
            throw noFolder
                    ? new DeviceException(new DeviceFault.FileRefused(folder, FileRefusal.NOT_FOUND), refused)
                    : refused;
        }
        List<MediaFile> files = new ArrayList<>();
        for (AfcEntry entry : entries) {
            String path = entry.path().substring(1);
            switch (entry) {
                case AfcEntry.Found(AfcFileInfo info) -> file(path, info).ifPresent(files::add);
                case AfcEntry.Refused(var _, DeviceFault fault) -> {
                    if (devicePath(path).isEmpty()) {
                        throw new DeviceException(fault); // a name that is none: nobody could ask for it
                    }
                    boolean wentAway =
                            PhoneConnections.isRefusal(fault, FileRefusal.NOT_FOUND) && path.indexOf(NO_TEXT) < 0;
                    if (!wentAway) {
                        files.add(new MediaFile(path, false, 0, null));
                    }
                }
            }
        }
        return files;
    }

    @Override
    public MediaContent open(String path) throws MediaException {
        String devicePath = required(path);
        return connections.use(path, null, lane -> PhoneContent.open(connections, path, devicePath, lane));
    }

    /// How many connections there are at this moment; for measuring.
    public int connections() {
        return connections.count();
    }

    /// Ends all connections. Reading that is under way ends with [DeviceFault.Stopped].
    @Override
    public void close() {
        connections.close();
    }
}
