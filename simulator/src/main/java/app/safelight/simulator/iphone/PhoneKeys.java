package app.safelight.simulator.iphone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/// The key that a phone has for life, by which computers that were trusted know it again.
final class PhoneKeys {
    /// As real phones have.
    private static final int KEY_BITS = 2048;

    private final KeyPair pair;

    private PhoneKeys(KeyPair pair) {
        this.pair = pair;
    }

    static PhoneKeys make(SecureRandom chance) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS, chance);
            return new PhoneKeys(generator.generateKeyPair());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has RSA", impossible);
        }
    }

    PrivateKey secret() {
        return pair.getPrivate();
    }

    /// The public key as PEM of PKCS#1, which is what phones give.
    byte[] publicPem() throws IOException {
        byte[] der = info().parsePublicKey().getEncoded();
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return ("-----BEGIN RSA PUBLIC KEY-----\n" + body + "\n-----END RSA PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// Whether a certificate is for this key.
    boolean owns(SubjectPublicKeyInfo certified) throws IOException {
        return Arrays.equals(
                info().parsePublicKey().getEncoded(), certified.parsePublicKey().getEncoded());
    }

    private SubjectPublicKeyInfo info() {
        return SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
    }
}
