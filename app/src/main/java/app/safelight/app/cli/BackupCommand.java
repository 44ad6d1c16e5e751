package app.safelight.app.cli;

import app.safelight.app.text.Amounts;
import app.safelight.app.text.Words;
import app.safelight.app.wiring.OpenedSource;
import app.safelight.app.wiring.Places;
import app.safelight.app.wiring.Tallies;
import app.safelight.core.backup.Backup;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.model.AssetKind;
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
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "backup",
        description = {
            "Copy every photo of a source to one or more places, read each copy back, and say what is safe.",
            "A second run copies only what is new. It can be stopped at any moment and goes on where it was."
        },
        footer = {"", "Example: safelight backup /media/card --to /mnt/drive --to /mnt/second"})
final class BackupCommand extends SafelightCommand {
    @Parameters(
            index = "0",
            paramLabel = "SOURCE",
            description = "A folder, a camera card, a Google Takeout, a Mac's photo library, or a backup of an iPhone.")
    String source = "";

    @Option(
            names = "--to",
            required = true,
            paramLabel = "PLACE",
            description = "Folder on a drive that keeps copies. Give it again for more places.")
    List<String> places = List.of();

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "KIND",
            description = "Take only these kinds: photos, videos, live, raw, sounds, other.")
    List<Only> only = List.of();

    @Option(
            names = "--since",
            paramLabel = "DATE",
            description = "Take only what was taken on this day (2026-01-31) or later.")
    @Nullable
    LocalDate since;

    @Mixin
    final PasswordOption password = new PasswordOption();

    @Option(names = "--dry-run", description = "List and look, and say what would be copied. Copies nothing.")
    boolean dryRun;

    /// What a person can ask for with `--only`.
    enum Only {
        PHOTOS,
        VIDEOS,
        LIVE,
        RAW,
        SOUNDS,
        OTHER;

        Set<AssetKind> kinds() {
            return switch (this) {
                case PHOTOS ->
                    EnumSet.of(
                            AssetKind.PHOTO,
                            AssetKind.LIVE_PHOTO,
                            AssetKind.MOTION_PHOTO,
                            AssetKind.RAW_PHOTO,
                            AssetKind.BURST_FRAME);
                case VIDEOS -> EnumSet.of(AssetKind.VIDEO);
                case LIVE -> EnumSet.of(AssetKind.LIVE_PHOTO, AssetKind.MOTION_PHOTO);
                case RAW -> EnumSet.of(AssetKind.RAW_PHOTO);
                case SOUNDS -> EnumSet.of(AssetKind.AUDIO);
                case OTHER -> EnumSet.of(AssetKind.OTHER_FILE);
            };
        }
    }

    BackupCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run() throws Trouble, LedgerException, PlaceException, SourceException {
        try (Session session = Session.writing(surroundings, "backup");
                OpenedSource from = source(source, password);
                Places to = session.places(places, Places.Missing.CREATE)) {
            return run(session, from, to);
        }
    }

    private ExitCode run(Session session, OpenedSource from, Places to)
            throws Trouble, LedgerException, SourceException {
        to.unusable().forEach((location, fault) -> output.error(location + ": " + Words.fault(fault), fix(fault)));
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
                selection(),
                session.progress(common, output));
        if (dryRun) {
            return preview(backup);
        }
        long sizeBefore = session.ledger().size();
        Backup.Outcome outcome = backup.run();
        boolean onlyListed = session.ledger().size() == sizeBefore + 1 && outcome.nothingChanged();
        if (onlyListed) {
            Tallies.carryOver(session.ledger(), session.settings().policy(), sizeBefore);
        }
        return report(session, from.source(), to, outcome);
    }

    private Selection selection() {
        Set<AssetKind> kinds = EnumSet.noneOf(AssetKind.class);
        only.forEach(one -> kinds.addAll(one.kinds()));
        return new Selection(kinds.isEmpty() ? EnumSet.allOf(AssetKind.class) : kinds, Optional.ofNullable(since));
    }

    private ExitCode preview(Backup backup) throws LedgerException, SourceException {
        List<CopyTask> tasks = new ArrayList<>();
        Backup.Preview preview = backup.preview(tasks::add);
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
        }
        return ExitCode.OK;
    }

    private static List<PlaceId> sorted(Set<PlaceId> ids) {
        return ids.stream().sorted().toList();
    }

    private ExitCode report(Session session, Source from, Places to, Backup.Outcome outcome) throws LedgerException {
        Tally tally = StatusCommand.tally(session).getOrDefault(from.id(), StatusCommand.NOTHING);
        if (common.json) {
            output.json(json -> json.object(it -> {
                it.put("source", from.id().value())
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
        }
        if (!outcome.complete()) {
            return ExitCode.INTERRUPTED;
        }
        if (!outcome.stopped().isEmpty() || !to.unusable().isEmpty()) {
            return ExitCode.PLACE;
        }
        return tally.unsafe() == 0 ? ExitCode.OK : ExitCode.NOT_SAFE;
    }

    private void say(Source from, Places to, Backup.Outcome outcome, Tally tally) {
        String places =
                String.join(" and ", to.usable().stream().map(Place::location).toList());
        output.line(Amounts.count(outcome.census().items(), "file", "files") + " in "
                + from.label().location() + "; " + Amounts.number(outcome.copied()) + " copied to " + places + " ("
                + Amounts.bytes(outcome.copiedBytes()) + ") and read back.");
        if (!outcome.complete()) {
            output.line("Stopped before the end. What is said to be safe below is safe; run it again to go on.");
        }
        outcome.stopped()
                .forEach((id, stop) -> output.error(
                        Words.fault(stop.fault()) + " It still lacks "
                                + Amounts.count(stop.lackingItems(), "file", "files") + " ("
                                + Amounts.bytes(stop.lackingBytes()) + ").",
                        fix(stop.fault())));
        StatusCommand.sayTally(output, from.label().location(), tally);
    }

    private static String fix(PlaceFault fault) {
        return Words.fix(ReasonCode.of(fault));
    }
}
