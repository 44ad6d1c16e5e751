package app.safelight.place.drive;

import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A file with the keys of encrypted drives, as `age-keygen` writes it: for each key a comment
/// `# public key: age1…`, then the line `AGE-SECRET-KEY-1…`. Other comments and empty lines are passed over.
///
/// Threads: any.
///
/// @param keys at least one
public record AgeKeyFile(List<Key> keys) implements AgeKeys {
    /// No key file is longer; a key takes 200 bytes.
    private static final int MAX_BYTES = 64 << 10;

    private static final String PUBLIC_KEY = "# public key: ";
    private static final String SECRET_KEY = "AGE-SECRET-KEY-";

    /// @param recipient `age1…`, whom files are encrypted for
    /// @param identity `AGE-SECRET-KEY-1…`, what opens them; never to be shown
    public record Key(String recipient, String identity) {
        @Override
        public String toString() {
            return recipient;
        }
    }

    /// The file holds no key that can be used. The message says why, and shows nothing of the file.
    public static final class Unusable extends IOException {
        private static final long serialVersionUID = 1L;

        Unusable(Path file, String why) {
            super(file + " " + why);
        }
    }

    public AgeKeyFile {
        keys = List.copyOf(keys);
    }

    /// @throws Unusable if it is no key file
    public static AgeKeyFile read(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw new Unusable(file, "is too long to be a key file.");
        }
        List<Key> keys = new ArrayList<>();
        String recipient = "";
        for (String line : new String(bytes, StandardCharsets.UTF_8).lines().toList()) {
            String text = line.strip();
            if (text.startsWith(PUBLIC_KEY)) {
                recipient = text.substring(PUBLIC_KEY.length()).strip();
            } else if (text.startsWith(SECRET_KEY)) {
                keys.add(key(file, recipient, text));
                recipient = "";
            } else if (!text.isEmpty() && !text.startsWith("#")) {
                throw new Unusable(file, "is no key file as age-keygen makes it.");
            }
        }
        if (keys.isEmpty()) {
            throw new Unusable(file, "holds no key.");
        }
        return new AgeKeyFile(keys);
    }

    private static Key key(Path file, String recipient, String identity) throws Unusable {
        if (recipient.isEmpty()) {
            throw new Unusable(file, "has a key without the line '" + PUBLIC_KEY + "age1…' before it.");
        }
        try {
            new AgeSealing(recipient, Optional.of(identity));
        } catch (IllegalArgumentException senseless) {
            throw new Unusable(file, "has a key that is damaged.");
        }
        return new Key(recipient, identity);
    }

    /// Makes a new key and a file for it that only its owner can read. Durable when it returns.
    ///
    /// @throws java.nio.file.FileAlreadyExistsException if there is one; it is left as it is
    public static AgeKeyFile make(Path file, Instant now) throws IOException {
        KeyPair pair;
        try {
            pair = new X25519KeyPairGenerator().generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IOException("this Java makes no X25519 keys", impossible);
        }
        Key key = new Key(pair.getPublic().toString(), pair.getPrivate().toString());
        String text = "# created: " + now + "\n" + PUBLIC_KEY + key.recipient() + "\n" + key.identity() + "\n";
        FileAttribute<?>[] ownersOnly =
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        try (FileChannel out =
                FileChannel.open(file, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), ownersOnly)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        return new AgeKeyFile(List.of(key));
    }

    @Override
    public Optional<String> identityFor(String recipient) {
        return keys.stream()
                .filter(key -> key.recipient().equals(recipient))
                .map(Key::identity)
                .findFirst();
    }
}
