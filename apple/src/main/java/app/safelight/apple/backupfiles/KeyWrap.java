package app.safelight.apple.backupfiles;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/// Keys wrapped with keys, RFC 3394.
final class KeyWrap {
    private KeyWrap() {}

    /// The key inside; empty if the outer key is not the one it was wrapped with.
    static Optional<byte[]> unwrap(byte[] outer, byte[] wrapped) {
        try {
            Cipher cipher = Cipher.getInstance("AES/KW/NoPadding");
            cipher.init(Cipher.UNWRAP_MODE, new SecretKeySpec(outer, "AES"));
            return Optional.of(cipher.unwrap(wrapped, "AES", Cipher.SECRET_KEY).getEncoded());
        } catch (InvalidKeyException notThisKey) {
            return Optional.empty();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has AES key wrapping", impossible);
        }
    }
}
