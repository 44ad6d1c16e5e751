package app.safelight.apple.lockdown;

import app.safelight.apple.connection.DeviceException;
import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.usbmux.Udid;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The folder in which a machine's own programs keep pairing records, for when the daemon does not give one
/// out. It is only read: records are saved through the daemon, which keeps them from other people.
public final class PairRecordFiles {
    private final Path folder;

    public PairRecordFiles(Path folder) {
        this.folder = folder;
    }

    /// The folder that is usual on this kind of machine.
    ///
    /// @param systemName as in the system property `os.name`
    public static PairRecordFiles of(Map<String, String> environment, String systemName) {
        if (systemName.startsWith("Windows")) {
            String shared = environment.getOrDefault("ALLUSERSPROFILE", "C:\\ProgramData");
            return new PairRecordFiles(Path.of(shared).resolve("Apple").resolve("Lockdown"));
        }
        return new PairRecordFiles(Path.of(systemName.startsWith("Mac") ? "/var/db/lockdown" : "/var/lib/lockdown"));
    }

    /// @throws DeviceException with [DeviceFault.PairingUnreadable] if there is one that this account may not
    ///     read
    public Optional<PairRecord> read(Udid udid) throws DeviceException {
        Path file = folder.resolve(udid.text() + ".plist");
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(PairRecord.parse(in.readNBytes(PairRecord.MAX_BYTES + 1)));
        } catch (DeviceException ours) {
            throw ours;
        } catch (NoSuchFileException | NotDirectoryException none) {
            return Optional.empty();
        } catch (AccessDeniedException denied) {
            throw new DeviceException(new DeviceFault.PairingUnreadable(file.toString()), denied);
        } catch (IOException broken) {
            throw new DeviceException(new DeviceFault.PairingUnreadable(file.toString()), broken);
        }
    }
}
