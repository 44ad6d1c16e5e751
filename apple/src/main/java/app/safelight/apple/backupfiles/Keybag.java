package app.safelight.apple.backupfiles;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;

/// The keybag of an encrypted backup: keys of the protection classes, each wrapped with a key from the
/// password.
///
/// Shape: records of 4 ASCII letters, a big-endian u32 length, and that many bytes. A header (salts and
/// rounds), then classes, each begun by a `UUID`. Source: README of the keybag vectors.
///
/// Threads: any.
public final class Keybag {
    /// Bytes of a whole keybag; real ones have about two thousand.
    static final int MAX_BYTES = 1 << 20;

    /// Real keybags have eleven classes.
    private static final int MAX_CLASSES = 64;

    /// Rounds of both derivations together. Real phones ask for 10 010 000, which takes seconds; a hostile
    /// keybag must not make us work for days.
    private static final long MAX_ROUNDS = 50_000_000;

    private static final int MAX_SALT_BYTES = 1_024;
    private static final int MAX_BYTES_A_CHARACTER = 3;
    private static final int KEY_BYTES = 32;
    private static final int WRAPPED_BYTES = KEY_BYTES + 8;
    private static final long WRAPPED_WITH_PASSWORD = 2;

    private record ProtectionClass(int number, ByteBuffer wrappedKey) {}

    private final byte[] salt;
    private final int rounds;
    private final Optional<FirstDerivation> first;
    private final List<ProtectionClass> classes;

    /// The slow derivation that iOS 10.2 put before the older one.
    private record FirstDerivation(ByteBuffer salt, int rounds) {}

    private Keybag(byte[] salt, int rounds, Optional<FirstDerivation> first, List<ProtectionClass> classes) {
        this.salt = salt;
        this.rounds = rounds;
        this.first = first;
        this.classes = classes;
    }

    /// @throws BackupException [BackupFault.Damaged] if it is no keybag, [BackupFault.Unsupported] if its
    ///     rounds are beyond reason
    public static Keybag parse(byte[] bytes) throws BackupException {
        if (bytes.length > MAX_BYTES) {
            throw damaged("of " + bytes.length + " bytes");
        }
        Map<String, ByteBuffer> header = new HashMap<>();
        List<Map<String, ByteBuffer>> classes = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (in.remaining() >= 8) {
            byte[] tag = new byte[4];
            in.get(tag);
            String name = new String(tag, StandardCharsets.US_ASCII);
            int length = in.getInt();
            if (length < 0 || length > in.remaining()) {
                throw damaged("with a record longer than itself");
            }
            if (name.equals("UUID") && header.containsKey("UUID")) {
                if (classes.size() == MAX_CLASSES) {
                    throw damaged("with more than " + MAX_CLASSES + " classes");
                }
                classes.add(new HashMap<>());
            }
            (classes.isEmpty() ? header : classes.getLast()).put(name, in.slice(in.position(), length));
            in.position(in.position() + length);
        }
        return of(header, classes);
    }

    private static Keybag of(Map<String, ByteBuffer> header, List<Map<String, ByteBuffer>> found)
            throws BackupException {
        Optional<FirstDerivation> first = header.containsKey("DPSL") && header.containsKey("DPIC")
                ? Optional.of(new FirstDerivation(ByteBuffer.wrap(salt(header, "DPSL")), number(header, "DPIC")))
                : Optional.empty();
        byte[] salt = salt(header, "SALT");
        int rounds = number(header, "ITER");
        long all = (long) rounds + first.map(FirstDerivation::rounds).orElse(0);
        if (all > MAX_ROUNDS) {
            throw new BackupException(new BackupFault.Unsupported("a keybag of " + all + " rounds"));
        }
        List<ProtectionClass> classes = new ArrayList<>();
        for (Map<String, ByteBuffer> one : found) {
            boolean byPassword = one.containsKey("WRAP") && (number(one, "WRAP") & WRAPPED_WITH_PASSWORD) != 0;
            ByteBuffer key = one.get("WPKY");
            if (byPassword && key != null && key.remaining() == WRAPPED_BYTES && one.containsKey("CLAS")) {
                classes.add(new ProtectionClass(number(one, "CLAS"), key));
            }
        }
        if (classes.isEmpty()) {
            throw damaged("without a key that a password opens");
        }
        return new Keybag(salt, rounds, first, classes);
    }

    private static byte[] salt(Map<String, ByteBuffer> records, String name) throws BackupException {
        ByteBuffer value = records.get(name);
        if (value == null || !value.hasRemaining() || value.remaining() > MAX_SALT_BYTES) {
            throw damaged("without a usable " + name);
        }
        return bytes(value);
    }

    private static int number(Map<String, ByteBuffer> records, String name) throws BackupException {
        ByteBuffer value = records.get(name);
        if (value == null || value.remaining() != Integer.BYTES) {
            throw damaged("without a usable " + name);
        }
        int number = value.getInt(0);
        if (number < 0 || (number == 0 && (name.equals("ITER") || name.equals("DPIC")))) {
            throw damaged("with a senseless " + name);
        }
        return number;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(0, bytes);
        return bytes;
    }

    private static BackupException damaged(String why) {
        return new BackupException(new BackupFault.Damaged("a keybag " + why));
    }

    /// Opens the classes' keys. It takes as long as the phone asked for: seconds. The password is left as it
    /// is; what is made of it is wiped.
    ///
    /// @throws BackupException [BackupFault.WrongPassword] if the password opens none of them
    public ClassKeys unlock(char[] password) throws BackupException {
        byte[] passwordKey = derive(password);
        Map<Integer, byte[]> keys = new HashMap<>();
        try {
            for (ProtectionClass one : classes) {
                KeyWrap.unwrap(passwordKey, bytes(one.wrappedKey)).ifPresent(key -> keys.put(one.number, key));
            }
        } finally {
            Arrays.fill(passwordKey, (byte) 0);
        }
        if (keys.isEmpty()) {
            throw new BackupException(new BackupFault.WrongPassword());
        }
        return new ClassKeys(keys);
    }

    /// The key that the password must give, which wraps those of the classes.
    byte[] derive(char[] password) {
        byte[] secret = utf8(password);
        if (first.isPresent()) {
            byte[] next = pbkdf2(
                    new SHA256Digest(),
                    secret,
                    bytes(first.get().salt()),
                    first.get().rounds());
            Arrays.fill(secret, (byte) 0);
            secret = next;
        }
        byte[] key = pbkdf2(new SHA1Digest(), secret, salt, rounds);
        Arrays.fill(secret, (byte) 0);
        return key;
    }

    /// The password's bytes, with no other copy left behind.
    private static byte[] utf8(char[] password) {
        byte[] room = new byte[password.length * MAX_BYTES_A_CHARACTER];
        ByteBuffer out = ByteBuffer.wrap(room);
        StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .encode(CharBuffer.wrap(password), out, true);
        byte[] bytes = Arrays.copyOf(room, out.position());
        Arrays.fill(room, (byte) 0);
        return bytes;
    }

    private static byte[] pbkdf2(Digest digest, byte[] secret, byte[] salt, int rounds) {
        PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(digest);
        generator.init(secret, salt, rounds);
        return ((KeyParameter) generator.generateDerivedMacParameters(KEY_BYTES * Byte.SIZE)).getKey();
    }
}
