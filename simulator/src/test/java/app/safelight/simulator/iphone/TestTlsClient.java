package app.safelight.simulator.iphone;

import java.io.IOException;
import java.security.SecureRandom;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/// A computer's side of an encrypted session, slow and simple.
final class TestTlsClient extends DefaultTlsClient {
    private final BcTlsCrypto bc;
    private final TestHostKeys keys;
    private final boolean withRoot;

    TestTlsClient(TestHostKeys keys, boolean withRoot) {
        this(new BcTlsCrypto(new SecureRandom()), keys, withRoot);
    }

    private TestTlsClient(BcTlsCrypto crypto, TestHostKeys keys, boolean withRoot) {
        super(crypto);
        this.bc = crypto;
        this.keys = keys;
        this.withRoot = withRoot;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.TLSv12.only();
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return new TlsAuthentication() {
            @Override
            public void notifyServerCertificate(TlsServerCertificate shown) {
                // The test asks whether the phone is careful.
            }

            @Override
            public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
                X509CertificateHolder holder = withRoot ? keys.root() : keys.host();
                AsymmetricKeyParameter key =
                        PrivateKeyFactory.createKey((withRoot ? keys.rootKey() : keys.hostKey()).getEncoded());
                TlsCertificate shown = bc.createCertificate(holder.getEncoded());
                return new BcDefaultTlsCredentialedSigner(
                        new TlsCryptoParameters(context),
                        bc,
                        key,
                        new Certificate(new TlsCertificate[] {shown}),
                        SignatureAndHashAlgorithm.getInstance((short) 4, (short) 1));
            }
        };
    }
}
