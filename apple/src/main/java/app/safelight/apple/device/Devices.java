package app.safelight.apple.device;

import app.safelight.apple.connection.DeviceException;
import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.lockdown.Lockdown;
import app.safelight.apple.lockdown.PairAnswer;
import app.safelight.apple.lockdown.PairRecord;
import app.safelight.apple.lockdown.PairRecordFiles;
import app.safelight.apple.usbmux.AttachedDevice;
import app.safelight.apple.usbmux.DeviceEvents;
import app.safelight.apple.usbmux.Udid;
import app.safelight.apple.usbmux.Usbmux;
import app.safelight.apple.usbmux.UsbmuxAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The devices that this computer can reach, over cable or network.
///
/// Threads: any; each call opens connections of its own.
public final class Devices {
    /// At one a second, a quarter of an hour for someone to find the phone and its passcode.
    private static final int MAX_PAIRING_ATTEMPTS = 900;

    private static final int UUID_BYTES = 16;

    private final Usbmux usbmux;
    private final PairRecords records;
    private final String programName;
    private final SecureRandom random;
    private final InstantSource clock;

    /// @param programName how this program calls itself to daemon and devices, for their logs
    /// @param random for keys and TLS
    /// @param clock for the dates in certificates
    public Devices(Usbmux usbmux, PairRecordFiles files, String programName, SecureRandom random, InstantSource clock) {
        this.usbmux = usbmux;
        this.records = new PairRecords(usbmux, files);
        this.programName = programName;
        this.random = random;
        this.clock = clock;
    }

    /// Those of this machine, unless its environment names another daemon.
    ///
    /// @param systemName as in the system property `os.name`
    /// @throws DeviceException with [DeviceFault.BadDaemonAddress]; whether the daemon is there is not asked
    ///     yet
    public static Devices of(
            Map<String, String> environment,
            String systemName,
            String programName,
            SecureRandom random,
            InstantSource clock)
            throws DeviceException {
        return new Devices(
                new Usbmux(UsbmuxAddress.of(environment, systemName), programName),
                PairRecordFiles.of(environment, systemName),
                programName,
                random,
                clock);
    }

    /// All devices there are, each with its state; one that does not answer is told with the fault.
    ///
    /// @throws DeviceException if the daemon cannot be asked
    public List<Device> list() throws DeviceException {
        List<Device> found = new ArrayList<>();
        for (AttachedDevice attached : usbmux.devices()) {
            found.add(look(attached));
        }
        return found;
    }

    /// What happens to devices from now on.
    public DeviceEvents listen() throws DeviceException {
        return usbmux.listen();
    }

    /// Whether the daemon sees a device; the device itself is asked nothing.
    ///
    /// @throws DeviceException if the daemon cannot be asked
    public boolean isAttached(Udid udid) throws DeviceException {
        return usbmux.devices().stream().anyMatch(attached -> attached.udid().equals(udid));
    }

    /// One device and its state.
    public Device look(AttachedDevice attached) {
        Optional<DeviceFacts> facts = Optional.empty();
        try (Lockdown lockdown = lockdown(attached)) {
            facts = Optional.of(DeviceFacts.ask(lockdown));
            Optional<PairRecord> record = records.read(attached.udid());
            if (record.isEmpty()) {
                return new Device(attached, facts, new DeviceState.NotReady(new DeviceFault.NotPaired()));
            }
            lockdown.startSession(record.get());
            DeviceFacts all = DeviceFacts.ask(lockdown);
            facts = Optional.of(all);
            lockdown.stopSession();
            return new Device(
                    attached, facts, new DeviceState.Ready(all.locked().orElse(false)));
        } catch (DeviceException failed) {
            return new Device(
                    attached,
                    facts,
                    new DeviceState.NotReady(explained(attached, failed).fault()));
        }
    }

    /// A session with a paired device.
    ///
    /// @throws DeviceException with the reason why it cannot be: no daemon, no device, not paired, locked, …
    public DeviceSession open(Udid udid) throws DeviceException {
        AttachedDevice attached = usbmux.device(udid);
        PairRecord record = records.read(udid).orElseThrow(() -> new DeviceException(new DeviceFault.NotPaired()));
        try {
            return new DeviceSession(this, attached, record, session(attached, record));
        } catch (DeviceException failed) {
            throw explained(attached, failed);
        }
    }

    Lockdown session(AttachedDevice attached, PairRecord record) throws DeviceException {
        Lockdown lockdown = lockdown(attached);
        try {
            lockdown.startSession(record);
            return lockdown;
        } catch (DeviceException failed) {
            lockdown.close();
            throw failed;
        }
    }

    private Lockdown lockdown(AttachedDevice attached) throws DeviceException {
        return Lockdown.open(usbmux.connect(attached, Lockdown.PORT), programName, random);
    }

    Usbmux usbmux() {
        return usbmux;
    }

    SecureRandom random() {
        return random;
    }

    /// A device that refuses a stale pairing hangs up, and so does one that is unplugged. The daemon knows
    /// which.
    DeviceException explained(AttachedDevice attached, DeviceException failed) {
        boolean hungUp = failed.fault() instanceof DeviceFault.PairingStale
                && failed.getCause() instanceof DeviceException cause
                && cause.fault() instanceof DeviceFault.CableLost;
        return hungUp && !isThere(attached) ? new DeviceException(new DeviceFault.CableLost(), failed) : failed;
    }

    private boolean isThere(AttachedDevice attached) {
        try {
            return usbmux.devices().contains(attached);
        } catch (DeviceException noDaemon) {
            return false;
        }
    }

    /// Pairs this computer with a device, unless they are. The person must unlock the device and tap "Trust";
    /// the patience says how long to wait for that. A pairing that the device no longer accepts is replaced,
    /// but only after it accepted the new one.
    ///
    /// @throws DeviceException with [DeviceFault.TrustPending] or [DeviceFault.Locked] when patience ended,
    ///     [DeviceFault.TrustDenied] and others when waiting would not help
    public Pairing pair(Udid udid, Patience patience) throws DeviceException {
        PairRecord offered = null;
        for (int attempt = 1; ; attempt++) {
            AttachedDevice attached = usbmux.device(udid);
            try (Lockdown lockdown = lockdown(attached)) {
                Optional<PairRecord> known = usableRecord(udid);
                if (known.isPresent() && isAccepted(attached, known.get())) {
                    return Pairing.FOUND;
                }
                if (offered == null) {
                    String hostId = known.map(PairRecord::hostId).orElseGet(this::newHostId);
                    offered = lockdown.newRecord(hostId, usbmux.systemBuid(), clock.instant());
                }
                PairRecord accepted = accepted(lockdown, offered);
                records.save(attached, accepted);
                return Pairing.MADE;
            } catch (DeviceException failed) {
                boolean persons = failed.fault() instanceof DeviceFault.Locked
                        || failed.fault() instanceof DeviceFault.TrustPending;
                if (!persons || attempt >= MAX_PAIRING_ATTEMPTS || !patience.again(failed.fault())) {
                    throw failed;
                }
            }
        }
    }

    /// A record that cannot be used is like none: pairing makes a new one.
    private Optional<PairRecord> usableRecord(Udid udid) throws DeviceException {
        try {
            return records.read(udid);
        } catch (DeviceException failed) {
            if (failed.fault() instanceof DeviceFault.PairingUnusable) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    private boolean isAccepted(AttachedDevice attached, PairRecord record) throws DeviceException {
        try (Lockdown lockdown = session(attached, record)) {
            lockdown.stopSession();
            return true;
        } catch (DeviceException failed) {
            DeviceFault why = explained(attached, failed).fault();
            boolean stale = why instanceof DeviceFault.PairingStale
                    || why instanceof DeviceFault.WrongDeviceKey
                    || why instanceof DeviceFault.PairingUnusable;
            if (stale) {
                return false;
            }
            throw failed;
        }
    }

    private static PairRecord accepted(Lockdown lockdown, PairRecord offered) throws DeviceException {
        return switch (lockdown.pair(offered)) {
            case PairAnswer.Paired paired -> Lockdown.completed(offered, paired);
            case PairAnswer.TrustPending _ -> throw new DeviceException(new DeviceFault.TrustPending());
            case PairAnswer.TrustDenied _ -> throw new DeviceException(new DeviceFault.TrustDenied());
            case PairAnswer.Locked _ -> throw new DeviceException(new DeviceFault.Locked());
            case PairAnswer.Unknown _ -> throw new DeviceException(new DeviceFault.PairingStale());
            case PairAnswer.NeedsCable _ -> throw new DeviceException(new DeviceFault.PairingNeedsCable());
            case PairAnswer.Managed _ -> throw new DeviceException(new DeviceFault.Managed("Pair"));
            case PairAnswer.Refused refused ->
                throw new DeviceException(new DeviceFault.Refused("Pair", refused.code()));
        };
    }

    private String newHostId() {
        byte[] chance = new byte[UUID_BYTES];
        random.nextBytes(chance);
        return UUID.nameUUIDFromBytes(chance).toString();
    }

    /// Makes device and computer forget each other.
    ///
    /// @throws DeviceException with [DeviceFault.NotPaired] if they do not know each other
    public void unpair(Udid udid) throws DeviceException {
        AttachedDevice attached = usbmux.device(udid);
        PairRecord record = records.read(udid).orElseThrow(() -> new DeviceException(new DeviceFault.NotPaired()));
        try (Lockdown lockdown = lockdown(attached)) {
            switch (lockdown.unpair(record)) {
                case PairAnswer.Paired _, PairAnswer.Unknown _ -> records.delete(udid);
                case PairAnswer.Locked _ -> throw new DeviceException(new DeviceFault.Locked());
                case PairAnswer.TrustPending _ -> throw new DeviceException(new DeviceFault.TrustPending());
                case PairAnswer.TrustDenied _ -> throw new DeviceException(new DeviceFault.TrustDenied());
                case PairAnswer.NeedsCable _ -> throw new DeviceException(new DeviceFault.PairingNeedsCable());
                case PairAnswer.Managed _ -> throw new DeviceException(new DeviceFault.Managed("Unpair"));
                case PairAnswer.Refused refused ->
                    throw new DeviceException(new DeviceFault.Refused("Unpair", refused.code()));
            }
        }
    }
}
