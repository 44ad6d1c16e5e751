package app.safelight.bench;

import app.safelight.bench.contest.Job;
import app.safelight.bench.contest.Missing;
import app.safelight.bench.contest.Run;
import app.safelight.bench.contest.Size;
import app.safelight.bench.machine.LimitReached;
import app.safelight.bench.machine.StepFailed;
import app.safelight.bench.result.Result;
import app.safelight.bench.result.ResultFile;
import app.safelight.bench.result.Table;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/// The command line of the harness.
public final class Main {
    /// Time for a stopped run to delete what it made: a hundred thousand files and a few dozen gigabytes.
    private static final long MAX_CLEANING_MILLIS = 60_000;

    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int MISSING = 3;
    private static final int LIMIT = 4;
    private static final int STOPPED = 130;

    /// Set once the process has been asked to end.
    private static final AtomicBoolean STOPPING = new AtomicBoolean();

    private final Path repository;
    private final PrintStream out;
    private final PrintStream err;

    private Main(Path repository, PrintStream out, PrintStream err) {
        this.repository = repository;
        this.out = out;
        this.err = err;
    }

    /// @param arguments see [Options#EXPLANATION]
    public static void main(String[] arguments) {
        Path repository =
                Path.of(System.getProperty("safelight.repository", ".")).toAbsolutePath();
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        cleanWhenStopped(Thread.currentThread());
        int code = new Main(repository, out, err).run(arguments);
        // Asking for the end while it is already coming would wait for itself.
        if (!STOPPING.get()) {
            System.exit(code);
        }
    }

    /// Ctrl-C interrupts the work, which then deletes what it made, and only then lets the process end.
    private static void cleanWhenStopped(Thread worker) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            STOPPING.set(true);
            worker.interrupt();
            try {
                worker.join(MAX_CLEANING_MILLIS);
            } catch (InterruptedException impatient) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    private int run(String[] arguments) {
        try {
            Options options = Options.parse(arguments);
            if (options.help()) {
                out.print(Options.EXPLANATION);
                return 0;
            }
            for (Job job : options.jobs()) {
                measure(options, job);
            }
            if (options.jobs().isEmpty()) {
                table(options);
            }
            return 0;
        } catch (Options.Senseless senseless) {
            err.println("bench: " + senseless.getMessage() + "\n");
            err.print(Options.EXPLANATION);
            return USAGE;
        } catch (Missing missing) {
            err.println("bench: " + missing.getMessage());
            return MISSING;
        } catch (LimitReached limit) {
            err.println("bench: " + limit.getMessage() + " before one whole round. HINT: --limit, or --size small");
            return LIMIT;
        } catch (InterruptedException stopped) {
            return stopped();
        } catch (StepFailed failed) {
            return STOPPING.get() ? stopped() : failed(String.valueOf(failed.getMessage()));
        } catch (IOException failed) {
            return STOPPING.get() ? stopped() : failed(failed.toString());
        }
    }

    /// A stop shows in many ways: a wait that is interrupted, a file that is closed, a program that is ended
    /// too.
    private int stopped() {
        err.println("bench: stopped; what was made is deleted");
        return STOPPED;
    }

    private int failed(String message) {
        err.println("bench: " + message);
        return FAILED;
    }

    private void measure(Options options, Job job)
            throws Missing, IOException, InterruptedException, StepFailed, LimitReached {
        Path target = repository.resolve("bench/target");
        Run run = new Run(
                repository,
                // A folder of our own below the one named, which may hold other things.
                options.work().orElse(target).resolve("safelight-bench-work"),
                target.resolve("logs"),
                options.size(),
                options.rounds().orElse(job.usualRounds()),
                options.cold(),
                options.noise(),
                options.only(),
                options.limit(),
                options.patience());
        boolean shown = options.size().equals(Size.FULL) && options.only().isEmpty();
        run.measure(job, out, result -> {
            Path file = ResultFile.write(result, shown ? results() : target.resolve("results"));
            out.println();
            out.print(Table.of(result));
            out.println("\n" + repository.relativize(file));
        });
    }

    private Path results() {
        return repository.resolve("bench/results");
    }

    private void table(Options options) throws IOException {
        List<Result> results = new ArrayList<>();
        if (Files.isDirectory(results())) {
            try (Stream<Path> files = Files.list(results())) {
                for (Path file : files.filter(one -> one.toString().endsWith(".json"))
                        .sorted()
                        .toList()) {
                    results.add(ResultFile.read(file));
                }
            }
        }
        String table = Table.of(results);
        out.print(table);
        if (options.write()) {
            write(repository.resolve("README.md"), Table.summary(results));
            write(results().resolve("README.md"), table);
        }
    }

    private static void write(Path document, String table) throws IOException {
        Files.writeString(document, Table.insert(Files.readString(document), table));
    }
}
