package app.safelight.simulator.iphone;

import app.safelight.apple.plist.Plist;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import java.util.UUID;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/// The keys and certificates of a computer that wants to be trusted, with the empty names that all of them
/// have.
///
/// @param record what it sends the phone
record TestHostKeys(
        String hostId,
        Plist record,
        X509CertificateHolder root,
        PrivateKey rootKey,
        X509CertificateHolder host,
        PrivateKey hostKey) {
    static TestHostKeys make(SimulatedPhone phone)
            throws GeneralSecurityException, IOException, OperatorCreationException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair root = generator.generateKeyPair();
        KeyPair host = generator.generateKeyPair();
        X509CertificateHolder rootCertificate = certificate(info(root), root.getPrivate(), true);
        X509CertificateHolder hostCertificate = certificate(info(host), root.getPrivate(), false);
        X509CertificateHolder device = certificate(deviceKey(phone), root.getPrivate(), false);
        String hostId = UUID.randomUUID().toString().toUpperCase(Locale.ROOT);
        Plist record = Plist.empty()
                .put("DeviceCertificate", pem(device))
                .put("HostCertificate", pem(hostCertificate))
                .put("RootCertificate", pem(rootCertificate))
                .put("HostID", hostId)
                .put("SystemBUID", "X");
        return new TestHostKeys(hostId, record, rootCertificate, root.getPrivate(), hostCertificate, host.getPrivate());
    }

    private static SubjectPublicKeyInfo info(KeyPair pair) {
        return SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
    }

    private static SubjectPublicKeyInfo deviceKey(SimulatedPhone phone) throws IOException {
        byte[] pem = phone.values()
                .domain(PhoneValues.ROOT, false)
                .orElseThrow()
                .data("DevicePublicKey")
                .orElseThrow();
        try (PemReader reader = new PemReader(new StringReader(new String(pem, StandardCharsets.US_ASCII)))) {
            return new SubjectPublicKeyInfo(
                    new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption),
                    RSAPublicKey.getInstance(reader.readPemObject().getContent()));
        }
    }

    private static X509CertificateHolder certificate(SubjectPublicKeyInfo key, PrivateKey signer, boolean root)
            throws IOException, OperatorCreationException {
        Instant now = Instant.now();
        X500Name nobody = new X500Name("");
        return new X509v3CertificateBuilder(
                        nobody,
                        BigInteger.ZERO,
                        Date.from(now),
                        Date.from(now.plus(Duration.ofDays(3650))),
                        nobody,
                        key)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(root))
                .build(new JcaContentSignerBuilder("SHA256withRSA").build(signer));
    }

    private static byte[] pem(X509CertificateHolder certificate) throws IOException {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject("CERTIFICATE", certificate.getEncoded()));
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
