package app.safelight.apple.lockdown;

import app.safelight.apple.plist.Plist;
import java.security.KeyPair;
import org.bouncycastle.cert.X509CertificateHolder;

/// A pairing as another program made it, with the device's half.
public final class TestPairing {
    private final KeyPair device;
    private final X509CertificateHolder deviceCertificate;
    private final X509CertificateHolder hostCertificate;
    private final byte[] saved;

    private TestPairing(
            KeyPair device,
            X509CertificateHolder deviceCertificate,
            X509CertificateHolder hostCertificate,
            byte[] saved) {
        this.device = device;
        this.deviceCertificate = deviceCertificate;
        this.hostCertificate = hostCertificate;
        this.saved = saved;
    }

    public KeyPair device() {
        return device;
    }

    public X509CertificateHolder deviceCertificate() {
        return deviceCertificate;
    }

    public X509CertificateHolder hostCertificate() {
        return hostCertificate;
    }

    public byte[] saved() {
        return saved.clone();
    }

    public static TestPairing made() throws Exception {
        KeyPair root = TestCertificates.newKey();
        KeyPair host = TestCertificates.newKey();
        KeyPair device = TestCertificates.newKey();
        X509CertificateHolder deviceCertificate = TestCertificates.nameless(device.getPublic(), root.getPrivate());
        X509CertificateHolder hostCertificate = TestCertificates.nameless(host.getPublic(), root.getPrivate());
        Plist record = Plist.empty()
                .put("DeviceCertificate", TestCertificates.pem(deviceCertificate))
                .put("HostCertificate", TestCertificates.pem(hostCertificate))
                .put(
                        "RootCertificate",
                        TestCertificates.pem(TestCertificates.nameless(root.getPublic(), root.getPrivate())))
                .put("HostPrivateKey", TestCertificates.pem(host.getPrivate()))
                .put("RootPrivateKey", TestCertificates.pem(root.getPrivate()))
                .put("HostID", "5E1C9A9E-0F3B-4D52-9E4F-1B2C3D4E5F60")
                .put("SystemBUID", "30142955-444094379208051516")
                .put("EscrowBag", new byte[32])
                .put("WiFiMACAddress", "aa:bb:cc:dd:ee:ff");
        return new TestPairing(device, deviceCertificate, hostCertificate, record.toXml());
    }

    public PairRecord record() throws Exception {
        return PairRecord.parse(saved);
    }
}
