package app.safelight.bench.result;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Results as Markdown, and the place in a document where they stand.
public final class Table {
    /// What stands between these two lines of a document is ours to replace.
    public static final String START_MARKER = "<!-- bench:start -->";

    public static final String END_MARKER = "<!-- bench:end -->";

    private static final DateTimeFormatter DAY = DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);

    private Table() {}

    /// One heading, table and list of aims for each result.
    public static String of(List<Result> results) {
        return results.stream().map(Table::of).collect(Collectors.joining("\n"));
    }

    /// All results in one table, a line for each: for who wants to know how fast, and not how it was measured.
    public static String summary(List<Result> results) {
        if (results.isEmpty()) {
            return "";
        }
        return "| | Safelight | times as long | aims |\n| --- | ---: | --- | --- |\n"
                + results.stream().map(Table::line).collect(Collectors.joining());
    }

    private static String line(Result result) {
        Map<String, Summary> summaries = result.summaries();
        Map<String, Double> ratios = result.ratiosToOurs();
        Summary ours = summaries.get(Result.OURS);
        String others = result.contenders().stream()
                .filter(contender -> !contender.id().equals(Result.OURS) && ratios.containsKey(contender.id()))
                .map(contender -> String.format(Locale.ROOT, "%s %.2f", contender.label(), ratios.get(contender.id())))
                .collect(Collectors.joining("<br>"));
        long missed = result.targets().stream().filter(target -> !target.met()).count();
        return String.format(
                Locale.ROOT,
                "| %s%s | %s | %s | %s |\n",
                result.title(),
                result.quiet() ? "" : " (noisy: not to be relied on)",
                ours == null ? "" : seconds(ours.median().wallSeconds()),
                others,
                missed == 0 ? "met" : "**" + missed + " of " + result.targets().size() + " missed**");
    }

    public static String of(Result result) {
        StringBuilder text = new StringBuilder();
        text.append("#### ").append(result.title()).append("\n\n");
        text.append(circumstances(result)).append("\n\n");
        text.append("| | wall, median | times ours | slowest | CPU | peak memory |\n");
        text.append("| --- | ---: | ---: | ---: | ---: | ---: |\n");
        Map<String, Summary> summaries = result.summaries();
        Map<String, Double> ratios = result.ratiosToOurs();
        for (ContenderFacts contender : result.contenders()) {
            Summary summary = summaries.get(contender.id());
            if (summary != null) {
                text.append(row(contender, summary, ratios.get(contender.id())));
            }
        }
        if (!result.targets().isEmpty()) {
            text.append("\n| aim | measured | |\n| --- | ---: | --- |\n");
            result.targets().forEach(target -> text.append(row(target)));
        }
        if (!result.notes().isEmpty()) {
            text.append("\n");
            result.notes().forEach(note -> text.append("- ").append(note).append("\n"));
        }
        return text.toString();
    }

    private static String circumstances(Result result) {
        MachineFacts machine = result.machine();
        String noise = result.quiet()
                ? ""
                : String.format(
                        Locale.ROOT,
                        " **Noisy: load %.2f before the run, %d of %d rounds disturbed; not to be relied on.**",
                        result.loadBefore(),
                        result.noisyRounds(),
                        result.rounds().size());
        return String.format(
                Locale.ROOT,
                "%s, %d rounds. %s, %d cores, %s of memory, %s, %s, Java %s.%s",
                DAY.format(result.startedAt()),
                result.rounds().size(),
                machine.processor(),
                machine.cores(),
                bytes(machine.memoryBytes()),
                machine.fileSystem(),
                machine.kernel(),
                machine.java(),
                noise);
    }

    private static String row(
            ContenderFacts contender, Summary summary, @org.jspecify.annotations.Nullable Double ratio) {
        String version = contender.version().isEmpty() ? "" : " " + contender.version();
        Usage median = summary.median();
        return String.format(
                Locale.ROOT,
                "| %s%s | %s | %s | %s | %s | %s |\n",
                contender.label(),
                version,
                seconds(median.wallSeconds()),
                ratio == null ? "" : String.format(Locale.ROOT, "%.2f", ratio),
                seconds(summary.slowestSeconds()),
                seconds(summary.cpuSeconds()),
                median.peakMemoryBytes() == 0 ? "" : bytes(median.peakMemoryBytes()));
    }

    private static String row(TargetReading target) {
        String value = target.unit().equals("×") ? "%.2f ×" : "%.0f " + target.unit();
        return String.format(
                Locale.ROOT,
                "| %s | " + value + " | %s |\n",
                target.text(),
                target.value(),
                target.met() ? "met" : "**missed**");
    }

    /// Three digits that count: `18.7 s`, `420 ms`.
    static String seconds(double seconds) {
        if (seconds < 0.9995) {
            return String.format(Locale.ROOT, "%.0f ms", seconds * 1000);
        }
        return String.format(Locale.ROOT, seconds < 9.995 ? "%.2f s" : seconds < 99.95 ? "%.1f s" : "%.0f s", seconds);
    }

    /// In the unit that leaves one to three digits before the point; powers of 1024, as memory is sold.
    static String bytes(long bytes) {
        double mebibytes = bytes / 1048576.0;
        return mebibytes < 1023.5
                ? String.format(Locale.ROOT, "%.0f MiB", mebibytes)
                : String.format(Locale.ROOT, "%.1f GiB", mebibytes / 1024);
    }

    /// The document with its part between the markers replaced.
    ///
    /// @throws MalformedResult if it does not have each marker once, in order
    public static String insert(String document, String table) throws MalformedResult {
        int start = document.indexOf(START_MARKER);
        int end = document.indexOf(END_MARKER);
        boolean once = start == document.lastIndexOf(START_MARKER) && end == document.lastIndexOf(END_MARKER);
        if (start < 0 || end < start || !once) {
            throw new MalformedResult("the document needs " + START_MARKER + " and " + END_MARKER + ", once each");
        }
        return document.substring(0, start + START_MARKER.length()) + "\n" + table + document.substring(end);
    }
}
