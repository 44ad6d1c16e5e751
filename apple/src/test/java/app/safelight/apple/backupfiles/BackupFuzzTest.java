package app.safelight.apple.backupfiles;

import app.safelight.apple.Fixtures;
import app.safelight.apple.sqlite.DatabaseException;
import app.safelight.apple.sqlite.ReadOnlyDatabase;
import app.safelight.apple.sqlite.Rows;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Keybags, entries and whole manifests of any bytes. `JAZZER_FUZZ=1 ./mvnw -pl apple test
/// -Dtest=BackupFuzzTest#keybag` searches for new ones guided by coverage.
class BackupFuzzTest {
    static List<Arguments> keybags() {
        byte[] good = new KeybagBytes()
                .number("VERS", 4)
                .bytes("UUID", new byte[16])
                .bytes("DPSL", new byte[20])
                .number("DPIC", 2)
                .bytes("SALT", new byte[20])
                .number("ITER", 2)
                .bytes("UUID", new byte[16])
                .number("CLAS", 3)
                .number("WRAP", 2)
                .bytes("WPKY", new byte[40])
                .toBytes();
        return List.of(Arguments.of((Object) good), Arguments.of((Object) new byte[0]));
    }

    @MethodSource("keybags")
    @FuzzTest
    void keybag(byte[] bytes) {
        try {
            Keybag.parse(bytes);
        } catch (BackupException expected) {
            // The only way to fail.
        }
    }

    private static byte[] manifestBytes() throws IOException {
        return Fixtures.fileOf("iphone-synthetic/backup-plain.zip", "backup-plain/Manifest.db");
    }

    /// The entries of the plain fixture.
    static List<Arguments> entries() throws IOException {
        List<Arguments> seeds = new ArrayList<>();
        Path file = Files.createTempFile("manifest", ".db");
        Files.write(file, manifestBytes());
        try (ReadOnlyDatabase manifest = ReadOnlyDatabase.open(file);
                Rows rows = manifest.query("SELECT file FROM Files")) {
            while (rows.next()) {
                seeds.add(Arguments.of((Object) rows.bytes(1)));
            }
        } finally {
            Files.delete(file);
        }
        return seeds;
    }

    @MethodSource("entries")
    @FuzzTest
    void entry(byte[] bytes) {
        try {
            BackupEntry entry = BackupEntry.parse("0", "d", "p", 1, bytes);
            entry.extendedAttributes();
            if (entry.sizeBytes() < 0) {
                throw new AssertionError("a size below nothing");
            }
        } catch (BackupException expected) {
            // The only way to fail.
        }
    }

    static List<Arguments> manifests() throws IOException {
        return List.of(Arguments.of((Object) manifestBytes()));
    }

    @MethodSource("manifests")
    @FuzzTest
    void manifest(byte[] bytes) throws IOException {
        Path file = Files.createTempFile("manifest", ".db");
        try {
            Files.write(file, bytes);
            try (ReadOnlyDatabase manifest = ReadOnlyDatabase.open(file)) {
                if (manifest.has("Files", "fileID", "domain", "relativePath", "flags", "file")) {
                    try (Rows rows = manifest.query("SELECT fileID, flags, file FROM Files")) {
                        while (rows.next()) {
                            BackupEntry.parse("0", "d", "p", rows.count(2), rows.bytes(3));
                        }
                    }
                }
            } catch (DatabaseException | BackupException expected) {
                // The only ways to fail.
            }
        } finally {
            Files.delete(file);
        }
    }
}
