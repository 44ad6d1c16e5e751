package app.safelight.bench.contest;

import static app.safelight.bench.result.Result.OURS;

import app.safelight.bench.machine.Chore;
import app.safelight.bench.machine.LimitReached;
import app.safelight.bench.machine.StepFailed;
import app.safelight.bench.machine.Trees;
import app.safelight.bench.result.Target;
import app.safelight.bench.result.Target.Ceiling;
import app.safelight.bench.result.Target.Span.Wall;
import app.safelight.core.ledger.LedgerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// What is safe, asked of a large ledger that nothing happened to since the last time.
final class LargeStatus {
    /// A ledger's bytes for one asset, several times over.
    private static final long BYTES_PER_ASSET = 4_000;

    private static final String LEDGER_FILE = "ledger.sqlite";

    private static final List<Target> TARGETS =
            List.of(new Ceiling("`safelight status` under 300 ms warm, in a heap of 256 MB", new Wall(OURS), 0.300));

    private final Stage stage;
    private final Programs programs;
    private final Path home;

    private LargeStatus(Stage stage) {
        this.stage = stage;
        this.programs = new Programs(stage);
        this.home = stage.at("home-safelight");
    }

    static Measurement of(Stage stage) {
        LargeStatus status = new LargeStatus(stage);
        int assets = stage.size().assets();
        List<Contender> contenders = List.of(status.ours());
        return new Measurement(
                "status",
                String.format(Locale.ROOT, "Status of a ledger of %,d photos", assets),
                assets * BYTES_PER_ASSET,
                status::prepare,
                contenders,
                contenders,
                TARGETS,
                List.of("Start of the program included. Every photo of the ledger has been seen, looked into, hashed,"
                        + " copied and read back."));
    }

    /// The program itself makes the ledger, where it wants it, out of one photo; the rest is appended.
    private void prepare() throws IOException, InterruptedException, StepFailed, LimitReached {
        Path source = stage.at("source");
        Corpus.write(source, Corpus.Content.JPEG, 1, Corpus.PHOTO_BYTES);
        Path drive = Files.createDirectories(stage.at("drive"));
        stage.accounting().run("first-safelight", programs.safelightBackup(home, source, drive));
        Path folder = Trees.folders(home).stream()
                .filter(one -> Files.isRegularFile(one.resolve(LEDGER_FILE)))
                .findFirst()
                .orElseThrow(() -> new StepFailed("the program made no " + LEDGER_FILE));
        try {
            LargeLedger.write(folder, stage.size().assets(), Instant.now());
        } catch (LedgerException failed) {
            throw new StepFailed("the ledger cannot be written: " + failed);
        }
    }

    private Contender ours() {
        return new Contender(
                OURS,
                "**safelight status**",
                Maker.ours(stage.launcher().toString()),
                Chore.NONE,
                List.of(new Step.Program("status", programs.safelight(home, "status"))),
                Chore.NONE,
                Chore.NONE);
    }
}
