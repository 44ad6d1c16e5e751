package app.safelight.apple.lockdown;

import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.NoSuchPaddingException;
import org.bouncycastle.jcajce.util.ProviderJcaJceHelper;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;

/// Cryptography for TLS: Bouncy Castle's, but for AES the JDK's, which uses the processor's own instructions
/// and is six times as fast. Nothing is registered with the JDK.
final class FastCrypto extends JcaTlsCrypto {
    /// Made once: it takes a tenth of a second. Never changed.
    static final BouncyCastleProvider BOUNCY_CASTLE = new BouncyCastleProvider();

    private static final String JDK_PROVIDER = "SunJCE";

    FastCrypto(SecureRandom random) {
        super(new Ciphers(), random, random);
    }

    private static final class Ciphers extends ProviderJcaJceHelper {
        Ciphers() {
            super(BOUNCY_CASTLE);
        }

        @Override
        public Cipher createCipher(String algorithm) throws NoSuchAlgorithmException, NoSuchPaddingException {
            if (algorithm.startsWith("AES/")) {
                try {
                    return Cipher.getInstance(algorithm, JDK_PROVIDER);
                } catch (NoSuchProviderException | NoSuchAlgorithmException | NoSuchPaddingException other) {
                    // Another JDK, without this provider: slower, and as good.
                    return super.createCipher(algorithm);
                }
            }
            return super.createCipher(algorithm);
        }
    }

    /// Whether AES comes from the JDK here.
    static boolean isFast() {
        try {
            return new Ciphers()
                    .createCipher("AES/GCM/NoPadding")
                    .getProvider()
                    .getName()
                    .equals(JDK_PROVIDER);
        } catch (GeneralSecurityException none) {
            return false;
        }
    }
}
