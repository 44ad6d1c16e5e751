package app.safelight.apple.device;

import app.safelight.apple.connection.DeviceException;
import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.lockdown.PairRecord;
import app.safelight.apple.lockdown.PairRecordFiles;
import app.safelight.apple.usbmux.AttachedDevice;
import app.safelight.apple.usbmux.Udid;
import app.safelight.apple.usbmux.Usbmux;
import java.util.Optional;

/// The pairing records of this computer: the daemon's, else the files of the machine.
final class PairRecords {
    private final Usbmux usbmux;
    private final PairRecordFiles files;

    PairRecords(Usbmux usbmux, PairRecordFiles files) {
        this.usbmux = usbmux;
        this.files = files;
    }

    Optional<PairRecord> read(Udid udid) throws DeviceException {
        Optional<byte[]> saved;
        try {
            saved = usbmux.readPairRecord(udid);
        } catch (DeviceException failed) {
            if (failed.fault() instanceof DeviceFault.NoDaemon) {
                throw failed;
            }
            return Optional.of(files.read(udid).orElseThrow(() -> failed));
        }
        return saved.isPresent() ? Optional.of(PairRecord.parse(saved.get())) : readFileIfAllowed(udid);
    }

    /// The daemon has none; that there may be a file which nobody lets us see then means nothing.
    private Optional<PairRecord> readFileIfAllowed(Udid udid) throws DeviceException {
        try {
            return files.read(udid);
        } catch (DeviceException failed) {
            if (failed.fault() instanceof DeviceFault.PairingUnreadable) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    void save(AttachedDevice device, PairRecord record) throws DeviceException {
        usbmux.savePairRecord(device, record.toBytes());
    }

    void delete(Udid udid) throws DeviceException {
        usbmux.deletePairRecord(udid);
    }
}
