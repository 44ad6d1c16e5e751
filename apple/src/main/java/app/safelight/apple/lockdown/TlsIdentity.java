package app.safelight.apple.lockdown;

import app.safelight.apple.connection.DeviceException;
import app.safelight.apple.connection.DeviceFault;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;

/// Who we are to a device, and how we know it: the parsed certificates and the one private key of a
/// [PairRecord].
///
/// Names in the certificates mean nothing here, and may be empty as other programs leave them; keys and
/// signatures count.
final class TlsIdentity {
    private final X509CertificateHolder certificate;
    private final PrivateKey key;
    private final X509CertificateHolder device;
    private final X509CertificateHolder root;

    private TlsIdentity(
            X509CertificateHolder certificate,
            PrivateKey key,
            X509CertificateHolder device,
            X509CertificateHolder root) {
        this.certificate = certificate;
        this.key = key;
        this.device = device;
        this.root = root;
    }

    /// @throws DeviceException with [DeviceFault.PairingUnusable]
    static TlsIdentity of(PairRecord record) throws DeviceException {
        String own = record.identity();
        return new TlsIdentity(
                certificate(record, own + "Certificate"),
                privateKey(record, own + "PrivateKey"),
                certificate(record, "DeviceCertificate"),
                certificate(record, "RootCertificate"));
    }

    X509CertificateHolder certificate() {
        return certificate;
    }

    PrivateKey key() {
        return key;
    }

    /// Whether a server with this certificate is the device: it has the key that the device showed when it was
    /// paired, or our own root vouches for it, which no one else can make it do.
    boolean isDevice(byte[] shown) {
        try {
            X509CertificateHolder server = new X509CertificateHolder(shown);
            return sameKey(server) || signedByRoot(server);
        } catch (IOException | RuntimeException senseless) {
            return false; // what cannot be read proves nothing
        }
    }

    private boolean sameKey(X509CertificateHolder server) throws IOException {
        RSAPublicKey expected =
                RSAPublicKey.getInstance(device.getSubjectPublicKeyInfo().parsePublicKey());
        RSAPublicKey found =
                RSAPublicKey.getInstance(server.getSubjectPublicKeyInfo().parsePublicKey());
        return expected.equals(found);
    }

    private boolean signedByRoot(X509CertificateHolder server) {
        try {
            return server.isSignatureValid(new JcaContentVerifierProviderBuilder()
                    .setProvider(FastCrypto.BOUNCY_CASTLE)
                    .build(root));
        } catch (CertException | OperatorCreationException | CertificateException unverifiable) {
            return false;
        }
    }

    private static X509CertificateHolder certificate(PairRecord record, String field) throws DeviceException {
        if (pemObject(record, field) instanceof X509CertificateHolder holder) {
            return holder;
        }
        throw unusable(field);
    }

    private static PrivateKey privateKey(PairRecord record, String field) throws DeviceException {
        Object read = pemObject(record, field);
        JcaPEMKeyConverter converter = new JcaPEMKeyConverter().setProvider(FastCrypto.BOUNCY_CASTLE);
        try {
            if (read instanceof PEMKeyPair pair) {
                return converter.getPrivateKey(pair.getPrivateKeyInfo());
            }
            if (read instanceof PrivateKeyInfo alone) {
                return converter.getPrivateKey(alone);
            }
        } catch (IOException | RuntimeException senseless) {
            throw unusable(field); // without the cause, which may quote the key
        }
        throw unusable(field);
    }

    private static Object pemObject(PairRecord record, String field) throws DeviceException {
        // Some programs save the zero byte that ends their texts.
        String text = new String(record.field(field), StandardCharsets.ISO_8859_1).replace("\u0000", "");
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            Object read = parser.readObject();
            if (read != null) {
                return read;
            }
        } catch (IOException | RuntimeException senseless) {
            throw unusable(field); // without the cause, which may quote the key
        }
        throw unusable(field);
    }

    private static DeviceException unusable(String field) {
        return new DeviceException(new DeviceFault.PairingUnusable("unreadable " + field));
    }

    /// Shows no secret.
    @Override
    public String toString() {
        return "identity for TLS";
    }
}
