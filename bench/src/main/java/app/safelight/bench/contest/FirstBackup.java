package app.safelight.bench.contest;

import static app.safelight.bench.result.Result.OURS;

import app.safelight.bench.machine.Chore;
import app.safelight.bench.machine.PageCache;
import app.safelight.bench.machine.Trees;
import app.safelight.bench.result.Target;
import app.safelight.bench.result.Target.Ratio;
import app.safelight.bench.result.Target.Side;
import app.safelight.bench.result.Target.Span.Wall;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Every photo of a folder to an empty place, each in its own way as safe as the program makes it.
final class FirstBackup {
    /// Enough that every program starts and does everything once.
    private static final int WARM_UP_PHOTOS = 20;

    /// Source and one copy; what else the programs write is far less than a tenth.
    private static final double WIDEST = 2.1;

    private static final List<Target> TARGETS = List.of(
            new Ratio(
                    "at most 1.25 × `rclone copy --checksum` + `sync`, which reads nothing back",
                    new Wall(OURS),
                    new Wall("rclone"),
                    Side.AT_MOST,
                    1.25),
            new Ratio(
                    "faster than `cp -a` + `sync` + `sha256sum -c` of the copy read cold",
                    new Wall(OURS),
                    new Wall("cp"),
                    Side.BELOW,
                    1),
            new Ratio(
                    "at least twice as fast as restic with `check --read-data`",
                    new Wall("restic"),
                    new Wall(OURS),
                    Side.AT_LEAST,
                    2));

    private final Stage stage;
    private final Programs programs;

    private FirstBackup(Stage stage) {
        this.stage = stage;
        this.programs = new Programs(stage);
    }

    static Measurement of(Stage stage) {
        return new FirstBackup(stage).measurement();
    }

    private Measurement measurement() {
        long bytes = (long) stage.size().photos() * Corpus.PHOTO_BYTES;
        Trees.Extent all = new Trees.Extent(stage.size().photos(), bytes);
        Trees.Extent few = new Trees.Extent(WARM_UP_PHOTOS, (long) WARM_UP_PHOTOS * Corpus.PHOTO_BYTES);
        Path source = stage.at("source");
        Path small = stage.at("warm-up");
        String kind = switch (stage.content()) {
            case JPEG -> "";
            case BYTES -> "-bytes";
        };
        return new Measurement(
                "backup" + kind + (stage.cold() ? "-cold" : ""),
                String.format(
                        Locale.ROOT,
                        "First backup of %,d %s of 2 MB (%.0f GB) to an empty folder, source %s",
                        all.files(),
                        stage.content() == Corpus.Content.JPEG ? "photos" : "files of noise",
                        bytes / 1e9,
                        stage.cold() ? "not in memory" : "in memory"),
                (long) (bytes * WIDEST),
                () -> {
                    Corpus.write(small, stage.content(), WARM_UP_PHOTOS, Corpus.PHOTO_BYTES);
                    Corpus.write(source, stage.content(), stage.size().photos(), Corpus.PHOTO_BYTES);
                    Files.writeString(sums(small), Corpus.sums(small));
                    Files.writeString(sums(source), Corpus.sums(source));
                },
                contenders(small, few),
                contenders(source, all),
                TARGETS,
                notes());
    }

    private static Path sums(Path source) {
        return source.resolveSibling(source.getFileName() + ".sha256");
    }

    private List<String> notes() {
        return List.of(
                "Only Safelight, cp with `sha256sum -c`, restic and borg read anything back. Safelight and"
                        + " `sha256sum -c` read from the medium; restic and borg read what may still be in memory.",
                "The hashes that `sha256sum -c` compares with were made before the clock started.",
                "restic and borg as they come: encrypted and, where it helps, compressed (it does not help here);"
                        + " making the repository is not on the clock.",
                stage.cold() && !PageCache.canForgetNames()
                        ? "Not run as root: the bytes of the source were out of memory, its names were not."
                        : "Memory is that of the largest process; rsync works in three.");
    }

    private List<Contender> contenders(Path source, Trees.Extent extent) {
        return List.of(
                ours(source, extent),
                rclone(source, extent),
                cp(source, extent),
                rsync(source, extent),
                restic(source, extent),
                borg(source, extent));
    }

    /// The source as this variant wants it, and an empty place.
    private Chore empty(Path source, Path place) {
        return () -> {
            Trees.delete(place);
            Files.createDirectories(place);
            if (stage.cold()) {
                stage.cache().empty(source);
            } else {
                stage.cache().fill(source);
            }
            stage.cache().sync(stage.work());
        };
    }

    private Chore delete(Path... places) {
        return () -> {
            for (Path place : places) {
                Trees.delete(place);
            }
            stage.cache().sync(stage.work());
        };
    }

    private Contender ours(Path source, Trees.Extent extent) {
        Path drive = stage.at("drive");
        Path home = stage.at("home-safelight");
        Chore delete = delete(drive, home);
        boolean[] judged = {false};
        Chore judge = () -> {
            if (!judged[0]) {
                stage.accounting().run("judge", programs.checkSums(drive, drive.resolve("SHA256SUMS")));
                judged[0] = true;
            }
        };
        return new Contender(
                OURS,
                "**safelight backup**, durable and read back from the medium",
                Maker.ours(stage.launcher().toString()),
                delete.then(empty(source, drive)),
                List.of(new Step.Program("backup", programs.safelightBackup(home, source, drive))),
                Checks.driveHolds(drive, extent).then(judge),
                delete);
    }

    private Contender rclone(Path source, Trees.Extent extent) {
        Path place = stage.at("rclone");
        return new Contender(
                "rclone",
                "`rclone copy --checksum` + `sync`",
                Maker.RCLONE,
                empty(source, place),
                List.of(
                        new Step.Program("copy", programs.rclone(source, place, "--checksum")),
                        new Step.Program("sync", programs.sync(place))),
                Checks.holds(place, extent),
                delete(place));
    }

    private Contender cp(Path source, Trees.Extent extent) {
        Path place = stage.at("cp");
        return new Contender(
                "cp",
                "`cp -a` + `sync` + `sha256sum -c` read cold",
                Maker.COREUTILS,
                empty(source, place),
                List.of(
                        new Step.Program("copy", programs.copy(source, place)),
                        new Step.Program("sync", programs.sync(place)),
                        new Step.OffClock(() -> stage.cache().empty(place)),
                        new Step.Program("check", programs.checkSums(place, sums(source)))),
                Checks.holds(place, extent),
                delete(place));
    }

    private Contender rsync(Path source, Trees.Extent extent) {
        Path place = stage.at("rsync");
        return new Contender(
                "rsync",
                "`rsync -a` + `sync`",
                Maker.RSYNC,
                empty(source, place),
                List.of(
                        new Step.Program("copy", programs.rsync(source, place)),
                        new Step.Program("sync", programs.sync(place))),
                Checks.holds(place, extent),
                delete(place));
    }

    private Contender restic(Path source, Trees.Extent extent) {
        Path place = stage.at("restic");
        Chore init = () -> stage.accounting().run("restic-init", programs.restic(place, "init"));
        return new Contender(
                "restic",
                "`restic backup` + `restic check --read-data`",
                Maker.RESTIC,
                empty(source, place).then(init),
                List.of(
                        new Step.Program("backup", programs.restic(place, "backup", source.toString())),
                        new Step.Program("check", programs.restic(place, "check", "--read-data"))),
                Checks.isAbout(place, extent),
                delete(place, programs.resticCache()));
    }

    private Contender borg(Path source, Trees.Extent extent) {
        Path place = stage.at("borg");
        Chore init = () -> stage.accounting().run("borg-init", programs.borgInit(place));
        return new Contender(
                "borg",
                "`borg create` + `borg check --verify-data`",
                Maker.BORG,
                empty(source, place).then(init),
                List.of(
                        new Step.Program("create", programs.borgCreate(place, source)),
                        new Step.Program("check", programs.borg(place, "check", "--verify-data"))),
                Checks.isAbout(place, extent),
                delete(place, programs.borgBase()));
    }
}
