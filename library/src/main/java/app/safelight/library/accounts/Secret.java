package app.safelight.library.accounts;

import app.safelight.core.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/// 256 bits of chance that open a door to whoever shows them. The library keeps only their SHA-256: with so much
/// chance nothing slower is needed.
public final class Secret {
    private static final int BYTES = 32;

    /// Length of the text: base64 without padding.
    private static final int TEXT_LENGTH = 43;

    private final byte[] bytes;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    static Secret random(SecureRandom chance) {
        byte[] bytes = new byte[BYTES];
        chance.nextBytes(bytes);
        return new Secret(bytes);
    }

    /// Reads what [#reveal] wrote.
    ///
    /// @return empty if it cannot be a secret of ours
    public static Optional<Secret> parse(String text) {
        if (text.length() != TEXT_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Secret(Base64.getUrlDecoder().decode(text)));
        } catch (IllegalArgumentException wrong) {
            return Optional.empty();
        }
    }

    /// The secret itself, to be shown to its holder once.
    public String reveal() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// What the library keeps.
    byte[] hash() {
        byte[] text = reveal().getBytes(StandardCharsets.US_ASCII);
        return Sha256.digester().digest(text);
    }

    /// Tells nothing, so that no log does.
    @Override
    public String toString() {
        return "Secret";
    }
}
