package app.safelight.bench;

import app.safelight.bench.contest.Job;
import app.safelight.bench.contest.Size;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What was asked for on the command line.
///
/// @param jobs what to measure; empty if only the table is wanted
/// @param rounds empty for as many as the job thinks right
/// @param only ids of contenders to run; empty for all
/// @param limit most time one job may take
/// @param patience how long to wait for a quiet machine before starting all the same
/// @param work folder for everything made; empty for the usual one
/// @param write whether the tables go into the documents
/// @param help whether only the explanation is wanted
record Options(
        List<Job> jobs,
        Size size,
        Optional<Integer> rounds,
        boolean cold,
        boolean noise,
        Set<String> only,
        Duration limit,
        Duration patience,
        Optional<Path> work,
        boolean write,
        boolean help) {
    /// More rounds than anybody has time for.
    static final int MAX_ROUNDS = 1_000;

    /// A day; a run that takes longer hangs.
    static final int MAX_MINUTES = 24 * 60;

    /// Enough for three rounds at full size on a slow disk.
    private static final int USUAL_LIMIT_MINUTES = 90;

    static final String EXPLANATION = """
            Usage: bench/bench backup|rescan|verify|start|status|phone|library|decrypt|all|table [options]

              backup   first backup of 2 MB photos to an empty folder
              rescan   the same again with nothing new
              verify   reading every copy back from the medium
              start    --version
              status   status of a large ledger
              phone    everything on a simulated phone to a folder, over cables of different length
              library  what iCloud reports of a large photo library
              decrypt  a film of an encrypted backup of an iPhone
              all      all of these
              table    print all results as Markdown

              --size small|full    1 GB, 10 000 files, 100 000 assets; or 10 GB, 100 000 files, 1 000 000 (usual: small);
                                   of a phone 0.4 GB or 8.5 GB
              --rounds N           how often everybody runs
              --cold               sources out of memory before each turn (backup, rescan)
              --noise              files of pure noise instead of photos (backup)
              --only NAME,NAME     only these contenders, such as safelight,rsync
              --limit MINUTES      most time for one job; whole rounds up to then count (usual: 90)
              --wait MINUTES       wait so long for a load under 0.5 before starting
              --work FOLDER        measure the disk of this folder; all is made in safelight-bench-work there, and deleted
              --write              with table: put it into bench/results/README.md, and its summary into README.md

            Results: bench/results/NAME.json for full sizes, bench/target/results for small ones.
            Exit codes: 0 done, 1 a contender failed, 2 the command line makes no sense, 3 something needed is
            missing, 4 the time limit came before one whole round, 130 stopped.
            """;

    /// A command line that makes no sense.
    static final class Senseless extends Exception {
        private static final long serialVersionUID = 1L;

        Senseless(String message) {
            super(message);
        }
    }

    static Options parse(String... arguments) throws Senseless {
        Deque<String> rest = new ArrayDeque<>(List.of(arguments));
        Reading reading = new Reading();
        if (rest.isEmpty()) {
            throw new Senseless("say what to measure");
        }
        reading.command(rest.removeFirst());
        while (!rest.isEmpty()) {
            reading.option(rest.removeFirst(), rest);
        }
        return reading.options();
    }

    /// What has been read so far.
    private static final class Reading {
        private List<Job> jobs = List.of();
        private Size size = Size.SMALL;
        private Optional<Integer> rounds = Optional.empty();
        private boolean cold;
        private boolean noise;
        private Set<String> only = Set.of();
        private Duration limit = Duration.ofMinutes(USUAL_LIMIT_MINUTES);
        private Duration patience = Duration.ZERO;
        private Optional<Path> work = Optional.empty();
        private boolean write;
        private boolean help;

        void command(String word) throws Senseless {
            switch (word) {
                case "all" -> jobs = List.of(Job.values());
                case "table" -> jobs = List.of();
                case "--help", "-h", "help" -> help = true;
                default ->
                    jobs = List.of(Arrays.stream(Job.values())
                            .filter(job -> job.name().toLowerCase(Locale.ROOT).equals(word))
                            .findFirst()
                            .orElseThrow(() -> new Senseless("there is nothing called " + word)));
            }
        }

        void option(String word, Deque<String> rest) throws Senseless {
            switch (word) {
                case "--size" -> size = size(value(word, rest));
                case "--rounds" -> rounds = Optional.of(number(word, rest, MAX_ROUNDS));
                case "--cold" -> cold = true;
                case "--noise" -> noise = true;
                case "--only" ->
                    only = new LinkedHashSet<>(Arrays.asList(value(word, rest).split(",")));
                case "--limit" -> limit = Duration.ofMinutes(number(word, rest, MAX_MINUTES));
                case "--wait" -> patience = Duration.ofMinutes(number(word, rest, MAX_MINUTES));
                case "--work" -> work = Optional.of(Path.of(value(word, rest)).toAbsolutePath());
                case "--write" -> write = true;
                case "--help", "-h" -> help = true;
                default -> throw new Senseless("there is no option " + word);
            }
        }

        private static String value(String word, Deque<String> rest) throws Senseless {
            if (rest.isEmpty()) {
                throw new Senseless(word + " needs a value");
            }
            return rest.removeFirst();
        }

        private static int number(String word, Deque<String> rest, int most) throws Senseless {
            String value = value(word, rest);
            try {
                int number = Integer.parseInt(value);
                if (number >= 1 && number <= most) {
                    return number;
                }
            } catch (NumberFormatException none) {
                throw new Senseless(word + " needs a whole number, not " + value);
            }
            throw new Senseless(word + " must be from 1 to " + most);
        }

        private static Size size(String value) throws Senseless {
            return switch (value) {
                case "small" -> Size.SMALL;
                case "full" -> Size.FULL;
                default -> throw new Senseless("--size is small or full, not " + value);
            };
        }

        Options options() {
            return new Options(jobs, size, rounds, cold, noise, only, limit, patience, work, write, help);
        }
    }
}
