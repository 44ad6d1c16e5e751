package app.safelight.bench.contest;

import static app.safelight.bench.result.Result.OURS;

import app.safelight.bench.machine.Chore;
import app.safelight.bench.machine.Trees;
import app.safelight.bench.result.Target;
import app.safelight.bench.result.Target.Ratio;
import app.safelight.bench.result.Target.Side;
import app.safelight.bench.result.Target.Span.Wall;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// The same again with nothing new: how long it takes to find out that there is nothing to do.
final class SecondRun {
    /// Small files take a block each, inodes and directories on top, in the source and in five copies.
    private static final long DISK_BYTES_PER_FILE = 6 * 6_000L;

    private static final List<Target> TARGETS = List.of(
            new Ratio("at most 2 × `rsync -a` with nothing to do", new Wall(OURS), new Wall("rsync"), Side.AT_MOST, 2),
            new Ratio("faster than restic", new Wall(OURS), new Wall("restic"), Side.BELOW, 1),
            new Ratio("faster than borg", new Wall(OURS), new Wall("borg"), Side.BELOW, 1));

    private final Stage stage;
    private final Programs programs;
    private final Path source;
    private final Trees.Extent extent;

    private SecondRun(Stage stage) {
        this.stage = stage;
        this.programs = new Programs(stage);
        this.source = stage.at("source");
        long files = (long) stage.size().folders() * Corpus.FILES_PER_FOLDER;
        this.extent = new Trees.Extent(files, files * Corpus.SMALL_BYTES);
    }

    static Measurement of(Stage stage) {
        return new SecondRun(stage).measurement();
    }

    private Measurement measurement() {
        List<Contender> contenders = List.of(ours(), rsync(), rclone(), restic(), borg());
        return new Measurement(
                "rescan" + (stage.cold() ? "-cold" : ""),
                String.format(
                        Locale.ROOT,
                        "Second run with nothing new over %,d files, source %s",
                        extent.files(),
                        stage.cold() ? "not in memory" : "in memory"),
                extent.files() * DISK_BYTES_PER_FILE,
                this::backUpOnce,
                contenders,
                contenders,
                TARGETS,
                List.of("Everything was backed up once before, by each to its own place. rsync and rclone compare with"
                        + " the copies; Safelight, restic and borg with their own records."));
    }

    private void backUpOnce()
            throws java.io.IOException, InterruptedException, app.safelight.bench.machine.StepFailed,
                    app.safelight.bench.machine.LimitReached {
        Corpus.write(source, Corpus.Content.JPEG, (int) extent.files(), Corpus.SMALL_BYTES);
        for (String place : List.of("drive", "rsync", "rclone", "restic", "borg")) {
            Files.createDirectories(stage.at(place));
        }
    }

    /// The first backup, made when the contender is asked for the first time: those left out need none.
    private Chore once(Chore first) {
        boolean[] done = {false};
        return () -> {
            if (!done[0]) {
                first.run();
                done[0] = true;
            }
            if (stage.cold()) {
                stage.cache().empty(source);
            }
            stage.cache().sync(stage.work());
        };
    }

    private Contender ours() {
        Path drive = stage.at("drive");
        Step.Program backup =
                new Step.Program("backup", programs.safelightBackup(stage.at("home-safelight"), source, drive));
        return new Contender(
                OURS,
                "**safelight backup**",
                Maker.ours(stage.launcher().toString()),
                once(run("first-safelight", backup)),
                List.of(backup),
                Checks.driveHolds(drive, extent),
                Chore.NONE);
    }

    private Contender rsync() {
        Path place = stage.at("rsync");
        Step.Program copy = new Step.Program("copy", programs.rsync(source, place));
        return new Contender(
                "rsync",
                "`rsync -a`",
                Maker.RSYNC,
                once(run("first-rsync", copy)),
                List.of(copy),
                Checks.holds(place, extent),
                Chore.NONE);
    }

    private Contender rclone() {
        Path place = stage.at("rclone");
        Step.Program copy = new Step.Program("copy", programs.rclone(source, place));
        return new Contender(
                "rclone",
                "`rclone copy`",
                Maker.RCLONE,
                once(run("first-rclone", copy)),
                List.of(copy),
                Checks.holds(place, extent),
                Chore.NONE);
    }

    private Contender restic() {
        Path place = stage.at("restic");
        Step.Program backup = new Step.Program("backup", programs.restic(place, "backup", source.toString()));
        Chore init = () -> stage.accounting().run("restic-init", programs.restic(place, "init"));
        return new Contender(
                "restic",
                "`restic backup`",
                Maker.RESTIC,
                once(init.then(run("first-restic", backup))),
                List.of(backup),
                Checks.isAbout(place, extent),
                Chore.NONE);
    }

    private Contender borg() {
        Path place = stage.at("borg");
        Step.Program create = new Step.Program("create", programs.borgCreate(place, source));
        Chore init = () -> stage.accounting().run("borg-init", programs.borgInit(place));
        return new Contender(
                "borg",
                "`borg create`",
                Maker.BORG,
                once(init.then(run("first-borg", create))),
                List.of(create),
                Checks.isAbout(place, extent),
                Chore.NONE);
    }

    private Chore run(String name, Step.Program step) {
        return () -> stage.accounting().run(name, step.command());
    }
}
