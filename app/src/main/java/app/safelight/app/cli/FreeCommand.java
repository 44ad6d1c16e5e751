package app.safelight.app.cli;

import app.safelight.app.text.Amounts;
import app.safelight.app.text.Shell;
import app.safelight.app.text.Words;
import app.safelight.app.wiring.Apart;
import app.safelight.app.wiring.OpenedSource;
import app.safelight.app.wiring.Places;
import app.safelight.app.wiring.SourceName;
import app.safelight.core.ledger.AssetState;
import app.safelight.core.ledger.ItemState;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.model.PlaceId;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.core.policy.Proof;
import app.safelight.core.policy.ReasonCode;
import app.safelight.core.policy.Tally;
import app.safelight.core.policy.Verdict;
import app.safelight.core.reclaim.Reclaim;
import app.safelight.core.source.Source;
import app.safelight.core.source.SourceException;
import app.safelight.core.source.SourceFault;
import app.safelight.source.folder.FolderReclaimer;
import app.safelight.source.folder.FolderSource;
import app.safelight.source.photoslibrary.PhotoListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
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
        requireStored();
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
            if (!session.ledger().sources().containsKey(source.id())) {
                throw new Trouble(
                        ExitCode.NOT_FOUND,
                        source.label().location() + " was never backed up, so nothing in it is proven safe.",
                        backUp());
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
                return preview(session, source, candidates);
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
                .filter(place -> Places.folder(place)
                        .filter(kept -> Apart.overlap(kept, folder))
                        .isEmpty())
                .toList();
    }

    private void requireStored() throws Trouble {
        if (SourceName.of(folder, surroundings.folder()) instanceof SourceName.Phone) {
            throw new Trouble(
                    ExitCode.USAGE,
                    "space can be freed on cards and in folders only, not on a phone.",
                    "Delete photos of a phone in its own app; 'safelight status' says what is safe.");
        }
    }

    private String backUp() {
        return "Back it up first: safelight backup " + Shell.argument(folder) + " --to DRIVE";
    }

    private ExitCode preview(Session session, Source source, List<AssetState> candidates) throws LedgerException {
        Tally kept = Tally.of(
                session.ledger(),
                source.id(),
                asset -> asset.parts().getFirst().item().presence() == ItemState.Presence.PRESENT,
                session.judge(),
                session.clock().instant());
        long bytes = candidates.stream()
                .flatMap(asset -> asset.parts().stream())
                .mapToLong(part -> Math.max(0, part.item().sizeBytes()))
                .sum();
        if (common.json) {
            output.json(json -> json.object(it -> it.put("deleted", 0)
                    .put("sizeBytes", bytes)
                    .put("notSafe", kept.unsafe())
                    .array(
                            "assets",
                            candidates,
                            (array, asset) -> array.value(asset.id().primary().path()))));
        } else {
            candidates.forEach(asset -> output.line("  " + asset.id().primary().path()));
            output.line(Amounts.count(candidates.size(), "photo or file", "photos and files") + " ("
                    + Amounts.bytes(bytes) + ") in " + source.label().location()
                    + " are proven safe and could be deleted there. Nothing was.");
            sayKept(kept);
            if (!candidates.isEmpty()) {
                sayOnlyCopies(session, candidates);
                output.line("HINT: Add --yes to read everything once more and then delete.");
            }
        }
        return kept.unsafe() == 0 ? ExitCode.OK : ExitCode.NOT_SAFE;
    }

    private void sayKept(Tally kept) {
        if (kept.unsafe() > 0) {
            output.line(Amounts.count(kept.unsafe(), "photo or file", "photos and files")
                    + " would be kept, since they are NOT proven safe:");
            new TreeMap<>(kept.reasons())
                    .forEach((code, count) ->
                            output.line("  " + Amounts.number(count) + "  " + code + "  " + Words.fix(code)));
            output.line("HINT: " + backUp());
        }
        if (kept.excluded() > 0) {
            output.line(Amounts.count(kept.excluded(), "photo or file", "photos and files")
                    + " would be kept, since a rule leaves them out of the backup.");
        }
    }

    /// Deleting an original turns copies into originals.
    private void sayOnlyCopies(Session session, List<AssetState> candidates) throws LedgerException {
        Set<PlaceId> places = new HashSet<>();
        int fewest = Integer.MAX_VALUE;
        for (AssetState asset : candidates) {
            if (session.judge().judge(asset, session.clock().instant()) instanceof Verdict.Safe(var proof)) {
                for (Proof.Part part : proof.parts()) {
                    part.receipts().forEach(receipt -> places.add(receipt.place()));
                    fewest = Math.min(fewest, part.receipts().size());
                }
            }
        }
        Words words = session.words();
        output.line("WARNING: Afterwards the only copies are those on "
                + String.join(
                        " and ", places.stream().map(words::place).sorted().toList()) + ": "
                + Amounts.count(fewest, "copy", "copies") + " of each"
                + (fewest == 1 ? ". If that drive fails, they are gone." : " at least."));
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
            case Reclaim.Result.NotConfirmed(var _, var confirmed, var lost) ->
                json.put("result", "NOT_CONFIRMED")
                        .put("confirmedCopies", confirmed)
                        .array(
                                "lostAt",
                                lost.keySet().stream().sorted().toList(),
                                (array, place) -> array.value(place.value()));
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
            case Reclaim.Result.NotConfirmed(var _, var _, var lost)
            when !lost.isEmpty() ->
                String.join(
                                " ",
                                new TreeMap<>(lost)
                                        .entrySet().stream()
                                                .map(one -> "At " + words.place(one.getKey()) + ": "
                                                        + Words.fault(one.getValue()))
                                                .toList())
                        + " Run 'safelight heal', then this again.";
            case Reclaim.Result.NotConfirmed(var _, var confirmed, var _) ->
                "only " + Amounts.count(confirmed, "copy", "copies")
                        + " could be read again just now; connect its place.";
            case Reclaim.Result.SourceRefused(var _, SourceFault.ChangedWhileRead _) ->
                "It has changed since it was backed up. Run the backup again, then this.";
            case Reclaim.Result.SourceRefused(var _, var fault) -> Words.fault(fault);
        };
    }
}
