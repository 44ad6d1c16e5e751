package app.safelight.bench.contest;

import app.safelight.bench.machine.Accounting;
import app.safelight.bench.machine.Deadline;
import app.safelight.bench.machine.LimitReached;
import app.safelight.bench.machine.Machine;
import app.safelight.bench.machine.PageCache;
import app.safelight.bench.machine.StepFailed;
import app.safelight.bench.machine.Trees;
import app.safelight.bench.machine.Watch;
import app.safelight.bench.result.ContenderFacts;
import app.safelight.bench.result.Result;
import app.safelight.bench.result.Round;
import app.safelight.bench.result.Target;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// One job from an empty folder to a result.
///
/// @param repository root of the sources, where the launcher is
/// @param work folder for everything made; anything in it is deleted
/// @param logs folder for what the programs print; stays
/// @param rounds how often everybody runs
/// @param only ids of contenders to run; empty for all
/// @param patience how long to wait for a quiet machine
public record Run(
        Path repository,
        Path work,
        Path logs,
        Size size,
        int rounds,
        boolean cold,
        boolean noise,
        Set<String> only,
        Duration limit,
        Duration patience) {
    /// Free space that has to stay: a full disk is slow, and others need some.
    private static final double ROOM_TO_SPARE = 1.15;

    /// Between two looks at the load, which is an average over a minute.
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    /// Free memory for each byte on disk, below which the page cache cannot keep source and copy at once.
    private static final double MEMORY_PER_BYTE = 1.2;

    /// What is done with a result as soon as there is one.
    @FunctionalInterface
    public interface Sink {
        void take(Result result) throws IOException;
    }

    /// Measures.
    ///
    /// @param results gets each result; some jobs have several
    /// @throws Missing before anything was made
    /// @throws InterruptedException after everything made was deleted
    public void measure(Job job, PrintStream out, Sink results)
            throws Missing, IOException, InterruptedException, StepFailed, LimitReached {
        Accounting accounting = new Accounting(logs, Deadline.in(limit.plus(patience)));
        Path launcher = repository.resolve("safelight");
        Stage stage = new Stage(
                work,
                launcher,
                repository.resolve("app/target/safelight"),
                logs,
                accounting,
                new PageCache(accounting),
                size,
                cold,
                noise ? Corpus.Content.BYTES : Corpus.Content.JPEG);
        List<Measurement> measurements = switch (job) {
            case BACKUP -> List.of(FirstBackup.of(stage));
            case RESCAN -> List.of(SecondRun.of(stage));
            case VERIFY -> List.of(Verification.of(stage));
            case START -> List.of(StartUp.of(stage));
            case STATUS -> List.of(LargeStatus.of(stage));
            case PHONE -> PhoneReading.of(stage);
            case LIBRARY -> List.of(LargeLibrary.of(stage));
            case DECRYPT -> List.of(BackupDecryption.of(stage));
        };
        for (Measurement measurement : measurements) {
            requirePrograms(chosen(measurement.contenders()));
        }
        Trees.delete(work);
        Files.createDirectories(work);
        try {
            requireRoom(measurements.getFirst().neededBytes());
            for (Measurement measurement : measurements) {
                results.take(measure(stage, measurement, out));
            }
        } finally {
            // An interrupt has been answered by coming here; what is left to do must not be cut short by it.
            boolean interrupted = Thread.interrupted();
            Trees.delete(work);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Result measure(Stage stage, Measurement measurement, PrintStream out)
            throws IOException, InterruptedException, StepFailed, LimitReached {
        try {
            return measure(stage, measurement, chosen(measurement.contenders()), out);
        } finally {
            boolean interrupted = Thread.interrupted();
            measurement.cleanUp().run();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Result measure(Stage stage, Measurement measurement, List<Contender> contenders, PrintStream out)
            throws IOException, InterruptedException, StepFailed, LimitReached {
        Contest contest = new Contest(stage.accounting(), work, out);
        // Asked first, because the first call of the launcher can be a build.
        List<ContenderFacts> facts = contest.introduce(contenders);
        double loadBefore = awaitQuiet(out);
        Instant startedAt = Instant.now();
        out.println(measurement.title());
        out.println(String.format(
                Locale.ROOT,
                "  load %.2f%s",
                loadBefore,
                loadBefore < Result.MAX_QUIET_LOAD
                        ? ""
                        : "; others are at work, so the result will not count as quiet"));
        List<String> notes = new ArrayList<>(measurement.notes());
        if (Machine.availableMemoryBytes() < measurement.neededBytes() * MEMORY_PER_BYTE) {
            notes.add("Memory is too small to keep source and copy at once, so part of what is called in memory was"
                    + " not.");
        }
        Optional<FileTime> builtBefore = builtAt(stage);
        measurement.prepare().run();
        contest.warmUp(chosen(measurement.warmUp()));
        List<Round> done = contest.run(contenders, rounds);
        if (!builtAt(stage).equals(builtBefore)) {
            throw new StepFailed("the sources changed meanwhile, so a turn of ours was also a build of the program");
        }
        return new Result(
                measurement.name() + (size.equals(Size.FULL) ? "" : "-" + size.name()),
                measurement.title(),
                startedAt,
                Machine.facts(work),
                loadBefore,
                facts,
                done,
                Target.readAll(measurement.targets(), Result.summaries(facts, done)),
                notes);
    }

    /// When the launcher last built the program; empty if it never has.
    private static Optional<FileTime> builtAt(Stage stage) throws IOException {
        Path built = stage.program().resolve("built");
        return Files.exists(built) ? Optional.of(Files.getLastModifiedTime(built)) : Optional.empty();
    }

    private List<Contender> chosen(List<Contender> all) {
        return all.stream()
                .filter(one -> only.isEmpty() || only.contains(one.id()))
                .toList();
    }

    private static void requirePrograms(List<Contender> contenders) throws Missing {
        if (contenders.isEmpty()) {
            throw new Missing("nobody is left to run. HINT: --only takes the names that stand in the results");
        }
        if (!Files.isExecutable(Path.of(Accounting.GNU_TIME))) {
            throw new Missing(Accounting.GNU_TIME + " is missing. HINT: install the Debian package time");
        }
        for (Contender contender : contenders) {
            Maker maker = contender.maker();
            if (!maker.debianPackage().isEmpty() && !isOnPath(maker.program())) {
                throw new Missing(maker.program() + " is missing. HINT: install the Debian package "
                        + maker.debianPackage() + ", or leave it out with --only");
            }
        }
    }

    private static boolean isOnPath(String program) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    private void requireRoom(long neededBytes) throws IOException, Missing {
        long free = Files.getFileStore(work).getUsableSpace();
        if (free < neededBytes * ROOM_TO_SPARE) {
            throw new Missing(String.format(
                    Locale.ROOT,
                    "this needs %.1f GB with some to spare, and %.1f GB are free. HINT: --size small, or --work on a"
                            + " larger disk",
                    neededBytes * ROOM_TO_SPARE / 1e9,
                    free / 1e9));
        }
    }

    /// Waits for a quiet machine, but not for ever.
    private double awaitQuiet(PrintStream out) throws IOException, InterruptedException {
        Deadline patient = Deadline.in(patience);
        double load = Watch.load();
        if (load >= Result.MAX_QUIET_LOAD && patient.leftNanos() > 0) {
            out.println("Waiting for others to finish; the load is " + load);
        }
        while (load >= Result.MAX_QUIET_LOAD && patient.leftNanos() > 0) {
            Thread.sleep(LOOK_EVERY);
            load = Watch.load();
        }
        return load;
    }
}
