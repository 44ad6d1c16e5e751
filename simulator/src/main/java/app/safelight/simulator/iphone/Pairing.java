package app.safelight.simulator.iphone;

import app.safelight.apple.plist.Plist;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/// A computer that a phone trusts: the certificates it brought when it was.
///
/// @param hostId the computer's name of itself
/// @param root by which it signed the others
/// @param host its own
/// @param device the one it made for the phone's key
record Pairing(String hostId, X509CertificateHolder root, X509CertificateHolder host, X509CertificateHolder device) {
    /// Largest certificate taken; real ones have about 1 KiB.
    private static final int MAX_CERTIFICATE_BYTES = 16 << 10;

    /// Reads what a computer sent. Empty unless it is whole, is signed by its own root and is for the phone's
    /// key.
    static Optional<Pairing> parse(Plist record, PhoneKeys keys) {
        try {
            Optional<String> hostId = record.string("HostID");
            Optional<X509CertificateHolder> root = certificate(record, "RootCertificate");
            Optional<X509CertificateHolder> host = certificate(record, "HostCertificate");
            Optional<X509CertificateHolder> device = certificate(record, "DeviceCertificate");
            if (hostId.isEmpty() || root.isEmpty() || host.isEmpty() || device.isEmpty()) {
                return Optional.empty();
            }
            Pairing pairing = new Pairing(hostId.get(), root.get(), host.get(), device.get());
            boolean good = pairing.isSigned(root.get())
                    && pairing.isSigned(host.get())
                    && pairing.isSigned(device.get())
                    && keys.owns(device.get().getSubjectPublicKeyInfo());
            return good ? Optional.of(pairing) : Optional.empty();
        } catch (IOException senseless) {
            return Optional.empty(); // The phone's answer to it is the same as to one that is badly signed.
        }
    }

    private static Optional<X509CertificateHolder> certificate(Plist record, String key) throws IOException {
        Optional<byte[]> pem = record.data(key);
        if (pem.isEmpty() || pem.get().length > MAX_CERTIFICATE_BYTES) {
            return Optional.empty();
        }
        try (PemReader reader = new PemReader(new StringReader(new String(pem.get(), StandardCharsets.US_ASCII)))) {
            PemObject object = reader.readPemObject();
            return object == null ? Optional.empty() : Optional.of(new X509CertificateHolder(object.getContent()));
        }
    }

    /// Whether a certificate is one of this computer's: signed by its root's key. Names are not looked at, and
    /// no path is built: all of them are called nothing at all.
    boolean isSigned(X509CertificateHolder certificate) {
        try {
            return certificate.isSignatureValid(new JcaContentVerifierProviderBuilder()
                    .setProvider(new BouncyCastleProvider())
                    .build(root.getSubjectPublicKeyInfo()));
        } catch (CertException | OperatorCreationException senseless) {
            return false; // A signature that cannot be checked is none.
        }
    }
}
