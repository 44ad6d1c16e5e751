package app.safelight.bench.contest;

import static app.safelight.bench.result.Result.OURS;

import app.safelight.bench.machine.Chore;
import app.safelight.bench.machine.Trees;
import app.safelight.bench.result.Target;
import app.safelight.bench.result.Target.Ratio;
import app.safelight.bench.result.Target.Side;
import app.safelight.bench.result.Target.Span.Faster;
import app.safelight.bench.result.Target.Span.Slower;
import app.safelight.bench.result.Target.Span.Wall;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Reading every copy back from the medium, beside what the machine could do at best: hash as much memory, read
/// as much of the disk.
final class Verification {
    private static final String HASH = "sha256-memory";
    private static final String DISK_ONE = "disk-1-stream";
    private static final String DISK_FOUR = "disk-4-streams";

    /// The drive, two repositories, one file to read, and the source until the others have it.
    private static final double WIDEST = 4.2;

    private static final List<Target> TARGETS = List.of(
            new Ratio(
                    "at least 0.9 × the slower of SHA-256 on all cores and the disk's direct read speed",
                    new Slower(new Wall(HASH), new Faster(new Wall(DISK_ONE), new Wall(DISK_FOUR))),
                    new Wall(OURS),
                    Side.AT_LEAST,
                    0.9),
            new Ratio("faster than `sha256sum -c`", new Wall(OURS), new Wall("sha256sum"), Side.BELOW, 1));

    private final Stage stage;
    private final Programs programs;
    private final Path drive;
    private final Path home;
    private final Path restic;
    private final Path borg;
    private final Path single;
    private final Trees.Extent extent;

    private Verification(Stage stage) {
        this.stage = stage;
        this.programs = new Programs(stage);
        this.drive = stage.at("drive");
        this.home = stage.at("home-safelight");
        this.restic = stage.at("restic");
        this.borg = stage.at("borg");
        this.single = stage.at("single").resolve("file");
        int photos = stage.size().photos();
        this.extent = new Trees.Extent(photos, (long) photos * Corpus.PHOTO_BYTES);
    }

    static Measurement of(Stage stage) {
        return new Verification(stage).measurement();
    }

    private Measurement measurement() {
        return new Measurement(
                "verify",
                String.format(
                        Locale.ROOT,
                        "Verify %,d photos of 2 MB (%.0f GB), nothing of them in memory",
                        extent.files(),
                        extent.bytes() / 1e9),
                (long) (extent.bytes() * WIDEST),
                this::prepare,
                List.of(),
                List.of(ours(), sha256sum(), hash(), disk(DISK_ONE, 1), disk(DISK_FOUR, 4), restic(), borg()),
                TARGETS,
                List.of(
                        "The lines for memory and disk are what the machine does at best with as many bytes: no program"
                                + " that reads and hashes can be faster than the slower of the two.",
                        "The disk is what this machine shows as one; what a host or the device itself keeps in memory"
                                + " cannot be emptied from here, and helps everybody alike."));
    }

    private void prepare()
            throws java.io.IOException, InterruptedException, app.safelight.bench.machine.StepFailed,
                    app.safelight.bench.machine.LimitReached {
        Path source = stage.at("source");
        for (Path place : List.of(drive, restic, borg)) {
            Files.createDirectories(place);
        }
        Corpus.write(source, Corpus.Content.JPEG, (int) extent.files(), Corpus.PHOTO_BYTES);
        stage.accounting().run("first-safelight", programs.safelightBackup(home, source, drive));
        Checks.driveHolds(drive, extent).run();
        stage.accounting().run("restic-init", programs.restic(restic, "init"));
        stage.accounting().run("first-restic", programs.restic(restic, "backup", source.toString()));
        stage.accounting().run("borg-init", programs.borgInit(borg));
        stage.accounting().run("first-borg", programs.borgCreate(borg, source));
        Trees.delete(source);
        Files.createDirectories(stage.at("single"));
        Corpus.writeOne(single, extent.bytes());
        HashSpeed.warmUp();
    }

    private Chore cold(Path place) {
        return () -> stage.cache().empty(place);
    }

    private Contender ours() {
        return new Contender(
                OURS,
                "**safelight verify**",
                Maker.ours(stage.launcher().toString()),
                cold(drive),
                List.of(new Step.Program("verify", programs.safelight(home, "verify", drive.toString()))),
                Chore.NONE,
                Chore.NONE);
    }

    private Contender sha256sum() {
        return new Contender(
                "sha256sum",
                "`sha256sum -c SHA256SUMS` of the same drive",
                Maker.COREUTILS,
                cold(drive),
                List.of(new Step.Program("check", programs.checkSums(drive, drive.resolve("SHA256SUMS")))),
                Chore.NONE,
                Chore.NONE);
    }

    private Contender hash() {
        return new Contender(
                HASH,
                "SHA-256 of memory in Java, all cores",
                Maker.HARNESS,
                Chore.NONE,
                List.of(new Step.Within("hash", () -> HashSpeed.hash(extent.bytes()))),
                Chore.NONE,
                Chore.NONE);
    }

    private Contender disk(String id, int streams) {
        return new Contender(
                id,
                "`dd iflag=direct bs=4M` of one file, " + (streams == 1 ? "one stream" : streams + " streams"),
                Maker.HARNESS,
                cold(stage.at("single")),
                List.of(new Step.Program("read", programs.directRead(single, extent.bytes(), streams))),
                Chore.NONE,
                Chore.NONE);
    }

    private Contender restic() {
        return new Contender(
                "restic",
                "`restic check --read-data`",
                Maker.RESTIC,
                cold(restic),
                List.of(new Step.Program("check", programs.restic(restic, "check", "--read-data"))),
                Chore.NONE,
                Chore.NONE);
    }

    private Contender borg() {
        return new Contender(
                "borg",
                "`borg check --verify-data`",
                Maker.BORG,
                cold(borg),
                List.of(new Step.Program("check", programs.borg(borg, "check", "--verify-data"))),
                Chore.NONE,
                Chore.NONE);
    }
}
