package app.safelight.app.cli;

import app.safelight.app.text.Amounts;
import app.safelight.app.text.Words;
import app.safelight.app.wiring.Apart;
import app.safelight.app.wiring.OpenedSource;
import app.safelight.app.wiring.Places;
import app.safelight.core.ledger.AssetState;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.core.policy.ReasonCode;
import app.safelight.core.reclaim.Reclaim;
import app.safelight.core.source.Source;
import app.safelight.core.source.SourceException;
import app.safelight.source.folder.FolderReclaimer;
import app.safelight.source.folder.FolderSource;
import app.safelight.source.photoslibrary.PhotoListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "free",
        description = {
            "Free space on a card or in a folder: delete what is proven safe elsewhere, and nothing else.",
            "Without --yes it only says what it would delete. With it, every photo's bytes are hashed again in the",
            "source, and its copies are read again from places connected now, before anything of it is deleted."
        },
        footer = {"", "Example: safelight free /media/card --yes"})
final class FreeCommand extends SafelightCommand {
    @Parameters(index = "0", paramLabel = "SOURCE", description = "A folder or camera card that was backed up.")
    String folder = "";

    @Option(names = "--yes", description = "Really delete.")
    boolean yes;

    FreeCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run() throws Trouble, LedgerException, PlaceException, SourceException {
        try (Session session = Session.writing(surroundings, "free");
                OpenedSource opened =
                        source(surroundings.folder().resolve(folder), new PasswordOption(), PhotoListener.NOBODY);
                Places places = session.knownPlaces()) {
            if (!(opened.source() instanceof FolderSource source)) {
                throw new Trouble(
                        ExitCode.USAGE,
                        "space can be freed on cards and in folders only.",
                        "Delete an export by hand, and photos of a device or library in its own app.");
            }
            Reclaim reclaim = new Reclaim(
                    source,
                    new FolderReclaimer(source),
                    apart(places, source),
                    session.ledger(),
                    session.judge(),
                    session.settings().policy().copies(),
                    session.clock());
            List<AssetState> candidates = reclaim.candidates(_ -> true);
            if (!yes) {
                return preview(source, candidates);
            }
            List<Reclaim.Result> results = new ArrayList<>();
            for (AssetState asset : candidates) {
                if (!session.interrupted()) {
                    results.add(reclaim.free(asset));
                }
            }
            return report(session, results);
        }
    }

    /// A copy that lies in the source is no copy besides it.
    private static List<Place> apart(Places places, Source source) {
        Path folder = Path.of(source.label().location());
        return places.usable().stream()
                .filter(place -> !Apart.overlap(Path.of(place.location()), folder))
                .toList();
    }

    private ExitCode preview(Source source, List<AssetState> candidates) {
        long bytes = candidates.stream()
                .flatMap(asset -> asset.parts().stream())
                .mapToLong(part -> Math.max(0, part.item().sizeBytes()))
                .sum();
        if (common.json) {
            output.json(json -> json.object(it -> it.put("deleted", 0)
                    .put("sizeBytes", bytes)
                    .array(
                            "assets",
                            candidates,
                            (array, asset) -> array.value(asset.id().primary().path()))));
        } else {
            candidates.forEach(asset -> output.line("  " + asset.id().primary().path()));
            output.line(Amounts.count(candidates.size(), "photo or file", "photos and files") + " ("
                    + Amounts.bytes(bytes) + ") in " + source.label().location()
                    + " are proven safe and could be deleted there. Nothing was.");
            output.line("HINT: Add --yes to read everything once more and then delete.");
        }
        return ExitCode.OK;
    }

    private ExitCode report(Session session, List<Reclaim.Result> results) throws LedgerException {
        Words words = session.words();
        long freed = results.stream()
                .filter(result -> result instanceof Reclaim.Result.Freed)
                .count();
        long bytes = results.stream()
                .mapToLong(result -> switch (result) {
                    case Reclaim.Result.Freed(var _, var size) -> size;
                    case Reclaim.Result.NotSafe _, Reclaim.Result.NotConfirmed _, Reclaim.Result.SourceRefused _ -> 0;
                })
                .sum();
        if (common.json) {
            output.json(json -> json.object(it -> it.put("deleted", freed)
                    .put("sizeBytes", bytes)
                    .array("assets", results, (array, result) -> array.object(one -> write(one, result)))));
        } else {
            results.stream()
                    .filter(result -> !(result instanceof Reclaim.Result.Freed))
                    .forEach(result -> output.line(
                            "  KEPT  " + result.asset().id().primary().path() + ": " + sentence(result, words)));
            output.line(Amounts.count(freed, "photo or file", "photos and files") + " deleted, " + Amounts.bytes(bytes)
                    + " freed. Their copies were read again first.");
        }
        if (session.interrupted()) {
            return ExitCode.INTERRUPTED;
        }
        return freed == results.size() ? ExitCode.OK : ExitCode.NOT_SAFE;
    }

    private static void write(Output.Json json, Reclaim.Result result) throws IOException {
        json.put("path", result.asset().id().primary().path());
        switch (result) {
            case Reclaim.Result.Freed(var _, var size) ->
                json.put("result", "DELETED").put("sizeBytes", size);
            case Reclaim.Result.NotSafe(var _, var reasons) ->
                json.put("result", "NOT_SAFE")
                        .array(
                                "codes",
                                reasons,
                                (array, reason) ->
                                        array.value(ReasonCode.of(reason).name()));
            case Reclaim.Result.NotConfirmed(var _, var confirmed) ->
                json.put("result", "NOT_CONFIRMED").put("confirmedCopies", confirmed);
            case Reclaim.Result.SourceRefused(var _, var fault) ->
                json.put("result", "SOURCE_REFUSED")
                        .put("code", ReasonCode.of(fault).name());
        }
    }

    private static String sentence(Reclaim.Result result, Words words) {
        return switch (result) {
            case Reclaim.Result.Freed _ -> "deleted";
            case Reclaim.Result.NotSafe(var _, var reasons) ->
                String.join(" ", reasons.stream().map(words::reason).toList());
            case Reclaim.Result.NotConfirmed(var _, var confirmed) ->
                "only " + Amounts.count(confirmed, "copy", "copies")
                        + " could be read again just now; connect its place.";
            case Reclaim.Result.SourceRefused(var _, var fault) -> Words.fault(fault);
        };
    }
}
