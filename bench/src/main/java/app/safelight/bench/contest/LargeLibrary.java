package app.safelight.bench.contest;

import static app.safelight.bench.result.Result.OURS;

import app.safelight.bench.machine.Chore;
import app.safelight.bench.machine.Command;
import app.safelight.bench.machine.StepFailed;
import app.safelight.bench.machine.Trees;
import app.safelight.bench.result.Target;
import app.safelight.bench.result.Target.Ceiling;
import app.safelight.bench.result.Target.Span.Wall;
import app.safelight.simulator.fixtures.PhoneLibrary;
import app.safelight.simulator.fixtures.PhonePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What iCloud reports to have of a large photo library that was copied from a phone, beside copying its
/// database and asking it one question that touches the same tables.
final class LargeLibrary {
    /// A library has so many photos for each asset of a ledger that is as large for its kind.
    private static final int LEDGER_ASSETS_PER_PHOTO = 5;

    /// The database, its log, and a copy of both.
    private static final long BYTES_PER_PHOTO = 4 * 5_500;

    /// The end that says that not everything is in iCloud, as here it must be.
    private static final int NOT_SAFE = 1;

    private static final String QUESTION = """
            SELECT a.ZCLOUDLOCALSTATE, m.ZCLOUDLOCALSTATE, a.ZTRASHEDSTATE, a.ZSAVEDASSETTYPE, count(*),
                sum(x.ZORIGINALFILESIZE), sum((SELECT count(*) FROM ZINTERNALRESOURCE r
                    WHERE r.ZASSET = a.Z_PK AND r.ZCLOUDLOCALSTATE <> 3))
            FROM ZASSET a LEFT JOIN ZADDITIONALASSETATTRIBUTES x ON x.Z_PK = a.ZADDITIONALATTRIBUTES
                LEFT JOIN ZCLOUDMASTER m ON m.Z_PK = a.ZMASTER GROUP BY 1, 2, 3, 4
            """;

    private static final List<Target> TARGETS =
            List.of(new Ceiling("`safelight icloud` under 5 s warm, in a heap of 256 MB", new Wall(OURS), 5.0));

    private final Stage stage;
    private final Programs programs;
    private final Path library;
    private final Path home;
    private final int photos;

    private LargeLibrary(Stage stage) {
        this.stage = stage;
        this.programs = new Programs(stage);
        this.library = stage.at("library");
        this.home = stage.at("home-safelight");
        this.photos = stage.size().assets() / LEDGER_ASSETS_PER_PHOTO;
    }

    static Measurement of(Stage stage) {
        LargeLibrary library = new LargeLibrary(stage);
        List<Contender> contenders = List.of(library.ours(), library.sqlite());
        return new Measurement(
                "library",
                String.format(Locale.ROOT, "What iCloud reports of a library of %,d photos", library.photos),
                library.photos * BYTES_PER_PHOTO,
                library::prepare,
                contenders,
                contenders,
                TARGETS,
                List.of("The database is made up; it is read as that of a copied media folder, without photos. Start of"
                        + " the program and copying the database first are included for both."));
    }

    private void prepare() throws IOException {
        PhoneLibrary.make(PhonePlan.large(photos, Instant.now()), Files.createDirectories(library), _ -> {});
    }

    private Contender ours() {
        Command icloud = programs.safelight(home, "icloud", library.toString());
        return new Contender(
                OURS,
                "**safelight icloud**",
                Maker.ours(stage.launcher().toString()),
                Chore.NONE,
                List.of(new Step.Program(
                        "icloud",
                        new Command(icloud.arguments(), icloud.environment(), icloud.folder(), Set.of(NOT_SAFE)))),
                this::requireReading,
                () -> Trees.delete(home));
    }

    /// A Java machine that cannot start ends with the same code.
    private void requireReading() throws IOException, StepFailed {
        if (Trees.files(home).isEmpty()) {
            throw new StepFailed("the program ended without a reading");
        }
    }

    private Contender sqlite() {
        Path copy = stage.at("copy");
        String script = """
                mkdir "$2" && cp "$1/Photos.sqlite" "$1/Photos.sqlite-wal" "$2" && sqlite3 "$2/Photos.sqlite" "$3"
                """;
        return new Contender(
                "sqlite3",
                "`cp` and one question to `sqlite3`",
                new Maker("sqlite3", "sqlite3", List.of("-version")),
                Chore.NONE,
                List.of(new Step.Program(
                        "question",
                        Command.of(
                                stage.work(),
                                "sh",
                                "-c",
                                script,
                                "sh",
                                library.resolve("PhotoData").toString(),
                                copy.toString(),
                                QUESTION))),
                Chore.NONE,
                () -> Trees.delete(copy));
    }
}
