package app.safelight.app.cli;

import app.safelight.app.run.Interruption;
import app.safelight.app.run.ThreadCrew;
import app.safelight.app.text.Amounts;
import app.safelight.app.text.Words;
import app.safelight.app.wiring.Apart;
import app.safelight.app.wiring.PlaceName;
import app.safelight.app.wiring.Places;
import app.safelight.app.wiring.RestoreFolder;
import app.safelight.core.backup.Progress;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.Sha256;
import app.safelight.core.model.SourceId;
import app.safelight.core.place.Origin;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.core.policy.ReasonCode;
import app.safelight.core.restore.Restore;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "restore",
        description = {
            "Give back what a place holds, under the names, folders and times it had in its source.",
            "Needs only the place. Never writes over a file; run it again to go on after a stop."
        },
        footer = {"", "Example: safelight restore /mnt/drive --to /home/me/restored"})
final class RestoreCommand extends SafelightCommand {
    @Parameters(index = "0", paramLabel = "PLACE", description = "Folder of the place, or 'library'.")
    String place = "";

    @Option(names = "--to", required = true, paramLabel = "DIR", description = "Folder to restore into.")
    String target = "";

    @Option(
            names = "--source",
            paramLabel = "ID",
            description = "Only what came from this source; 'safelight sources' tells ids. Several sources in one"
                    + " place are otherwise restored into a folder each.")
    @Nullable
    String source;

    @Option(
            names = "--only",
            paramLabel = "PATTERN",
            description = "Only files whose path in the source matches, such as 'DCIM/**' or '*.HEIC'.")
    @Nullable
    String pattern;

    @Option(names = "--key", paramLabel = "FILE", description = KEY_HELP)
    @Nullable
    String key;

    RestoreCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run() throws Trouble, PlaceException {
        PlaceName name = placeName(surroundings, place);
        Path restored = surroundings.folder().resolve(target).normalize();
        if (name instanceof PlaceName.Folder(var folder)) {
            requireElsewhere(folder, restored);
        }
        try (Interruption interruption = new Interruption();
                ThreadCrew crew = new ThreadCrew(interruption::requested);
                Place from = Places.alone(name, account(surroundings), keys(key))) {
            Set<SourceId> sources = new TreeSet<>();
            from.origins(origin -> sources.add(origin.key().source()));
            if (source != null && sources.stream().noneMatch(id -> id.value().equals(source))) {
                throw new Trouble(
                        ExitCode.NOT_FOUND, place + " holds nothing of source " + source + ".", "It holds " + sources);
            }
            boolean one = source != null || sources.size() <= 1;
            Function<Origin, String> path = origin -> one
                    ? origin.key().path()
                    : origin.key().source() + "/" + origin.key().path();
            Progress progress = common.json || common.quiet
                    ? Progress.SILENT
                    : new RunProgress(output, surroundings.terminal(), surroundings.clock(), _ -> place);
            RestoreFolder into = new RestoreFolder(restored, path);
            @Nullable Pattern wanted = pattern == null ? null : PathPattern.compile(pattern);
            Predicate<ItemKey> chosen =
                    key -> (source == null || key.source().value().equals(source))
                            && (wanted == null || wanted.matcher(key.path()).matches());
            if (wanted != null && !isAnyChosen(from, chosen)) {
                throw new Trouble(
                        ExitCode.NOT_FOUND,
                        "nothing in " + place + " matches '" + pattern + "'.",
                        "'*.HEIC' is for names in any folder, 'DCIM/**' for all below a folder. Quote it.");
            }
            require(into);
            Restore.Outcome outcome = new Restore(from, into, crew, progress).run(chosen);
            // What came into a library in other ways never had a place in a source.
            boolean whole = source == null && pattern == null && name instanceof PlaceName.Folder;
            return report(outcome, whole ? withoutOrigin(from) : 0);
        }
    }

    /// What is restored into a place would lie among its copies, as files that it knows nothing of.
    private void requireElsewhere(Path folder, Path restored) throws Trouble {
        if (Apart.liesIn(restored, folder)) {
            throw new Trouble(
                    ExitCode.USAGE,
                    target + " lies in the place that is to be restored, " + place + ".",
                    "Name a folder outside of it.");
        }
    }

    private void require(RestoreFolder into) throws Trouble {
        if (Files.isRegularFile(into.root())) {
            throw new Trouble(ExitCode.USAGE, target + " is a file, not a folder.", "Name a folder.");
        }
        try {
            into.tryToWrite();
        } catch (IOException refused) {
            throw new Trouble(
                    ExitCode.USAGE,
                    "nothing can be written into " + target + ": " + why(refused) + ".",
                    "Name a folder that you may write.");
        }
    }

    private static String why(IOException refused) {
        if (refused instanceof AccessDeniedException denied) {
            return "you have no permission for " + denied.getFile();
        }
        return refused instanceof FileSystemException failure && failure.getReason() != null
                ? failure.getReason()
                : refused.toString();
    }

    private static boolean isAnyChosen(Place from, Predicate<ItemKey> chosen) throws PlaceException {
        boolean[] any = {false};
        from.origins(origin -> any[0] |= chosen.test(origin.key()));
        return any[0];
    }

    /// How many contents the place holds of which it no longer knows where they came from.
    private static long withoutOrigin(Place from) throws PlaceException {
        Set<Sha256> known = new HashSet<>();
        from.origins(origin -> known.add(origin.content().sha256()));
        long[] unknown = {0};
        from.list(content -> {
            if (!known.contains(content.sha256())) {
                unknown[0]++;
            }
        });
        return unknown[0];
    }

    private ExitCode report(Restore.Outcome outcome, long withoutOrigin) {
        if (common.json) {
            output.json(json -> json.object(it -> it.put("files", outcome.files())
                    .put("sizeBytes", outcome.sizeBytes())
                    .put("alreadyThere", outcome.alreadyThere())
                    .put("withoutOrigin", withoutOrigin)
                    .put("notTried", outcome.notTried())
                    .put(
                            "stoppedBy",
                            outcome.stopped()
                                    .map(fault -> ReasonCode.of(fault).name())
                                    .orElse(null))
                    .put("complete", outcome.complete())
                    .array(
                            "problems",
                            outcome.problems(),
                            (array, problem) -> array.object(one -> one.put(
                                            "path", problem.origin().key().path())
                                    .put("problem", sentence(problem))))));
        } else {
            output.line(Amounts.count(outcome.files(), "file", "files") + " ("
                    + Amounts.bytes(outcome.sizeBytes()) + ") restored, each checked against its hash"
                    + (outcome.alreadyThere() == 0
                            ? "."
                            : "; " + Amounts.number(outcome.alreadyThere()) + " were already there."));
            outcome.problems()
                    .forEach(problem -> output.line(
                            "  NOT RESTORED  " + problem.origin().key().path() + ": " + sentence(problem)));
            if (withoutOrigin > 0) {
                output.line(Amounts.count(withoutOrigin, "file", "files")
                        + " on the drive NOT restored: it no longer knows where they came from.");
                output.line("HINT: Copy them from the folders Photos and Files there, or run 'safelight places rebuild "
                        + place + "' where the ledger is, then restore again.");
            }
        }
        outcome.stopped()
                .ifPresent(fault -> output.error(
                        Words.fault(fault) + " "
                                + Amounts.count(outcome.notTried(), "file was", "files were")
                                + " not restored.",
                        Words.fix(ReasonCode.of(fault))));
        if (!outcome.complete()) {
            return ExitCode.INTERRUPTED;
        }
        if (outcome.stopped().isPresent()) {
            return ExitCode.PLACE;
        }
        return outcome.problems().isEmpty() && withoutOrigin == 0 ? ExitCode.OK : ExitCode.DAMAGE;
    }

    private static String sentence(Restore.Result problem) {
        return switch (problem) {
            case Restore.Result.Damaged(var _, var fault) -> Words.fault(fault) + " " + Words.fix(ReasonCode.of(fault));
            case Restore.Result.NotWritten(var _, var detail) -> "It could not be written: " + detail;
            case Restore.Result.Restored _, Restore.Result.AlreadyThere _, Restore.Result.NotTried _ -> "";
        };
    }
}
