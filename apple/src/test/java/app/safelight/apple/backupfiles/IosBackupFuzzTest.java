package app.safelight.apple.backupfiles;

import app.safelight.apple.DamageRecipe;
import app.safelight.apple.Fixtures;
import app.safelight.apple.mediafiles.MediaContent;
import app.safelight.apple.mediafiles.MediaException;
import app.safelight.apple.mediafiles.MediaFile;
import app.safelight.apple.mediafiles.MediaFiles;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The folder of a backup of which any of the four files that tell what it is are damaged: it is read whole, or
/// fails as a fault; nothing is left in the work folder.
class IosBackupFuzzTest {
    private static final List<String> FILES = List.of("Info.plist", "Manifest.db", "Manifest.plist", "Status.plist");

    /// Folders that are listed, and files that are opened: damage may make rings and thousands of names.
    private static final int MOST_LOOKS = 200;

    /// The longest wait for a password that a fuzzer has time for; [Keybag] allows what real phones have.
    private static final int MOST_ROUNDS = 10_000;

    private static final Map<String, byte[]> PLAIN = good("backup-plain");
    private static final Map<String, byte[]> ENCRYPTED = good("backup-encrypted");

    private static Map<String, byte[]> good(String name) {
        try {
            Map<String, byte[]> files = new TreeMap<>();
            for (String file : FILES) {
                files.put(file, Fixtures.fileOf("iphone-synthetic/" + name + ".zip", name + "/" + file));
            }
            return files;
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    static Stream<Arguments> recipes() {
        return DamageRecipe.seeds(FILES.size()).stream().map(recipe -> Arguments.of((Object) recipe));
    }

    @MethodSource("recipes")
    @FuzzTest
    void plain(byte[] recipe) throws IOException {
        open(DamageRecipe.follow(PLAIN, recipe), recipe, "");
    }

    @MethodSource("recipes")
    @FuzzTest
    void encrypted(byte[] recipe) throws IOException {
        Map<String, byte[]> files = DamageRecipe.follow(ENCRYPTED, recipe);
        byte[] list = files.get("Manifest.plist");
        if (list != null && (rounds(list, "ITER") > MOST_ROUNDS || rounds(list, "DPIC") > MOST_ROUNDS)) {
            return;
        }
        open(files, recipe, "test1234");
    }

    /// Of a keybag within a list; 0 if there are none.
    private static long rounds(byte[] list, String tag) {
        int at = new String(list, StandardCharsets.ISO_8859_1).indexOf(tag);
        return at < 0 || at + 12 > list.length
                ? 0
                : Integer.toUnsignedLong(ByteBuffer.wrap(list).getInt(at + 8));
    }

    private static void open(Map<String, byte[]> files, byte[] recipe, String password) throws IOException {
        Path folder = Files.createTempDirectory("fuzz-backup");
        Path work = Files.createTempDirectory("fuzz-work");
        try {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Files.write(folder.resolve(file.getKey()), file.getValue());
            }
            char[] secret = password.isEmpty() ? null : password.toCharArray();
            try (IosBackup backup = IosBackup.open(folder, secret, work)) {
                read(backup);
            }
        } catch (BackupException expected) {
            if (recipe.length < DamageRecipe.EDIT_BYTES) {
                throw new AssertionError("nothing is damaged", expected);
            }
        } finally {
            // Fails if anything was left.
            Files.delete(work);
            DamageRecipe.delete(folder);
        }
    }

    private static void read(IosBackup backup) throws BackupException {
        long[] entries = new long[1];
        backup.entries(entry -> {
            entries[0]++;
            if (entry.sizeBytes() < 0) {
                throw new AssertionError("a size below nothing");
            }
        });
        MediaFiles media = backup.media();
        Deque<String> left = new ArrayDeque<>(List.of(""));
        for (int looks = 0; looks < MOST_LOOKS && !left.isEmpty(); looks++) {
            try {
                look(media, left.pop(), left);
            } catch (MediaException expected) {
                // A fault of that one: the contents are not there.
            }
        }
        try {
            backup.keepsOriginals();
        } catch (MediaException expected) {
            // As above.
        }
    }

    private static void look(MediaFiles media, String path, Deque<String> left) throws MediaException {
        MediaFile file = media.look(path).orElse(null);
        if (file != null && file.directory()) {
            for (MediaFile inside : media.list(path)) {
                left.push(inside.path());
            }
        } else if (file != null) {
            try (MediaContent content = media.open(path)) {
                content.read(0, new byte[16], 0, 16);
            }
        }
    }
}
