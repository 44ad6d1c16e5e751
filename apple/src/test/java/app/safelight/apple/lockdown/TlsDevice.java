package app.safelight.apple.lockdown;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.Vector;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsServerProtocol;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaDefaultTlsCredentialedSigner;
import org.jspecify.annotations.Nullable;

/// The device's side of a TLS connection, for tests.
public final class TlsDevice extends DefaultTlsServer {
    private final FastCrypto crypto;
    private final byte[] certificate;
    private final PrivateKey key;
    private final ProtocolVersion version;
    private byte @Nullable [] shown;

    private TlsDevice(FastCrypto crypto, byte[] certificate, PrivateKey key, ProtocolVersion version) {
        super(crypto);
        this.crypto = crypto;
        this.certificate = certificate;
        this.key = key;
        this.version = version;
    }

    /// @param certificate encoded; whatever it says, its key must be this one
    public static TlsServerProtocol accept(
            InputStream in, OutputStream out, byte[] certificate, PrivateKey key, boolean version13, byte[][] shown)
            throws IOException {
        TlsDevice device = new TlsDevice(
                new FastCrypto(new SecureRandom()),
                certificate,
                key,
                version13 ? ProtocolVersion.TLSv13 : ProtocolVersion.TLSv12);
        TlsServerProtocol protocol = new TlsServerProtocol(in, out);
        protocol.accept(device);
        shown[0] = device.shown == null ? new byte[0] : device.shown;
        return protocol;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return new ProtocolVersion[] {version};
    }

    /// What a real device was seen to choose.
    @Override
    protected int[] getSupportedCipherSuites() {
        return new int[] {
            CipherSuite.TLS_AES_256_GCM_SHA384, CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        };
    }

    @Override
    public CertificateRequest getCertificateRequest() throws IOException {
        Vector<?> algorithms = TlsUtils.getDefaultSupportedSignatureAlgorithms(context);
        return TlsUtils.isTLSv13(context)
                ? new CertificateRequest(TlsUtils.EMPTY_BYTES, algorithms, null, null)
                : new CertificateRequest(new short[] {ClientCertificateType.rsa_sign}, algorithms, null);
    }

    @Override
    public void notifyClientCertificate(Certificate client) throws IOException {
        shown = client.isEmpty() ? new byte[0] : client.getCertificateAt(0).getEncoded();
    }

    @Override
    public TlsCredentials getCredentials() throws IOException {
        return TlsUtils.isTLSv13(context) ? signer(true) : super.getCredentials();
    }

    @Override
    protected TlsCredentialedSigner getRSASignerCredentials() throws IOException {
        return signer(false);
    }

    private TlsCredentialedSigner signer(boolean version13) throws IOException {
        TlsCertificate own = crypto.createCertificate(certificate);
        Certificate chain = version13
                ? new Certificate(TlsUtils.EMPTY_BYTES, new CertificateEntry[] {new CertificateEntry(own, null)})
                : new Certificate(new TlsCertificate[] {own});
        return new JcaDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context),
                crypto,
                key,
                chain,
                version13
                        ? SignatureAndHashAlgorithm.rsa_pss_rsae_sha256
                        : SignatureAndHashAlgorithm.getInstance((short) 4, (short) 1));
    }

    @Override
    public boolean shouldCheckSigAlgOfPeerCerts() {
        return false;
    }

    @Override
    public boolean requiresCloseNotify() {
        return false;
    }
}
