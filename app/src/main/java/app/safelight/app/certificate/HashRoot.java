package app.safelight.app.certificate;

import app.safelight.core.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.TreeSet;

/// One hash over many contents: the SHA-256 of their hexadecimal digests, one on each line, sorted, each once.
/// By hand:
///
/// ```
/// sed 's/^\\//' SHA256SUMS | cut -c1-64 | LC_ALL=C sort -u | sha256sum
/// ```
public final class HashRoot {
    private HashRoot() {}

    public static Sha256 of(Collection<Sha256> contents) {
        MessageDigest digester = Sha256.digester();
        for (Sha256 content : new TreeSet<>(contents)) {
            digester.update((content + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        return Sha256.ofBytes(digester.digest());
    }
}
