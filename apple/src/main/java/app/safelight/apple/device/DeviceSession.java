package app.safelight.apple.device;

import app.safelight.apple.afc.Afc;
import app.safelight.apple.connection.Connection;
import app.safelight.apple.connection.DeviceException;
import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.lockdown.Lockdown;
import app.safelight.apple.lockdown.PairRecord;
import app.safelight.apple.lockdown.ServicePort;
import app.safelight.apple.plist.Plist;
import app.safelight.apple.services.DiagnosticsRelay;
import app.safelight.apple.services.HouseArrest;
import app.safelight.apple.services.InstallationProxy;
import app.safelight.apple.services.NotificationProxy;
import app.safelight.apple.usbmux.AttachedDevice;
import app.safelight.apple.usbmux.Udid;

/// A session with a paired device, from which its services are had. Each is a connection of its own, goes on
/// after the session is closed, and is closed by whom it was given to.
///
/// Threads: any, one after the other; what it gives has one thread at a time.
public final class DeviceSession implements AutoCloseable {
    private final Devices devices;
    private final AttachedDevice attached;
    private final PairRecord record;
    private Lockdown lockdown;

    DeviceSession(Devices devices, AttachedDevice attached, PairRecord record, Lockdown lockdown) {
        this.devices = devices;
        this.attached = attached;
        this.record = record;
        this.lockdown = lockdown;
    }

    public AttachedDevice attached() {
        return attached;
    }

    public Udid udid() {
        return attached.udid();
    }

    /// What the device says about itself now.
    public synchronized DeviceFacts facts() throws DeviceException {
        return revived(DeviceFacts::ask);
    }

    /// All values of a domain, such as `com.apple.disk_usage` or `com.apple.mobile.battery`.
    public synchronized Plist values(String domain) throws DeviceException {
        return revived(door -> door.values(domain));
    }

    /// The files of photos and films. Many devices give this only once at a time.
    public Afc afc() throws DeviceException {
        return new Afc(service(Afc.SERVICE));
    }

    /// The media folder as a tree of files, safe for several threads, that survives the loss of the cable. It
    /// has a session of its own and does not end with this one.
    public PhoneFiles mediaFiles(Patience patience) throws DeviceException {
        return PhoneFiles.open(devices, udid(), patience);
    }

    public NotificationProxy notifications() throws DeviceException {
        return new NotificationProxy(service(NotificationProxy.SERVICE));
    }

    public DiagnosticsRelay diagnostics() throws DeviceException {
        return new DiagnosticsRelay(service(DiagnosticsRelay.SERVICE));
    }

    public InstallationProxy applications() throws DeviceException {
        return new InstallationProxy(service(InstallationProxy.SERVICE));
    }

    /// The files of an application.
    public Afc files(HouseArrest.Part part, String bundleId) throws DeviceException {
        return HouseArrest.open(service(HouseArrest.SERVICE), part, bundleId);
    }

    /// Restarts the device, which ends everything that is open with it.
    public void restart() throws DeviceException {
        try (DiagnosticsRelay relay = diagnostics()) {
            relay.restart();
        }
    }

    /// A connection to any service, made secret if it wants that.
    public Connection service(String name) throws DeviceException {
        return connect(startService(name));
    }

    /// As [#service], also while the device is locked, where pairing gave us the right.
    public Connection serviceWhileLocked(String name) throws DeviceException {
        return connect(startServiceWithEscrow(name));
    }

    private synchronized ServicePort startService(String name) throws DeviceException {
        return revived(door -> door.startService(name));
    }

    private synchronized ServicePort startServiceWithEscrow(String name) throws DeviceException {
        return revived(door -> door.startServiceWithEscrow(name, record));
    }

    private Connection connect(ServicePort service) throws DeviceException {
        Connection plain = devices.usbmux().connect(attached, service.port());
        if (!service.secret()) {
            return plain;
        }
        try {
            return Lockdown.secret(plain, record, devices.random());
        } catch (DeviceException failed) {
            plain.close();
            throw devices.explained(attached, failed);
        }
    }

    private interface Request<R> {
        R ask(Lockdown door) throws DeviceException;
    }

    /// Asks the doorkeeper, and if its connection has ended meanwhile, once more over a new one.
    private <R> R revived(Request<R> request) throws DeviceException {
        try {
            return request.ask(lockdown);
        } catch (DeviceException failed) {
            if (!(failed.fault() instanceof DeviceFault.CableLost)) {
                throw failed;
            }
        }
        lockdown.close();
        try {
            lockdown = devices.session(attached, record);
            return request.ask(lockdown);
        } catch (DeviceException failed) {
            throw devices.explained(attached, failed);
        }
    }

    /// Ends the session; services that were had from it go on.
    @Override
    public synchronized void close() {
        try {
            lockdown.stopSession();
        } catch (DeviceException gone) {
            // The device ended it first; the connection is closed all the same.
            lockdown.close();
            return;
        }
        lockdown.close();
    }
}
