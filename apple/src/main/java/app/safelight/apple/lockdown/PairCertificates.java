package app.safelight.apple.lockdown;

import app.safelight.apple.connection.DeviceException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// The certificates and keys of a new pairing, as PEM texts. Unlike those of other programs they bear names,
/// because strict readers refuse certificates without.
final class PairCertificates {
    private static final int KEY_BITS = 2048;

    /// A device's key has 2048 bits; a monstrous one would cost minutes in each handshake.
    private static final int MIN_DEVICE_KEY_BITS = 1024;

    private static final int MAX_DEVICE_KEY_BITS = 8192;

    /// Several times a PEM text of the largest key.
    private static final int MAX_DEVICE_KEY_BYTES = 16 << 10;

    private static final Duration VALIDITY = Duration.ofDays(3650);

    /// The clocks of the two need not agree.
    private static final Duration CLOCK_SKEW = Duration.ofDays(1);

    private static final int SERIAL_BITS = 63;

    private static final X500Name ROOT_NAME = new X500Name("CN=Safelight Root");
    private static final X500Name HOST_NAME = new X500Name("CN=Safelight Host");
    private static final X500Name DEVICE_NAME = new X500Name("CN=Safelight Device");

    private final KeyPair root;
    private final KeyPair host;
    private final X509CertificateHolder rootCertificate;
    private final X509CertificateHolder hostCertificate;
    private final X509CertificateHolder deviceCertificate;

    private PairCertificates(
            KeyPair root,
            KeyPair host,
            X509CertificateHolder rootCertificate,
            X509CertificateHolder hostCertificate,
            X509CertificateHolder deviceCertificate) {
        this.root = root;
        this.host = host;
        this.rootCertificate = rootCertificate;
        this.hostCertificate = hostCertificate;
        this.deviceCertificate = deviceCertificate;
    }

    /// @param devicePublicKey what the device told: PKCS#1 as PEM
    static PairCertificates issue(byte[] devicePublicKey, SecureRandom random, Instant now) throws DeviceException {
        SubjectPublicKeyInfo deviceKey = deviceKey(devicePublicKey);
        try {
            KeyPair root = newKey(random);
            KeyPair host = newKey(random);
            ContentSigner signer = new JcaContentSignerBuilder("SHA256withRSA").build(root.getPrivate());
            Issuer issuer = new Issuer(signer, random, now);
            return new PairCertificates(
                    root, host, issuer.root(publicKey(root)), issuer.host(publicKey(host)), issuer.device(deviceKey));
        } catch (GeneralSecurityException | OperatorCreationException | IOException lacking) {
            throw new IllegalStateException("every Java can make RSA keys and certificates", lacking);
        }
    }

    private static KeyPair newKey(SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(KEY_BITS, random);
        return generator.generateKeyPair();
    }

    private static SubjectPublicKeyInfo publicKey(KeyPair pair) {
        return SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
    }

    static SubjectPublicKeyInfo deviceKey(byte[] pem) throws DeviceException {
        if (pem.length <= MAX_DEVICE_KEY_BYTES) {
            String text = new String(pem, StandardCharsets.ISO_8859_1);
            try (PEMParser parser = new PEMParser(new StringReader(text))) {
                if (parser.readObject() instanceof SubjectPublicKeyInfo key) {
                    int bits = RSAPublicKey.getInstance(key.parsePublicKey())
                            .getModulus()
                            .bitLength();
                    if (bits >= MIN_DEVICE_KEY_BITS && bits <= MAX_DEVICE_KEY_BITS) {
                        return key;
                    }
                }
            } catch (IOException | RuntimeException senseless) {
                throw (DeviceException) DeviceException.malformed("lockdown", "a device key that is none")
                        .initCause(senseless);
            }
        }
        throw DeviceException.malformed("lockdown", "a device key of an unknown kind");
    }

    private record Issuer(ContentSigner signer, SecureRandom random, Instant now) {
        X509CertificateHolder root(SubjectPublicKeyInfo key) throws IOException {
            return builder(ROOT_NAME, key)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                    .build(signer);
        }

        X509CertificateHolder host(SubjectPublicKeyInfo key) throws IOException {
            return builder(HOST_NAME, key)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, usage())
                    .build(signer);
        }

        X509CertificateHolder device(SubjectPublicKeyInfo key) throws IOException {
            return builder(DEVICE_NAME, key)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, usage())
                    .addExtension(
                            Extension.subjectKeyIdentifier,
                            false,
                            new BcX509ExtensionUtils().createSubjectKeyIdentifier(key))
                    .build(signer);
        }

        private static KeyUsage usage() {
            return new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment);
        }

        private X509v3CertificateBuilder builder(X500Name subject, SubjectPublicKeyInfo key) {
            return new X509v3CertificateBuilder(
                    ROOT_NAME,
                    new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE),
                    Date.from(now.minus(CLOCK_SKEW)),
                    Date.from(now.plus(VALIDITY)),
                    subject,
                    key);
        }
    }

    byte[] rootCertificate() {
        return pem(rootCertificate);
    }

    byte[] hostCertificate() {
        return pem(hostCertificate);
    }

    byte[] deviceCertificate() {
        return pem(deviceCertificate);
    }

    byte[] rootPrivateKey() {
        return privatePem(root.getPrivate());
    }

    byte[] hostPrivateKey() {
        return privatePem(host.getPrivate());
    }

    private static byte[] privatePem(PrivateKey key) {
        return pem(key);
    }

    private static byte[] pem(Object thing) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(thing);
        } catch (IOException impossible) {
            throw new java.io.UncheckedIOException("writing to memory cannot fail", impossible);
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /// Shows no secret.
    @Override
    public String toString() {
        return "certificates of a new pairing";
    }
}
