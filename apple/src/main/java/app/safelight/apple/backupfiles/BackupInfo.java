package app.safelight.apple.backupfiles;

import app.safelight.apple.plist.MalformedPlist;
import app.safelight.apple.plist.Plist;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a backup says of itself without a password. Texts are null where it does not say.
///
/// @param date when it was made
/// @param snapshotState raw, from `Status.plist`; only [#FINISHED] is a complete backup
public record BackupInfo(
        @Nullable String deviceName,
        @Nullable String productType,
        @Nullable String productVersion,
        @Nullable String buildVersion,
        @Nullable String udid,
        @Nullable String serialNumber,
        @Nullable Instant date,
        boolean encrypted,
        @Nullable Boolean passcodeSet,
        String snapshotState) {
    public static final String FINISHED = "finished";

    private static final String NO_STATUS = "no Status.plist";

    /// If the backup says that it was completed.
    public boolean finished() {
        return snapshotState.equals(FINISHED);
    }

    static BackupInfo read(Path folder, Plist manifest) throws BackupException {
        Plist lockdown = manifest.dictionary("Lockdown").orElse(Plist.empty());
        Plist info = plist(folder.resolve("Info.plist")).orElse(Plist.empty());
        Optional<Plist> status = plist(folder.resolve("Status.plist"));
        return new BackupInfo(
                first(lockdown, "DeviceName", info, "Device Name"),
                first(lockdown, "ProductType", info, "Product Type"),
                first(lockdown, "ProductVersion", info, "Product Version"),
                first(lockdown, "BuildVersion", info, "Build Version"),
                first(lockdown, "UniqueDeviceID", info, "Target Identifier"),
                first(lockdown, "SerialNumber", info, "Serial Number"),
                manifest.date("Date").or(() -> info.date("Last Backup Date")).orElse(null),
                manifest.bool("IsEncrypted").orElse(false),
                manifest.bool("WasPasscodeSet").orElse(null),
                status.flatMap(found -> found.string("SnapshotState")).orElse(NO_STATUS));
    }

    private static @Nullable String first(Plist list, String key, Plist other, String otherKey) {
        return list.string(key).or(() -> other.string(otherKey)).orElse(null);
    }

    /// The property list in a file; empty if there is no such file.
    static Optional<Plist> plist(Path file) throws BackupException {
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(Plist.parse(in.readNBytes(Plist.MAX_BYTES + 1)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (MalformedPlist malformed) {
            throw new BackupException(
                    new BackupFault.Damaged(file.getFileName() + ": " + malformed.getMessage()), malformed);
        } catch (IOException failed) {
            throw new BackupException(new BackupFault.CannotRead(failed.toString()), failed);
        }
    }
}
