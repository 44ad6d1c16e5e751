package app.safelight.app.cli;

import app.safelight.app.text.Amounts;
import app.safelight.app.text.Words;
import app.safelight.app.wiring.Places;
import app.safelight.core.backup.Verification;
import app.safelight.core.ledger.AssetState;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.model.ContentId;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.policy.ReasonCode;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify",
        description = {
            "Read every copy at a place from its medium, compare it with its hash, and record what was found.",
            "Photos whose evidence had become too old are safe again afterwards."
        },
        footer = {"", "Example: safelight verify /mnt/drive --sample 10%%"})
final class VerifyCommand extends SafelightCommand {
    /// Names of one damaged content that are told.
    private static final int MAX_NAMES = 3;

    @Parameters(index = "0", paramLabel = "PLACE", description = "Folder of the place, or 'library'.")
    String place = "";

    @Option(
            names = "--sample",
            paramLabel = "N%",
            defaultValue = "100%",
            description = "Read only so many per cent, chosen by chance; all are looked for. Default: 100%%.")
    String sample = "100%";

    VerifyCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run() throws Trouble, LedgerException, PlaceException {
        Predicate<ContentId> chosen = sample();
        try (Session session = Session.writing(surroundings, "verify");
                Places opened = session.places(List.of(place), Places.Missing.REFUSE)) {
            Place only = opened.only();
            Verification verification = new Verification(
                    only, session.ledger(), session.crew(), session.clock(), session.progress(common, output));
            return report(session, only, verification.run(chosen));
        }
    }

    private Predicate<ContentId> sample() throws Trouble {
        String number = sample.endsWith("%") ? sample.substring(0, sample.length() - 1) : sample;
        double percent;
        try {
            percent = Double.parseDouble(number);
        } catch (NumberFormatException wrong) {
            throw wrongSample();
        }
        if (!(percent > 0 && percent <= 100)) {
            throw wrongSample();
        }
        if (percent == 100) {
            return _ -> true;
        }
        long salt = new SplittableRandom(surroundings.clock().millis()).nextLong();
        return content -> {
            long mixed = new SplittableRandom(content.sha256().first() ^ salt).nextLong();
            return (mixed >>> 11) * 0x1.0p-53 < percent / 100;
        };
    }

    private Trouble wrongSample() {
        return new Trouble(
                ExitCode.USAGE, "--sample " + sample + " makes no sense.", "Give a number above 0% and up to 100%.");
    }

    private ExitCode report(Session session, Place at, Verification.Outcome outcome) throws LedgerException {
        List<Map.Entry<ContentId, PlaceFault>> bad = outcome.bad().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .toList();
        if (common.json) {
            output.json(json -> json.object(it -> it.put("place", at.id().value())
                    .put("claimed", outcome.claimed())
                    .put("claimedBytes", outcome.claimedBytes())
                    .put("read", outcome.read())
                    .put("readBytes", outcome.readBytes())
                    .put("good", outcome.good())
                    .put("evidence", at.traits().strongestEvidence().name())
                    .put("complete", outcome.complete())
                    .array(
                            "bad",
                            bad,
                            (array, one) -> array.object(entry -> entry.put(
                                            "sha256", one.getKey().sha256().toString())
                                    .put("sizeBytes", one.getKey().sizeBytes())
                                    .put("code", ReasonCode.of(one.getValue()).name())))));
        } else {
            output.line(at.location() + ": " + Amounts.number(outcome.good()) + " of "
                    + Amounts.count(outcome.claimed(), "copy", "copies") + " "
                    + Words.evidence(at.traits().strongestEvidence()) + " and good ("
                    + Amounts.bytes(outcome.readBytes()) + " read).");
            for (Map.Entry<ContentId, PlaceFault> one : bad) {
                boolean deleted = one.getValue() instanceof PlaceFault.DeletedThere;
                output.line((deleted ? "  DELETED  " : "  DAMAGED  ") + names(session, one.getKey()));
                output.line("           " + Words.fault(one.getValue()));
            }
            if (!bad.isEmpty()) {
                output.line("HINT: " + Words.fix(ReasonCode.COPY_DAMAGED));
            }
            outcome.stopped().stream()
                    .findFirst()
                    .ifPresent(fault -> output.error(Words.fault(fault), Words.fix(ReasonCode.of(fault))));
        }
        if (!outcome.complete()) {
            return ExitCode.INTERRUPTED;
        }
        if (!outcome.stopped().isEmpty()) {
            return ExitCode.PLACE;
        }
        return bad.isEmpty() ? ExitCode.OK : ExitCode.DAMAGE;
    }

    private static String names(Session session, ContentId content) throws LedgerException {
        List<AssetState> assets = session.ledger().assetsWith(content, MAX_NAMES);
        return assets.isEmpty()
                ? "SHA-256 " + content.sha256()
                : String.join(
                        ", ",
                        assets.stream()
                                .flatMap(asset -> asset.parts().stream())
                                .filter(part -> part.item()
                                        .content()
                                        .filter(content::equals)
                                        .isPresent())
                                .map(part -> part.item().key().path())
                                .toList());
    }
}
