package app.safelight.apple.lockdown;

import java.io.IOException;
import java.util.List;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaDefaultTlsCredentialedSigner;

/// Our side of a TLS handshake with a device: TLS 1.2 or 1.3, our certificate, and the device's key instead of
/// names and authorities.
final class DeviceTlsClient extends DefaultTlsClient implements TlsAuthentication {
    /// AES-GCM alone, which is fast here; the shorter key first, for it is faster still. A real log shows
    /// ECDHE-RSA-AES256-GCM-SHA384, which the library's own list lacks.
    private static final int[] CIPHER_SUITES = {
        CipherSuite.TLS_AES_128_GCM_SHA256,
        CipherSuite.TLS_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_DHE_RSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_DHE_RSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_RSA_WITH_AES_256_GCM_SHA384
    };

    private static final List<SignatureAndHashAlgorithm> SIGNATURES_1_3 = List.of(
            SignatureAndHashAlgorithm.rsa_pss_rsae_sha256,
            SignatureAndHashAlgorithm.rsa_pss_rsae_sha384,
            SignatureAndHashAlgorithm.rsa_pss_rsae_sha512);

    private static final List<SignatureAndHashAlgorithm> SIGNATURES_1_2 = List.of(
            SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.rsa),
            SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha384, SignatureAlgorithm.rsa),
            SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha512, SignatureAlgorithm.rsa),
            SignatureAndHashAlgorithm.rsa_pss_rsae_sha256,
            SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha1, SignatureAlgorithm.rsa));

    private final FastCrypto crypto;
    private final TlsIdentity identity;
    private boolean wrongKey;

    DeviceTlsClient(FastCrypto crypto, TlsIdentity identity) {
        super(crypto);
        this.crypto = crypto;
        this.identity = identity;
    }

    /// Whether the handshake failed because the other side is not the device.
    boolean sawWrongKey() {
        return wrongKey;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.TLSv13.downTo(ProtocolVersion.TLSv12);
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return TlsUtils.getSupportedCipherSuites(crypto, CIPHER_SUITES);
    }

    /// The signature on the device's certificate says nothing; other programs still make it with SHA-1.
    @Override
    public boolean shouldCheckSigAlgOfPeerCerts() {
        return false;
    }

    /// Devices leave without a word.
    @Override
    public boolean requiresCloseNotify() {
        return false;
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return this;
    }

    @Override
    public void notifyServerCertificate(TlsServerCertificate shown) throws IOException {
        Certificate chain = shown.getCertificate();
        if (chain.isEmpty() || !identity.isDevice(chain.getCertificateAt(0).getEncoded())) {
            wrongKey = true;
            throw new TlsFatalAlert(AlertDescription.bad_certificate);
        }
    }

    @Override
    public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
        TlsCertificate own = crypto.createCertificate(identity.certificate().getEncoded());
        boolean version13 = TlsUtils.isTLSv13(context);
        Certificate chain = version13
                ? new Certificate(
                        request.getCertificateRequestContext(),
                        new CertificateEntry[] {new CertificateEntry(own, null)})
                : new Certificate(new TlsCertificate[] {own});
        return new JcaDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context),
                crypto,
                identity.key(),
                chain,
                signature(request.getSupportedSignatureAlgorithms(), version13 ? SIGNATURES_1_3 : SIGNATURES_1_2));
    }

    private static SignatureAndHashAlgorithm signature(Vector<?> wanted, List<SignatureAndHashAlgorithm> ours)
            throws IOException {
        for (SignatureAndHashAlgorithm one : ours) {
            if (wanted.contains(one)) {
                return one;
            }
        }
        throw new TlsFatalAlert(AlertDescription.handshake_failure);
    }
}
