package app.safelight.ledger.sqlite;

import app.safelight.core.ledger.AssetState;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.policy.Judge;
import app.safelight.core.policy.ProtectionPolicy;
import app.safelight.core.policy.Verdict;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Makes a ledger of many assets and asks it everything that goes over all of them; prints how long each took.
/// Run with a small heap to see that nothing grows with the number of assets. Counts are checked: with a wrong
/// one it ends in failure.
///
/// Arguments: an empty folder, and how many assets.
public final class LedgerAtScale {
    private LedgerAtScale() {}

    public static void main(String[] arguments) throws LedgerException, IOException {
        Path folder = Path.of(arguments[0]);
        int assets = Integer.parseInt(arguments[1]);
        long items = GeneratedLibrary.items(assets);
        try (SqliteLedger ledger = SqliteLedger.openForWriting(folder, "scale")) {
            Watch watch = new Watch();
            GeneratedLibrary.appendTo(ledger, assets);
            report("append", ledger.size(), watch);
        }
        System.out.printf("file %d bytes an asset%n", Files.size(folder.resolve("ledger.sqlite")) / assets);
        for (int round = 0; round < 2; round++) {
            Watch watch = new Watch();
            try (SqliteLedger ledger = SqliteLedger.openForReading(folder)) {
                ledger.size();
                report("open and size", 1, watch);
                ask(ledger, assets, items);
            }
        }
        if (arguments.length > 2) {
            inspect(folder, items);
        }
    }

    private static void ask(SqliteLedger ledger, int assets, long items) throws LedgerException {
        count("assets", assets, sink -> ledger.assets(GeneratedLibrary.SOURCE, sink));
        Judge judge = new Judge(ProtectionPolicy.STANDARD);
        count(
                "assets judged safe",
                assets,
                sink -> ledger.assets(GeneratedLibrary.SOURCE, asset -> {
                    if (isSafe(judge, asset)) {
                        sink.accept(asset);
                    }
                }));
        count("items", items, sink -> ledger.items(GeneratedLibrary.SOURCE, sink));
        count("contents", items, sink -> ledger.contents(sink));
        count(
                "folders",
                (assets + 499) / 500,
                sink -> ledger.folders(GeneratedLibrary.SOURCE).forEach((path, _) -> sink.accept(path)));
        count(
                "find",
                1,
                sink -> ledger.find(GeneratedLibrary.photo(assets / 2).path(), 10)
                        .forEach(sink));
        count(
                "history",
                5,
                sink -> ledger.history(GeneratedLibrary.photo(assets / 2), 10).forEach(sink));
    }

    private static boolean isSafe(Judge judge, AssetState asset) {
        return switch (judge.judge(asset, GeneratedLibrary.AT.plus(Duration.ofDays(1)))) {
            case Verdict.Safe _ -> true;
            case Verdict.Unsafe _, Verdict.Excluded _ -> false;
        };
    }

    private static void inspect(Path folder, long items) throws LedgerException {
        try (SqliteLedger ledger = SqliteLedger.openForWriting(folder, "scale")) {
            Watch watch = new Watch();
            ledger.check();
            report("check", ledger.size(), watch);
            watch = new Watch();
            ledger.rebuild();
            report("rebuild", ledger.size(), watch);
            count("items", items, sink -> ledger.items(GeneratedLibrary.SOURCE, sink));
        }
    }

    private interface Question {
        void ask(Consumer<Object> sink) throws LedgerException;
    }

    private static void count(String what, long expected, Question question) throws LedgerException {
        AtomicLong count = new AtomicLong();
        Watch watch = new Watch();
        question.ask(_ -> count.incrementAndGet());
        report(what, count.get(), watch);
        if (count.get() != expected) {
            throw new IllegalStateException(what + ": " + count + ", not " + expected);
        }
    }

    /// Wall clock and the processor time of this thread, which a busy machine disturbs less.
    private static final class Watch {
        private final long wall = System.nanoTime();
        private final long processor = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();

        double seconds() {
            return (System.nanoTime() - wall) / 1e9;
        }

        double processorSeconds() {
            return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - processor) / 1e9;
        }
    }

    private static void report(String what, long count, Watch watch) {
        double processor = watch.processorSeconds();
        System.out.printf(
                "%-20s %9d in %8.3f s, processor %8.3f s, %8.2f us each%n",
                what, count, watch.seconds(), processor, processor * 1e6 / Math.max(1, count));
    }
}
