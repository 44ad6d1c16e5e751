package app.safelight.app.cli;

import app.safelight.app.icloud.Doubt;
import app.safelight.app.icloud.ICloudCount;
import app.safelight.app.icloud.LibraryReading;
import app.safelight.app.icloud.ReadingFiles;
import app.safelight.app.icloud.Standing;
import app.safelight.app.icloud.Trend;
import app.safelight.app.text.Amounts;
import app.safelight.app.text.ICloudPage;
import app.safelight.app.text.ICloudWords;
import app.safelight.app.text.Shell;
import app.safelight.app.wiring.LibraryCensus;
import app.safelight.app.wiring.PhotoLibraries;
import app.safelight.app.wiring.SourceName;
import app.safelight.apple.photoslibrary.Asset;
import app.safelight.apple.photoslibrary.Engine;
import app.safelight.apple.photoslibrary.ICloudState;
import app.safelight.apple.photoslibrary.LibraryException;
import app.safelight.apple.photoslibrary.LibraryStatus;
import app.safelight.apple.photoslibrary.PhotosLibrary;
import app.safelight.apple.photoslibrary.Reading;
import app.safelight.apple.photoslibrary.SyncCause;
import app.safelight.apple.photoslibrary.SyncStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "icloud",
        description = {
            "Say what iCloud reports to have of a photo library, what it has not, and why.",
            "From the second time on it also says whether uploading moves, how fast, and how long it may take. This is"
                    + " what the device's own database says: a report, never a proof. Nothing is changed."
        },
        footer = {"", "Example: safelight icloud iphone --html report.html"})
final class ICloudCommand extends LibraryCommand {
    /// Longer than a night nobody leaves a command waiting.
    private static final Duration MOST_WAIT = Duration.ofHours(24);

    @Option(names = "--list", description = "Name every photo that iCloud is not reported to have, with the reason.")
    boolean list;

    @Option(names = "--csv", paramLabel = "FILE", description = "Write a line for every photo into this new file.")
    @Nullable
    String csv;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write a report to read, print and keep into this new file.")
    @Nullable
    String html;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            converter = DurationText.class,
            description = "Look twice, this long apart, to tell slow from stuck: 15m at least, such as 30m or 2h.")
    @Nullable
    Duration wait;

    ICloudCommand(Surroundings surroundings) {
        this(surroundings, PhoneCommand.finder(surroundings));
    }

    ICloudCommand(Surroundings surroundings, PhoneCommand.Finder finder) {
        super(surroundings, finder);
    }

    @Override
    ExitCode run(Found found) throws Trouble, IOException {
        requireNew(csv);
        requireNew(html);
        Optional<LibraryReading> earlier = remembered(found);
        if (wait != null) {
            earlier = Optional.of(first(found, earlier, wait));
        }
        try (PhotoLibraries opened = found.opening().open()) {
            Look look = look(found, opened, earlier);
            remember(found, look);
            report(found, opened, look);
            boolean certain = look.doubts().isEmpty();
            return certain && look.count().notElsewhere().assets() == 0 ? ExitCode.OK : ExitCode.NOT_SAFE;
        }
    }

    /// What one run found.
    ///
    /// @param at when the library was as described
    /// @param uploaded originals that the device believes to have uploaded
    private record Look(
            Instant at, ICloudCount count, long uploaded, List<Doubt> doubts, LibraryReading reading, Trend trend) {}

    /// Takes a first reading and waits.
    private LibraryReading first(Found found, Optional<LibraryReading> earlier, Duration time)
            throws Trouble, IOException {
        if (time.compareTo(Trend.LEAST_BETWEEN) < 0 || time.compareTo(MOST_WAIT) > 0) {
            throw new Trouble(
                    ExitCode.USAGE,
                    "--wait takes " + Amounts.duration(Trend.LEAST_BETWEEN) + " at least, and "
                            + Amounts.duration(MOST_WAIT) + " at most.",
                    "A phone pauses for minutes between uploads; a shorter look takes a pause for the end.");
        }
        if (!found.living()) {
            throw new Trouble(
                    ExitCode.USAGE,
                    "--wait is for a phone that is plugged in: a copy stays as it is.",
                    "safelight icloud iphone --wait 20m");
        }
        LibraryReading reading;
        try (PhotoLibraries opened = found.opening().open()) {
            Look look = look(found, opened, earlier);
            remember(found, look);
            reading = look.reading();
        }
        if (!common.quiet) {
            output.note("The first reading is taken. Waiting " + Amounts.duration(time)
                    + " for the second; leave the phone plugged in, on Wi-Fi, and locked.");
        }
        try {
            surroundings.pause().pause(time);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Trouble(ExitCode.INTERRUPTED, "stopped before the second reading.", "");
        }
        return reading;
    }

    /// A reading that cannot be used is told and is like none.
    private Optional<LibraryReading> remembered(Found found) {
        try {
            return readings().read(found.name().typed());
        } catch (IOException failure) {
            output.note("The last reading of this library cannot be used: " + failure.getMessage());
            return Optional.empty();
        }
    }

    private void remember(Found found, Look look) {
        if (look.trend().keepsEarlier()) {
            return;
        }
        try {
            readings().write(found.name().typed(), look.reading());
        } catch (IOException failure) {
            output.note("This reading could not be kept for comparing with the next one: " + failure.getMessage());
        }
    }

    private ReadingFiles readings() {
        return new ReadingFiles(surroundings.home().folder());
    }

    private Look look(Found found, PhotoLibraries opened, Optional<LibraryReading> earlier)
            throws Trouble, LibraryException {
        try (ProvenElsewhere proven = ProvenElsewhere.of(surroundings, found.name(), opened)) {
            return look(found, opened, earlier, proven);
        }
    }

    private Look look(Found found, PhotoLibraries opened, Optional<LibraryReading> earlier, ProvenElsewhere proven)
            throws LibraryException {
        ICloudCount count = new ICloudCount();
        LibraryReading.Gathering gathering = new LibraryReading.Gathering(earlier);
        opened.library().states(asset -> {
            Standing standing = opened.standing(asset);
            count.add(asset, standing, proven);
            gathering.add(asset.uuid(), standing, ICloudCount.sizeBytes(asset));
        });
        countStrays(opened.census(), count, proven);
        // A copy shows the library as it was when it was last written to, and stays the same until it is made anew.
        Optional<Instant> changedAt = found.living() ? Optional.empty() : opened.changedAt();
        Instant at = changedAt.orElseGet(() -> surroundings.clock().instant());
        LibraryReading reading = gathering.done(at, changedAt);
        long uploaded = opened.library().mastersByState().getOrDefault(Long.toString(ICloudState.UPLOADED), 0L);
        List<Doubt> doubts = doubts(opened, count, uploaded);
        return new Look(at, count, uploaded, doubts, reading, Trend.of(earlier, reading, gathering.since()));
    }

    private static void countStrays(LibraryCensus census, ICloudCount count, ProvenElsewhere proven) {
        switch (census) {
            case LibraryCensus.Taken taken -> {
                taken.strays().forEach(stray -> count.addStrays(1, stray.sizeBytes(), proven.test(stray)));
                count.addStrays(taken.moreStrays(), taken.moreStrayBytes(), false);
            }
            case LibraryCensus.NoFiles(), LibraryCensus.NotTaken _ -> {}
        }
    }

    private static List<Doubt> doubts(PhotoLibraries opened, ICloudCount count, long uploaded) {
        List<Doubt> doubts = new ArrayList<>();
        switch (opened.census()) {
            case LibraryCensus.NotTaken(var why) -> doubts.add(new Doubt.FoldersNotListed(why));
            case LibraryCensus.Taken taken -> {
                if (taken.unreadable() > 0) {
                    doubts.add(new Doubt.FoldersNotRead(taken.unreadable()));
                }
            }
            case LibraryCensus.NoFiles() -> {}
        }
        LibraryStatus status = opened.library().status();
        switch (status.icloudPhotos()) {
            case OFF, NEVER_USED -> {
                if (count.inICloud() > 0) {
                    doubts.add(new Doubt.SwitchedOff(count.inICloud()));
                }
            }
            case ON, UNKNOWN -> {}
        }
        Long counted = status.sync().found().map(SyncStatus::serverCount).orElse(null);
        if (counted != null && counted < uploaded) {
            doubts.add(new Doubt.CountedLess(counted, uploaded));
        }
        return doubts;
    }

    private void report(Found found, PhotoLibraries opened, Look look) throws IOException {
        if (csv != null) {
            writeCsv(opened, surroundings.folder().resolve(csv));
        }
        if (html != null) {
            writeHtml(found, opened, look, surroundings.folder().resolve(html));
        }
        if (common.json) {
            json(found, opened, look);
        } else {
            say(found, opened, look);
        }
    }

    private void say(Found found, PhotoLibraries opened, Look look) throws IOException {
        LibraryStatus status = opened.library().status();
        ICloudCount count = look.count();
        output.line(title(found, opened));
        output.line("iCloud Photos: "
                + ICloudWords.switched(status, surroundings.zone().get()));
        output.line("iCloud reports of " + Amounts.count(count.assets(), "photo or video", "photos and videos") + ":");
        count.groups()
                .forEach((standing, group) -> output.line(String.format("  %8s  ", Amounts.number(group.assets()))
                        + ICloudWords.standing(standing) + " (" + Amounts.bytes(group.sizeBytes()) + ")"));
        count.refusals()
                .forEach((reason, number) ->
                        output.line(String.format("  %8s    given up on because: ", Amounts.number(number)) + reason));
        if (count.onlyInICloud().assets() > 0) {
            output.line(
                    String.format("  %8s  ", Amounts.number(count.onlyInICloud().assets()))
                            + "of those in iCloud have their original ONLY there ("
                            + Amounts.bytes(count.onlyInICloud().sizeBytes()) + ")");
        }
        if (count.strays().assets() > 0) {
            output.line(String.format("  %8s  ", Amounts.number(count.strays().assets())) + ICloudWords.strays() + " ("
                    + Amounts.bytes(count.strays().sizeBytes()) + ")");
        }
        if (outgoing(status) > 0) {
            output.line("In the device's queue to be sent: " + Amounts.bytes(outgoing(status)));
        }
        sayCauses(status);
        if (uploads(status)) {
            output.line(ICloudWords.trend(look.trend(), surroundings.zone().get()));
            hint(ICloudWords.fix(look.trend()));
        }
        look.doubts().forEach(doubt -> output.line("NOT CERTAIN: " + ICloudWords.doubt(doubt)));
        sayVerdict(found, opened, look);
        if (list) {
            opened.library().states(asset -> {
                Standing standing = opened.standing(asset);
                if (standing.atRisk()) {
                    output.line(named(asset, standing));
                }
            });
            strays(opened.census()).forEach(path -> output.line("  NOT_IN_LIBRARY  " + path));
        }
        if (html != null) {
            output.line("The report is in " + surroundings.folder().resolve(html) + ".");
        }
    }

    /// Whether slow or stuck is a question at all.
    private static boolean uploads(LibraryStatus status) {
        return switch (status.icloudPhotos()) {
            case ON, UNKNOWN -> true;
            case OFF, NEVER_USED -> false;
        };
    }

    private static String title(Found found, PhotoLibraries opened) {
        return found.title()
                + opened.backup()
                        .map(backup ->
                                " (a backup of " + backup.deviceName() + ", iOS " + backup.productVersion() + ")")
                        .orElse("");
    }

    private void sayCauses(LibraryStatus status) {
        if (!status.causes().isEmpty()) {
            output.line("What the device says holds it up:");
        }
        for (SyncCause cause : status.causes()) {
            output.line("  " + cause + "  " + ICloudWords.cause(cause)
                    + ICloudWords.detail(cause, status, surroundings.zone().get()));
            output.line("            HINT: " + ICloudWords.fix(cause));
        }
        for (Reading.Unreadable<?> hidden : status.unreadable()) {
            output.line("  could not be read, and may hide a cause: " + hidden.path() + " (" + hidden.why() + ")");
        }
    }

    private void hint(String fix) {
        if (!fix.isEmpty()) {
            output.line("HINT: " + fix);
        }
    }

    private void sayVerdict(Found found, PhotoLibraries opened, Look look) {
        ICloudCount count = look.count();
        if (count.notElsewhere().assets() == 0 && !look.doubts().isEmpty()) {
            output.line("DO NOT ERASE THIS DEVICE yet: what is said here is not the whole truth.");
            hint("Copy what it has, and prove it: " + command("backup", found, opened));
            return;
        }
        if (count.atRisk() == 0) {
            output.line("iCloud reports to have everything of this library. That is a report, not a proof:");
            hint("Only a copy that was read back is proven. To make one: " + command("backup", found, opened));
            return;
        }
        ICloudCount.Group risk = count.notElsewhere();
        long proven = count.atRisk() - risk.assets();
        if (proven > 0) {
            output.line(ICloudWords.provenElsewhere(proven));
        }
        if (risk.assets() == 0) {
            hint("What iCloud is reported to have is not proven by that. To prove all of it: "
                    + command("backup", found, opened));
            return;
        }
        output.line("DO NOT ERASE THIS DEVICE: " + Amounts.count(risk.assets(), "photo or video", "photos and videos")
                + " (" + Amounts.bytes(risk.sizeBytes()) + ") may exist only here.");
        output.line(ICloudWords.gap(opened.library().status().icloudPhotos()));
        hint("Copy them now: " + command("rescue", found, opened));
    }

    /// The command that copies this library, as one would type it.
    private String command(String name, Found found, PhotoLibraries opened) {
        boolean encrypted = opened.backup().isPresent() && opened.backup().get().encrypted();
        return "safelight " + name + " " + source(found, opened) + " --to DRIVE"
                + (encrypted ? " --password-file FILE" : "");
    }

    /// A database alone holds no photo; they are in the folder that it belongs to.
    private String source(Found found, PhotoLibraries opened) {
        return switch (opened.library().layout().kind()) {
            case PHONE, MAC -> typed(found);
            case BARE -> "FOLDER-WITH-THE-PHOTOS";
        };
    }

    /// A phone as it was typed, which was enough.
    private String typed(Found found) {
        return switch (found.name()) {
            case SourceName.Phone _ -> Shell.argument(source);
            case SourceName.Stored stored -> Shell.argument(stored.typed());
        };
    }

    private static String named(Asset asset, Standing standing) {
        String remarks = ICloudWords.remarks(asset, standing);
        return "  " + standing + "  " + asset.path() + (remarks.isEmpty() ? "" : ": " + remarks);
    }

    private static List<String> strays(LibraryCensus census) {
        return switch (census) {
            case LibraryCensus.Taken taken ->
                taken.strays().stream().map(LibraryCensus.Stray::path).toList();
            case LibraryCensus.NoFiles(), LibraryCensus.NotTaken _ -> List.of();
        };
    }

    private void json(Found found, PhotoLibraries opened, Look look) throws LibraryException {
        ICloudCount count = look.count();
        PhotosLibrary library = opened.library();
        LibraryStatus status = library.status();
        LibraryException[] failure = new LibraryException[1];
        output.json(json -> json.object(it -> {
            it.put("source", found.name().typed())
                    .put("takenAt", look.at().toString())
                    .put(
                            "modelVersion",
                            library.modelVersion().map(String::valueOf).orElse(null))
                    .put("icloudPhotos", status.icloudPhotos().name())
                    .put(
                            "lastSync",
                            status.sync()
                                    .found()
                                    .flatMap(sync -> Optional.ofNullable(sync.lastSync()))
                                    .map(Object::toString)
                                    .orElse(null))
                    .put("assetCount", count.assets())
                    .put("atRisk", count.atRisk())
                    .put("atRiskBytes", count.atRiskBytes())
                    .put("atRiskNotElsewhere", count.notElsewhere().assets())
                    .put("atRiskNotElsewhereBytes", count.notElsewhere().sizeBytes())
                    .put("onlyInICloud", count.onlyInICloud().assets())
                    .put("onlyInICloudBytes", count.onlyInICloud().sizeBytes())
                    .put("strays", count.strays().assets())
                    .put("straysBytes", count.strays().sizeBytes())
                    .put("outgoingBytes", outgoing(status))
                    .put("uploadedMasters", look.uploaded())
                    .array("doubts", look.doubts(), (array, doubt) -> array.value(ICloudWords.code(doubt)))
                    .array("causes", List.copyOf(status.causes()), (array, cause) -> array.value(cause.name()))
                    .array("unreadable", status.unreadable(), (array, hidden) -> array.value(hidden.path()))
                    .object("standings", inner -> {
                        for (Map.Entry<Standing, ICloudCount.Group> group :
                                count.groups().entrySet()) {
                            inner.object(
                                    group.getKey().name(),
                                    one -> one.put("assets", group.getValue().assets())
                                            .put("sizeBytes", group.getValue().sizeBytes()));
                        }
                    })
                    .object("refusals", inner -> {
                        for (Map.Entry<String, Long> reason : count.refusals().entrySet()) {
                            inner.put(reason.getKey(), reason.getValue());
                        }
                    });
            Optional<Long> counted = status.sync().found().flatMap(sync -> Optional.ofNullable(sync.serverCount()));
            if (counted.isPresent()) {
                it.put("serverCount", counted.get());
            }
            it.object("trend", trend -> write(trend, look.trend()));
            it.array("straysByPath", strays(opened.census()), Output.Json::value);
            it.array("assets", assets -> {
                try {
                    library.assets(asset -> {
                        try {
                            assets.object(one -> AssetJson.write(one, asset, opened.standing(asset)));
                        } catch (IOException impossible) {
                            throw new UncheckedIOException(impossible);
                        }
                    });
                } catch (LibraryException broken) {
                    failure[0] = broken;
                }
            });
        }));
        if (failure[0] != null) {
            throw failure[0];
        }
    }

    private void write(Output.Json json, Trend trend) throws IOException {
        json.put("code", ICloudWords.code(trend));
        switch (trend) {
            case Trend.Moving(var between, var arrived, var bytesPerSecond, var joined, var left) -> {
                json.put("betweenSeconds", between.toSeconds())
                        .put("arrived", arrived)
                        .put("bytesPerSecond", bytesPerSecond)
                        .put("joined", joined);
                if (left.isPresent()) {
                    json.put("secondsLeft", left.get().toSeconds());
                }
            }
            case Trend.NothingArrived(var between, var _, var after) ->
                json.put("betweenSeconds", between.toSeconds()).put("lookAgainSeconds", after.toSeconds());
            case Trend.Stuck(var between) -> json.put("betweenSeconds", between.toSeconds());
            case Trend.NewQueue(var between) -> json.put("betweenSeconds", between.toSeconds());
            case Trend.TooSoon(var between) -> json.put("betweenSeconds", between.toSeconds());
            case Trend.TooLongAgo(var between) -> json.put("betweenSeconds", between.toSeconds());
            case Trend.NothingWaits _,
                    Trend.First _,
                    Trend.ClockSetBack _,
                    Trend.OtherLibrary _,
                    Trend.Unchanged _ -> {}
        }
        json.put("text", ICloudWords.trend(trend, surroundings.zone().get()));
    }

    private static long outgoing(LibraryStatus status) {
        return status.engine().found().map(Engine::outgoing).orElse(Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private static void writeCsv(PhotoLibraries opened, Path file) throws IOException {
        List<String> names = List.of(
                "uuid",
                "path",
                "originalFilename",
                "standing",
                "icloud",
                "quarantineReason",
                "originalLocal",
                "outgoingBytes",
                "remarks");
        try (Csv lines = new Csv(file, names)) {
            opened.library()
                    .states(asset -> lines.line(
                            asset.uuid(),
                            asset.path(),
                            asset.originalFilename(),
                            opened.standing(asset).name(),
                            asset.icloud().code(),
                            asset.quarantineReason(),
                            asset.originalLocal().code(),
                            Long.toString(asset.outgoingBytes()),
                            ICloudWords.remarks(asset, opened.standing(asset))));
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    private void writeHtml(Found found, PhotoLibraries opened, Look look, Path file) throws IOException {
        try (Writer out = Files.newBufferedWriter(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ICloudPage.Report report = new ICloudPage.Report(
                    title(found, opened),
                    look.at(),
                    opened.library().status(),
                    look.count(),
                    look.trend(),
                    look.doubts(),
                    strays(opened.census()),
                    command(look.count().notElsewhere().assets() == 0 ? "backup" : "rescue", found, opened));
            ICloudPage.write(
                    report,
                    opened.library(),
                    opened::standing,
                    out,
                    surroundings.zone().get());
        }
    }
}
