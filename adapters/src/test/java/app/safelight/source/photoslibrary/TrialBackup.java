package app.safelight.source.photoslibrary;

import com.dd.plist.BinaryPropertyListWriter;
import com.dd.plist.NSArray;
import com.dd.plist.NSData;
import com.dd.plist.NSDictionary;
import com.dd.plist.NSNumber;
import com.dd.plist.NSObject;
import com.dd.plist.NSString;
import com.dd.plist.PropertyListParser;
import com.dd.plist.UID;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Puts files into a backup of the fixtures, encrypted with its own keys if it is. Written from the description
/// in the fixtures' README and nothing of the reader.
final class TrialBackup {
    private static final String DOMAIN = "CameraRollDomain";
    private static final int FILE_CLASS = 3;

    private final Path folder;
    private final byte @Nullable [] classKey;
    private final byte @Nullable [] manifestKey;
    private final byte[] fileKey = new byte[32];

    /// @param password null for a plain one
    TrialBackup(Path folder, @Nullable String password) throws Exception {
        this.folder = folder;
        Arrays.fill(fileKey, (byte) 0x5A);
        if (password == null) {
            classKey = null;
            manifestKey = null;
            return;
        }
        NSDictionary list = (NSDictionary)
                PropertyListParser.parse(folder.resolve("Manifest.plist").toFile());
        byte[] keybag = data(list, "BackupKeyBag");
        Map<Integer, byte[]> keys = classKeys(keybag, password);
        classKey = Objects.requireNonNull(keys.get(FILE_CLASS));
        byte[] wrapped = data(list, "ManifestKey");
        int of = ByteBuffer.wrap(wrapped).order(ByteOrder.LITTLE_ENDIAN).getInt();
        manifestKey = unwrap(Objects.requireNonNull(keys.get(of)), Arrays.copyOfRange(wrapped, 4, 44));
    }

    /// Tags of four letters, a length, a value; those after the second `UUID` belong to one class each.
    private static Map<Integer, byte[]> classKeys(byte[] keybag, String password) throws Exception {
        Map<String, byte[]> head = new HashMap<>();
        Map<Integer, byte[]> wrapped = new HashMap<>();
        int current = -1;
        boolean inHead = true;
        ByteBuffer in = ByteBuffer.wrap(keybag);
        while (in.remaining() >= 8) {
            byte[] tag = new byte[4];
            in.get(tag);
            byte[] value = new byte[in.getInt()];
            in.get(value);
            String name = new String(tag, StandardCharsets.US_ASCII);
            inHead = inHead && !(name.equals("UUID") && head.containsKey("UUID"));
            if (inHead) {
                head.put(name, value);
            } else if (name.equals("CLAS")) {
                current = ByteBuffer.wrap(value).getInt();
            } else if (name.equals("WPKY")) {
                wrapped.put(current, value);
            }
        }
        byte[] first = pbkdf2(
                "HmacSHA256", password.getBytes(StandardCharsets.UTF_8), head.get("DPSL"), number(head.get("DPIC")));
        byte[] key = pbkdf2("HmacSHA1", first, head.get("SALT"), number(head.get("ITER")));
        Map<Integer, byte[]> keys = new HashMap<>();
        for (var one : wrapped.entrySet()) {
            if (one.getValue().length == 40) {
                keys.put(one.getKey(), unwrap(key, one.getValue()));
            }
        }
        return keys;
    }

    private static byte[] data(NSDictionary list, String key) {
        return ((NSData) Objects.requireNonNull(list.get(key))).bytes();
    }

    private static int number(byte @Nullable [] value) {
        return ByteBuffer.wrap(Objects.requireNonNull(value)).getInt();
    }

    /// RFC 8018, 32 bytes.
    private static byte[] pbkdf2(String hash, byte[] password, byte @Nullable [] salt, int rounds) throws Exception {
        Mac mac = Mac.getInstance(hash);
        mac.init(new SecretKeySpec(password, hash));
        ByteBuffer out = ByteBuffer.allocate(2 * mac.getMacLength());
        for (int block = 1; out.position() < 32; block++) {
            mac.update(Objects.requireNonNull(salt));
            byte[] one = mac.doFinal(ByteBuffer.allocate(4).putInt(block).array());
            byte[] sum = one.clone();
            for (int round = 1; round < rounds; round++) {
                one = mac.doFinal(one);
                for (int i = 0; i < sum.length; i++) {
                    sum[i] ^= one[i];
                }
            }
            out.put(sum);
        }
        return Arrays.copyOf(out.array(), 32);
    }

    private static byte[] unwrap(byte[] key, byte[] wrapped) throws Exception {
        Cipher cipher = Cipher.getInstance("AESWrap");
        cipher.init(Cipher.UNWRAP_MODE, new SecretKeySpec(key, "AES"));
        return cipher.unwrap(wrapped, "AES", Cipher.SECRET_KEY).getEncoded();
    }

    private static byte[] aes(int mode, String padding, byte[] key, byte[] bytes) throws Exception {
        Cipher cipher = Cipher.getInstance("AES/CBC/" + padding);
        cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
        return cipher.doFinal(bytes);
    }

    /// @param path below `Media`
    void put(String path, byte[] bytes, Instant modifiedAt) throws Exception {
        byte[] key = classKey;
        byte[] stored = key == null ? bytes : aes(Cipher.ENCRYPT_MODE, "PKCS5Padding", fileKey, bytes);
        Path file = stored("Media/" + path);
        Files.createDirectories(file.getParent());
        Files.write(file, stored);
        change(manifest -> {
            for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
                insert(manifest, "Media/" + path.substring(0, slash), 2, 0, modifiedAt);
            }
            insert(manifest, "Media/" + path, 1, bytes.length, modifiedAt);
        });
    }

    void remove(String path) throws Exception {
        change(manifest -> {
            try (PreparedStatement delete = manifest.prepareStatement("DELETE FROM Files WHERE relativePath = ?")) {
                delete.setString(1, "Media/" + path);
                delete.executeUpdate();
            }
        });
    }

    void removeBelow(String directory) throws Exception {
        change(manifest -> {
            try (PreparedStatement delete =
                    manifest.prepareStatement("DELETE FROM Files WHERE substr(relativePath, 1, ?) = ?")) {
                delete.setInt(1, "Media/".length() + directory.length());
                delete.setString(2, "Media/" + directory);
                delete.executeUpdate();
            }
        });
    }

    /// Its content goes, its entry stays.
    void loseContent(String path) throws Exception {
        Files.delete(stored("Media/" + path));
    }

    private Path stored(String relativePath) throws Exception {
        String id = fileId(relativePath);
        return folder.resolve(id.substring(0, 2)).resolve(id);
    }

    private static String fileId(String relativePath) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-1")
                        .digest((DOMAIN + "-" + relativePath).getBytes(StandardCharsets.UTF_8)));
    }

    @FunctionalInterface
    private interface Change {
        void apply(Connection manifest) throws Exception;
    }

    private void change(Change change) throws Exception {
        byte[] key = manifestKey;
        Path manifest = folder.resolve("Manifest.db");
        if (key != null) {
            Files.write(manifest, aes(Cipher.DECRYPT_MODE, "NoPadding", key, Files.readAllBytes(manifest)));
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + manifest)) {
            change.apply(connection);
        }
        if (key != null) {
            Files.write(manifest, aes(Cipher.ENCRYPT_MODE, "NoPadding", key, Files.readAllBytes(manifest)));
        }
    }

    private void insert(Connection manifest, String path, int flags, long size, Instant modifiedAt) throws Exception {
        try (PreparedStatement row = manifest.prepareStatement("INSERT OR REPLACE INTO Files VALUES (?, ?, ?, ?, ?)")) {
            row.setString(1, fileId(path));
            row.setString(2, DOMAIN);
            row.setString(3, path);
            row.setInt(4, flags);
            row.setBytes(5, archived(path, size, modifiedAt));
            row.executeUpdate();
        }
    }

    private byte[] archived(String path, long size, Instant modifiedAt) throws Exception {
        NSDictionary file = new NSDictionary();
        file.put("Size", new NSNumber(size));
        file.put("LastModified", new NSNumber(modifiedAt.getEpochSecond()));
        file.put("RelativePath", uid(2));
        NSObject[] objects = {new NSString("$null"), file, new NSString(path), new NSDictionary()};
        byte[] key = classKey;
        if (key != null) {
            Cipher cipher = Cipher.getInstance("AESWrap");
            cipher.init(Cipher.WRAP_MODE, new SecretKeySpec(key, "AES"));
            byte[] wrapped = cipher.wrap(new SecretKeySpec(fileKey, "AES"));
            NSDictionary data = new NSDictionary();
            data.put(
                    "NS.data",
                    new NSData(ByteBuffer.allocate(44)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putInt(FILE_CLASS)
                            .put(wrapped)
                            .array()));
            objects[3] = data;
            file.put("EncryptionKey", uid(3));
        }
        NSDictionary top = new NSDictionary();
        top.put("root", uid(1));
        NSDictionary archive = new NSDictionary();
        archive.put("$version", new NSNumber(100_000));
        archive.put("$archiver", new NSString("NSKeyedArchiver"));
        archive.put("$top", top);
        archive.put("$objects", new NSArray(objects));
        return BinaryPropertyListWriter.writeToArray(archive);
    }

    private static UID uid(int number) {
        return new UID(String.valueOf(number), new byte[] {(byte) number});
    }
}
