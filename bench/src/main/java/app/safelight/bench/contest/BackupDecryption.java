package app.safelight.bench.contest;

import static app.safelight.bench.result.Result.OURS;

import app.safelight.apple.backupfiles.BackupEntry;
import app.safelight.apple.backupfiles.IosBackup;
import app.safelight.apple.mediafiles.MediaContent;
import app.safelight.apple.mediafiles.MediaFiles;
import app.safelight.bench.machine.Chore;
import app.safelight.bench.machine.Command;
import app.safelight.bench.machine.StepFailed;
import app.safelight.bench.result.Target;
import app.safelight.bench.result.Target.Ceiling;
import app.safelight.bench.result.Target.Span.Wall;
import app.safelight.simulator.fixtures.EncryptedBackup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Reading a film out of an encrypted backup of an iPhone on one thread, beside `openssl`, which is given the
/// key.
final class BackupDecryption {
    /// 200 MB or 2 GB.
    private static final long BYTES_PER_PHOTO = 400_000;

    private static final double AIMED_BYTES_PER_SECOND = 500e6;
    private static final long SEED = 0x5AFE_DEC4L;
    private static final String NO_START = "00000000000000000000000000000000";

    private final Stage stage;
    private final Path backup;
    private final Path key;
    private final long filmBytes;

    private BackupDecryption(Stage stage) {
        this.stage = stage;
        this.backup = stage.at("backup");
        this.key = stage.at("key");
        this.filmBytes = stage.size().photos() * BYTES_PER_PHOTO;
    }

    static Measurement of(Stage stage) {
        BackupDecryption decryption = new BackupDecryption(stage);
        List<Contender> contenders = List.of(decryption.ours(), decryption.openssl());
        return new Measurement(
                "decrypt",
                String.format(
                        Locale.ROOT, "Decrypting %,d MB of a backup of an iPhone", decryption.filmBytes / 1_000_000),
                decryption.filmBytes,
                decryption::prepare,
                contenders,
                contenders,
                List.<Target>of(new Ceiling(
                        "at least 500 MB a second on one thread",
                        new Wall(OURS),
                        decryption.filmBytes / AIMED_BYTES_PER_SECOND)),
                List.of(
                        "Ours runs inside the harness, already warm, and opens the backup by its password first; nothing"
                                + " is written. openssl starts as a program."));
    }

    private void prepare() throws IOException {
        EncryptedBackup.Made made = EncryptedBackup.make(Files.createDirectories(backup), filmBytes, SEED);
        Files.writeString(key, made.film() + "\n" + made.keyHex() + "\n");
    }

    private Contender ours() {
        return new Contender(
                OURS,
                "**apple.backupfiles**",
                Maker.HARNESS,
                Chore.NONE,
                List.of(new Step.Within("decrypt", this::decrypt)),
                Chore.NONE,
                Chore.NONE);
    }

    private void decrypt() throws IOException, StepFailed {
        try (IosBackup opened = IosBackup.open(backup, EncryptedBackup.PASSWORD.toCharArray(), stage.work())) {
            BackupEntry entry = opened.find(EncryptedBackup.DOMAIN, EncryptedBackup.FILM)
                    .orElseThrow(() -> new StepFailed("the backup has no film"));
            try (MediaContent film = opened.open(entry)) {
                byte[] chunk = new byte[MediaFiles.COPY_CHUNK_BYTES];
                long position = 0;
                for (int count = film.read(0, chunk, 0, chunk.length);
                        count > 0;
                        count = film.read(position, chunk, 0, chunk.length)) {
                    position += count;
                }
                if (position != filmBytes) {
                    throw new StepFailed("of " + filmBytes + " bytes " + position + " were decrypted");
                }
            }
        }
    }

    private Contender openssl() {
        String script = """
                { read -r film && read -r key; } <"$1" &&
                openssl enc -d -aes-256-cbc -K "$key" -iv "$2" -in "$film" -out /dev/null
                """;
        return new Contender(
                "openssl",
                "`openssl enc -d`",
                new Maker("openssl", "openssl", List.of("version")),
                Chore.NONE,
                List.of(new Step.Program(
                        "decrypt", Command.of(stage.work(), "sh", "-c", script, "sh", key.toString(), NO_START))),
                Chore.NONE,
                Chore.NONE);
    }
}
