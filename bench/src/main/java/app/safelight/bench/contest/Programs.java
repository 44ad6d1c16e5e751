package app.safelight.bench.contest;

import app.safelight.bench.machine.Command;
import java.nio.file.Path;
import java.util.Map;

/// How each program is called. All with the settings they come with, and with their own files inside our work
/// folder, so that nothing of the person's is read or left behind.
final class Programs {
    /// Archives need names that differ; borg fills in the time.
    private static final String BORG_ARCHIVE = "::{utcnow:%Y%m%d%H%M%S%f}";

    private static final String PASSWORD = "measured";

    private final Stage stage;

    Programs(Stage stage) {
        this.stage = stage;
    }

    /// Our program on a ledger of its own.
    Command safelight(Path home, String... arguments) {
        return command(stage.work(), stage.launcher().toString(), arguments)
                .with(Map.of("SAFELIGHT_HOME", home.toString()));
    }

    Command safelightBackup(Path home, Path from, Path to) {
        return safelight(home, "backup", from.toString(), "--to", to.toString());
    }

    Command rclone(Path from, Path to, String... options) {
        String[] arguments = new String[options.length + 3];
        arguments[0] = "copy";
        System.arraycopy(options, 0, arguments, 1, options.length);
        arguments[options.length + 1] = from.toString();
        arguments[options.length + 2] = to.toString();
        return peer("rclone", arguments)
                .with(Map.of("RCLONE_CONFIG", stage.at("rclone.conf").toString()));
    }

    Command rsync(Path from, Path to) {
        return peer("rsync", "-a", from + "/", to + "/");
    }

    Command copy(Path from, Path to) {
        return peer("cp", "-a", from + "/.", to.toString());
    }

    Command sync(Path folder) {
        return peer("sync", "-f", folder.toString());
    }

    Command checkSums(Path folder, Path sums) {
        return command(folder, "sha256sum", "-c", "--quiet", sums.toString());
    }

    Command restic(Path repository, String... arguments) {
        return peer("restic", arguments)
                .with(Map.of(
                        "RESTIC_REPOSITORY", repository.toString(),
                        "RESTIC_PASSWORD", PASSWORD,
                        "RESTIC_CACHE_DIR", resticCache().toString()));
    }

    Path resticCache() {
        return stage.at("restic-cache");
    }

    Command borg(Path repository, String... arguments) {
        return peer("borg", arguments)
                .with(Map.of(
                        "BORG_REPO", repository.toString(),
                        "BORG_PASSPHRASE", PASSWORD,
                        "BORG_BASE_DIR", borgBase().toString()));
    }

    Path borgBase() {
        return stage.at("borg-base");
    }

    Command borgInit(Path repository) {
        return borg(repository, "init", "--encryption", "repokey");
    }

    Command borgCreate(Path repository, Path from) {
        return borg(repository, "create", BORG_ARCHIVE, from.toString());
    }

    /// Reads a file without the cache, in so many streams at once.
    Command directRead(Path file, long bytes, int streams) {
        String script = """
                pids=
                for stream in $(seq 0 $(($3 - 1))); do
                    dd if="$1" of=/dev/null bs=4M iflag=direct,skip_bytes,count_bytes \
                        skip=$((stream * $2)) count="$2" status=none &
                    pids="$pids $!"
                done
                for pid in $pids; do wait "$pid" || exit 1; done
                """;
        long share = bytes / streams / DIRECT_ALIGNMENT * DIRECT_ALIGNMENT;
        return peer("sh", "-c", script, "sh", file.toString(), Long.toString(share), Integer.toString(streams));
    }

    /// Direct reads have to start at a block of the disk; the largest in use.
    private static final long DIRECT_ALIGNMENT = 4096;

    private Command peer(String program, String... arguments) {
        return command(stage.work(), program, arguments)
                .with(Map.of("HOME", stage.at("home").toString()));
    }

    private static Command command(Path folder, String program, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = program;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Command.of(folder, all);
    }
}
