package app.safelight.simulator.iphone;

import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.NoSuchPaddingException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.jcajce.util.ProviderJcaJceHelper;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.tls.AbstractTlsServer;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;

/// The phone's side of one encrypted connection with one computer. It shows the certificate that the computer
/// itself made for the phone, and wants the computer's root or host certificate in return.
///
/// Java's own TLS cannot do this: it refuses certificates with empty names before anyone is asked.
final class PhoneTls extends AbstractTlsServer {
    private static final int[] CIPHER_SUITES = {
        CipherSuite.TLS_AES_256_GCM_SHA384,
        CipherSuite.TLS_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
    };

    private final JcaTlsCrypto crypto;
    private final PhoneKeys keys;
    private final Pairing pairing;
    private final boolean tls13;

    PhoneTls(JcaTlsCrypto crypto, PhoneKeys keys, Pairing pairing, boolean tls13) {
        super(crypto);
        this.crypto = crypto;
        this.keys = keys;
        this.pairing = pairing;
        this.tls13 = tls13;
    }

    /// The ciphers of Java, which use the processor's instructions, and all else of Bouncy Castle.
    static JcaTlsCrypto crypto(SecureRandom chance) {
        return new FastCrypto(chance);
    }

    private static final class FastCrypto extends JcaTlsCrypto {
        FastCrypto(SecureRandom chance) {
            super(new FastCiphers(), chance, chance);
        }
    }

    private static final class FastCiphers extends ProviderJcaJceHelper {
        FastCiphers() {
            super(new BouncyCastleProvider());
        }

        @Override
        public Cipher createCipher(String algorithm) throws NoSuchAlgorithmException, NoSuchPaddingException {
            if (!algorithm.startsWith("AES/")) {
                return super.createCipher(algorithm);
            }
            try {
                return Cipher.getInstance(algorithm, "SunJCE");
            } catch (NoSuchProviderException otherJava) {
                return super.createCipher(algorithm);
            }
        }
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return tls13 ? ProtocolVersion.TLSv13.downTo(ProtocolVersion.TLSv12) : ProtocolVersion.TLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return TlsUtils.getSupportedCipherSuites(crypto, CIPHER_SUITES);
    }

    @Override
    public TlsCredentials getCredentials() throws IOException {
        TlsCertificate device = crypto.createCertificate(pairing.device().getEncoded());
        boolean newer = TlsUtils.isTLSv13(context);
        Certificate chain = newer
                ? new Certificate(TlsUtils.EMPTY_BYTES, new CertificateEntry[] {new CertificateEntry(device, null)})
                : new Certificate(new TlsCertificate[] {device});
        SignatureAndHashAlgorithm algorithm = newer
                ? SignatureAndHashAlgorithm.rsa_pss_rsae_sha256
                : TlsUtils.chooseSignatureAndHashAlgorithm(
                        context, context.getSecurityParametersHandshake().getClientSigAlgs(), SignatureAlgorithm.rsa);
        return new JcaDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context), crypto, keys.secret(), chain, algorithm);
    }

    @Override
    public CertificateRequest getCertificateRequest() throws IOException {
        if (TlsUtils.isTLSv13(context)) {
            return new CertificateRequest(
                    TlsUtils.EMPTY_BYTES, TlsUtils.getDefaultSupportedSignatureAlgorithms(context), null, null);
        }
        return new CertificateRequest(
                new short[] {ClientCertificateType.rsa_sign},
                TlsUtils.getDefaultSupportedSignatureAlgorithms(context),
                null);
    }

    @Override
    public void notifyClientCertificate(Certificate chain) throws IOException {
        if (chain.isEmpty()) {
            throw new TlsFatalAlert(AlertDescription.bad_certificate, "the computer has no certificate");
        }
        X509CertificateHolder shown =
                new X509CertificateHolder(chain.getCertificateAt(0).getEncoded());
        if (!shown.equals(pairing.root()) && !pairing.isSigned(shown)) {
            throw new TlsFatalAlert(AlertDescription.bad_certificate, "the computer is not the trusted one");
        }
    }

    /// Computers sign with SHA-1 still; what counts is the key.
    @Override
    public boolean shouldCheckSigAlgOfPeerCerts() {
        return false;
    }

    @Override
    public boolean requiresCloseNotify() {
        return false;
    }
}
