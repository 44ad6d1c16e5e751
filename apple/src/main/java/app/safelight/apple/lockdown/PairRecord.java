package app.safelight.apple.lockdown;

import app.safelight.apple.connection.DeviceException;
import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.plist.MalformedPlist;
import app.safelight.apple.plist.Plist;
import java.util.List;
import java.util.Optional;

/// What this computer keeps of a pairing: names, certificates and the private keys that prove who it is.
///
/// Holds secrets. They leave it only by [#toBytes], which is for the daemon that keeps records, and into the
/// TLS handshake; never by `toString`, a fault or an exception.
public final class PairRecord {
    /// Real ones have 7 KB.
    static final int MAX_BYTES = 1 << 20;

    private static final String HOST_ID = "HostID";
    private static final String SYSTEM_BUID = "SystemBUID";
    private static final String HOST_PRIVATE_KEY = "HostPrivateKey";
    private static final String ROOT_PRIVATE_KEY = "RootPrivateKey";
    private static final String ESCROW_BAG = "EscrowBag";

    private static final List<String> CERTIFICATES = List.of("DeviceCertificate", "HostCertificate", "RootCertificate");

    private final Plist fields;

    private PairRecord(Plist fields) {
        this.fields = fields;
    }

    /// Reads a record as any program wrote it: iTunes, usbmuxd, libimobiledevice's tools.
    ///
    /// @throws DeviceException with [DeviceFault.PairingUnusable] if it is none or lacks something
    public static PairRecord parse(byte[] bytes) throws DeviceException {
        if (bytes.length > MAX_BYTES) {
            throw unusable("a record of " + bytes.length + " bytes");
        }
        Plist fields;
        try {
            fields = Plist.parse(bytes);
        } catch (MalformedPlist senseless) {
            throw unusable("not a property list"); // without the cause, which may quote the record
        }
        for (String key : List.of(HOST_ID, SYSTEM_BUID)) {
            require(fields.string(key).isPresent(), "no " + key);
        }
        for (String key : CERTIFICATES) {
            require(fields.data(key).isPresent(), "no " + key);
        }
        boolean key = fields.data(HOST_PRIVATE_KEY).isPresent()
                || fields.data(ROOT_PRIVATE_KEY).isPresent();
        require(key, "no private key");
        return new PairRecord(fields);
    }

    private static void require(boolean held, String why) throws DeviceException {
        if (!held) {
            throw unusable(why);
        }
    }

    static PairRecord of(PairCertificates certificates, String hostId, String systemBuid) {
        return new PairRecord(Plist.empty()
                .put("DeviceCertificate", certificates.deviceCertificate())
                .put("HostCertificate", certificates.hostCertificate())
                .put("RootCertificate", certificates.rootCertificate())
                .put(HOST_PRIVATE_KEY, certificates.hostPrivateKey())
                .put(ROOT_PRIVATE_KEY, certificates.rootPrivateKey())
                .put(HOST_ID, hostId)
                .put(SYSTEM_BUID, systemBuid));
    }

    PairRecord withEscrowBag(byte[] bag) {
        return new PairRecord(Plist.empty().putAll(fields).put(ESCROW_BAG, bag));
    }

    PairRecord withWifiAddress(String address) {
        return new PairRecord(Plist.empty().putAll(fields).put("WiFiMACAddress", address));
    }

    private static DeviceException unusable(String why) {
        return new DeviceException(new DeviceFault.PairingUnusable(why));
    }

    public String hostId() {
        return fields.string(HOST_ID).orElse("");
    }

    public String systemBuid() {
        return fields.string(SYSTEM_BUID).orElse("");
    }

    /// Lets services start while the device is locked; empty if it was locked when it was paired.
    public Optional<byte[]> escrowBag() {
        return fields.data(ESCROW_BAG);
    }

    byte[] field(String key) throws DeviceException {
        return fields.data(key).orElseThrow(() -> unusable("no " + key));
    }

    /// Whose certificate and key to show: the host's, or the root's where a record has no other key.
    String identity() {
        return fields.data(HOST_PRIVATE_KEY).isPresent() ? "Host" : "Root";
    }

    /// What the device is told when pairing: all but the secrets.
    Plist withoutSecrets() throws DeviceException {
        Plist told = Plist.empty().put(HOST_ID, hostId()).put(SYSTEM_BUID, systemBuid());
        for (String key : CERTIFICATES) {
            told.put(key, field(key));
        }
        return told;
    }

    /// The whole record with its secrets, as XML, for the daemon that keeps records. To be written nowhere
    /// else.
    public byte[] toBytes() {
        return fields.toXml();
    }

    /// Shows no secret.
    @Override
    public String toString() {
        return "pair record of host " + hostId();
    }
}
