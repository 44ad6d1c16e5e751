package app.safelight.app.cli;

import app.safelight.app.text.Amounts;
import app.safelight.app.text.Words;
import app.safelight.app.wiring.Apart;
import app.safelight.app.wiring.OpenedSource;
import app.safelight.app.wiring.Phones;
import app.safelight.app.wiring.PlaceName;
import app.safelight.app.wiring.Places;
import app.safelight.app.wiring.SourceName;
import app.safelight.app.wiring.Sources;
import app.safelight.app.wiring.Tallies;
import app.safelight.apple.connection.DeviceException;
import app.safelight.apple.device.Device;
import app.safelight.core.backup.Backup;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.model.PlaceId;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.plan.CopyTask;
import app.safelight.core.plan.Selection;
import app.safelight.core.policy.ReasonCode;
import app.safelight.core.policy.Tally;
import app.safelight.core.source.Source;
import app.safelight.core.source.SourceException;
import app.safelight.source.photoslibrary.PhotoListener;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// A command that copies photos of a source to places, reads each copy back, and says what is safe.
abstract class CopyCommand extends SafelightCommand {
    @Parameters(
            index = "0",
            paramLabel = "SOURCE",
            description = "A folder, a camera card, a Google Takeout, a Mac's photo library, a backup of an iPhone, or "
                    + SourceName.HELP + ".")
    String source = "";

    @Option(
            names = "--to",
            required = true,
            paramLabel = "PLACE",
            description =
                    "Folder on a drive that keeps copies, or 'library' for the one you are signed in to. Give it again for"
                            + " more places.")
    List<String> places = List.of();

    @Mixin
    final PasswordOption password = new PasswordOption();

    @Option(
            names = "--dry-run",
            description = "List and look, and say what would be copied. Copies and records nothing.")
    boolean dryRun;

    CopyCommand(Surroundings surroundings) {
        super(surroundings);
    }

    /// What one run is about: which photos, by what is heard of them while the source is listed.
    ///
    /// @param photos hears of every photo that the database of a photo library knows, before any is selected
    /// @param only whether the outcome is told of what was selected, or of the whole source
    record Wanted(PhotoListener photos, Selection selection, boolean only) {}

    /// @throws Trouble if the options make no sense together
    abstract Wanted wanted(Session session) throws Trouble;

    /// Is told when the source has been listed and gone through, before anything is said of it.
    void went(Session session, OpenedSource from, Wanted wanted) throws LedgerException {}

    /// Says what the preview or the run chose, if anything was to be chosen.
    void sayChosen(OpenedSource from) {}

    /// Says what came of it.
    ///
    /// @param tally of the whole source, or of what was selected
    abstract void say(OpenedSource from, Places to, Backup.Outcome outcome, Tally tally);

    @Override
    final ExitCode run() throws Trouble, LedgerException, PlaceException, SourceException {
        try (Session session =
                dryRun ? Session.rehearsing(surroundings, work()) : Session.writing(surroundings, name())) {
            Wanted wanted = wanted(session);
            try (OpenedSource from = open(session, wanted)) {
                check(from);
                requireApart();
                try (Places to = session.places(places, dryRun ? Places.Missing.IMAGINE : Places.Missing.CREATE)) {
                    return run(session, from, to, wanted);
                }
            }
        }
    }

    /// How this run is called to others who want the ledger.
    abstract String name();

    /// @throws Trouble if this source cannot be copied in the way that was asked for
    void check(OpenedSource from) throws Trouble {}

    /// Copies that stand within what they were made of, or within each other, are lost all at once.
    private void requireApart() throws Trouble {
        List<Path> folders = places.stream()
                .map(place -> PlaceName.of(place, surroundings.folder()))
                .flatMap(name -> name instanceof PlaceName.Folder(var path) ? Stream.of(path) : Stream.empty())
                .distinct()
                .toList();
        for (Path folder : folders) {
            if (SourceName.of(source, surroundings.folder()) instanceof SourceName.Stored(Path from)) {
                requireApart(folder, from);
            }
            for (Path other : folders) {
                if (!other.equals(folder)) {
                    requireApart(folder, other);
                }
            }
        }
    }

    private static void requireApart(Path folder, Path other) throws Trouble {
        if (Apart.overlap(folder, other)) {
            throw new Trouble(
                    ExitCode.USAGE,
                    folder.equals(other)
                            ? folder + " cannot keep the copies of itself."
                            : folder + " and " + other + " are not apart: one lies in the other, and whoever loses"
                                    + " that loses both.",
                    "Name a place on another drive.");
        }
    }

    /// Tells what one broken disk would take with it; once each run.
    private void noteOneDisk(Places to) {
        List<Path> together = new ArrayList<>();
        if (SourceName.of(source, surroundings.folder()) instanceof SourceName.Stored(Path from)) {
            together.add(from);
        }
        to.usable().forEach(place -> Places.folder(place).ifPresent(together::add));
        for (int one = 0; one < together.size(); one++) {
            for (int other = one + 1; other < together.size(); other++) {
                if (Apart.onOneFileSystem(together.get(one), together.get(other))) {
                    output.note("NOTE: " + together.get(one) + " and " + together.get(other)
                            + " are on one disk. If that breaks, both are lost.");
                }
            }
        }
    }

    private OpenedSource open(Session session, Wanted wanted) throws Trouble, SourceException {
        try {
            return switch (SourceName.of(source, surroundings.folder())) {
                case SourceName.Phone(var name) -> {
                    Phones phones = PhoneCommand.finder(surroundings).find();
                    Device device = PhoneCommand.ready(phones, name);
                    PhoneWatch watch = new PhoneWatch(surroundings, common.quiet, device, session::interrupted);
                    yield Sources.phone(phones, device, watch, work(), wanted.photos());
                }
                case SourceName.Stored(Path path) -> source(path, password, wanted.photos());
            };
        } catch (InvalidPathException senseless) {
            throw new Trouble(ExitCode.USAGE, source + " can be no path on this computer.", "");
        } catch (DeviceException failure) {
            throw PhoneCommand.trouble(failure.fault());
        }
    }

    private ExitCode run(Session session, OpenedSource from, Places to, Wanted wanted)
            throws LedgerException, SourceException {
        to.unusable().forEach((location, fault) -> output.error(location + ": " + Words.fault(fault), fix(fault)));
        to.again()
                .forEach((location, first) -> output.error(
                        location + " is the same place as " + first + ", or a clone of it, and is not used.",
                        "A place of its own begins as an empty folder."));
        if (to.usable().isEmpty()) {
            return ExitCode.PLACE;
        }
        Backup backup = new Backup(
                from.source(),
                to.usable(),
                session.ledger(),
                from.inspector(),
                from.grouping(),
                session.crew(),
                session.clock(),
                wanted.selection(),
                session.progress(common, output));
        if (dryRun) {
            return preview(session, from, wanted, backup);
        }
        long sizeBefore = session.ledger().size();
        Backup.Outcome outcome = backup.run();
        went(session, from, wanted);
        boolean onlyListed = session.ledger().size() == sizeBefore + 1 && outcome.nothingChanged();
        if (onlyListed) {
            Tallies.carryOver(session.ledger(), session.settings().policy(), sizeBefore);
        }
        return report(from, to, outcome, tally(session, from.source(), wanted));
    }

    private static Tally tally(Session session, Source from, Wanted wanted) throws LedgerException {
        return wanted.only()
                ? Tally.of(
                        session.ledger(),
                        from.id(),
                        wanted.selection()::selects,
                        session.judge(),
                        session.clock().instant())
                : StatusCommand.tally(session).getOrDefault(from.id(), StatusCommand.NOTHING);
    }

    private ExitCode preview(Session session, OpenedSource from, Wanted wanted, Backup backup)
            throws LedgerException, SourceException {
        List<CopyTask> tasks = new ArrayList<>();
        Backup.Preview preview = backup.preview(tasks::add);
        went(session, from, wanted);
        if (common.json) {
            output.json(json -> json.object(it -> it.put("owedItems", preview.owedItems())
                    .put("owedBytes", preview.owedBytes())
                    .put("lostCopies", preview.lostCopies())
                    .array(
                            "items",
                            tasks,
                            (array, task) -> array.object(one -> one.put(
                                            "path", task.item().key().path())
                                    .put("sizeBytes", task.item().sizeBytes())
                                    .array("places", sorted(task.owed()), (list, id) -> list.value(id.value()))))));
        } else {
            tasks.forEach(task -> output.line(
                    task.item().key().path() + "  " + Amounts.bytes(task.item().sizeBytes())));
            output.line(Amounts.count(preview.owedItems(), "file", "files") + " (" + Amounts.bytes(preview.owedBytes())
                    + ") would be copied. Nothing was.");
            sayChosen(from);
        }
        return ExitCode.OK;
    }

    private static List<PlaceId> sorted(Set<PlaceId> ids) {
        return ids.stream().sorted().toList();
    }

    private ExitCode report(OpenedSource from, Places to, Backup.Outcome outcome, Tally tally) {
        if (common.json) {
            output.json(json -> json.object(it -> {
                it.put("source", from.source().id().value())
                        .put("items", outcome.census().items())
                        .put("blockedItems", outcome.census().blocked())
                        .put("changes", outcome.census().changes())
                        .put("copied", outcome.copied())
                        .put("copiedBytes", outcome.copiedBytes())
                        .put("lostCopies", outcome.lostCopies())
                        .put("complete", outcome.complete());
                it.object("tally", inner -> StatusCommand.write(inner, tally));
                it.array(
                        "stoppedPlaces",
                        List.copyOf(outcome.stopped().entrySet()),
                        (array, stop) -> array.object(one -> one.put(
                                        "place", stop.getKey().value())
                                .put(
                                        "code",
                                        ReasonCode.of(stop.getValue().fault()).name())
                                .put("lackingItems", stop.getValue().lackingItems())
                                .put("lackingBytes", stop.getValue().lackingBytes())));
            }));
        } else {
            say(from, to, outcome, tally);
            noteOneDisk(to);
        }
        if (!outcome.complete()) {
            return ExitCode.INTERRUPTED;
        }
        if (!outcome.stopped().isEmpty() || !to.unusable().isEmpty()) {
            return ExitCode.PLACE;
        }
        return tally.unsafe() == 0 ? ExitCode.OK : ExitCode.NOT_SAFE;
    }

    /// What was copied, and what stopped it.
    final void sayCopied(OpenedSource from, Places to, Backup.Outcome outcome) {
        String all =
                String.join(" and ", to.usable().stream().map(Place::location).toList());
        output.line(Amounts.count(outcome.census().items(), "file", "files") + " in "
                + from.source().label().location() + "; " + Amounts.number(outcome.copied()) + " copied to " + all
                + " ("
                + Amounts.bytes(outcome.copiedBytes()) + ") and read back.");
        if (!outcome.complete()) {
            output.line("Stopped before the end. What is said to be safe below is safe; run it again to go on.");
        }
        outcome.stopped()
                .forEach((id, stop) -> output.error(
                        location(to, id) + ": " + Words.fault(stop.fault()) + " It still lacks "
                                + Amounts.count(stop.lackingItems(), "file", "files") + " ("
                                + Amounts.bytes(stop.lackingBytes()) + ").",
                        fix(stop.fault())));
    }

    private static String location(Places places, PlaceId id) {
        return places.usable().stream()
                .filter(place -> place.id().equals(id))
                .map(Place::location)
                .findFirst()
                .orElseGet(id::value);
    }

    private static String fix(PlaceFault fault) {
        return Words.fix(ReasonCode.of(fault));
    }
}
