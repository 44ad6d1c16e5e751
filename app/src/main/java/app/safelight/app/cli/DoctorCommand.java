package app.safelight.app.cli;

import app.safelight.app.text.Diagnoses;
import app.safelight.app.text.Words;
import app.safelight.app.wiring.Places;
import app.safelight.app.wiring.Sources;
import app.safelight.core.doctor.Check;
import app.safelight.core.doctor.Checks;
import app.safelight.core.doctor.Doctor;
import app.safelight.core.doctor.Finding;
import app.safelight.core.doctor.Fix;
import app.safelight.core.ledger.Ledger;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.model.SourceId;
import app.safelight.core.place.PlaceException;
import app.safelight.core.policy.Tally;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(
        name = "doctor",
        description = {
            "Check the ledger, the places and the sources, say what was found, and how to mend it, the safest way first.",
            "Changes nothing."
        },
        footer = {"", "Example: safelight doctor"})
final class DoctorCommand extends SafelightCommand {
    DoctorCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run() throws Trouble, LedgerException, PlaceException {
        try (Session session = Session.reading(surroundings);
                Places places = session.knownPlaces();
                Sources sources =
                        Sources.known(session.ledger(), null, work(), PhoneCommand.finder(surroundings)::find)) {
            List<Finding> findings = Doctor.examine(checks(session, places, sources));
            report(session, findings);
            return worst(findings);
        }
    }

    private static List<Check> checks(Session session, Places places, Sources sources) throws LedgerException {
        Ledger ledger = session.ledger();
        Map<SourceId, Tally> tallies = StatusCommand.tally(session);
        Instant now = session.clock().instant();
        return List.of(
                Checks.ledgerSound(session::checkLedger, ledger),
                Checks.placesReachable(places.usable(), places.unusable()),
                Checks.placesComplete(places.usable(), ledger),
                Checks.enoughPlaces(ledger.places(), session.settings().policy()),
                Checks.sourcesReachable(sources.usable().size(), sources.unusable()),
                Checks.censusRecent(ledger, now),
                Checks.photosSafe(tallies),
                Checks.evidenceYoung(tallies, ledger, now),
                Checks.filesDecode(ledger),
                Checks.livePhotosWhole(ledger));
    }

    private void report(Session session, List<Finding> findings) throws LedgerException {
        Words words = session.words();
        Diagnoses diagnoses = new Diagnoses(words, session.zone());
        if (common.json) {
            output.json(json -> json.object(it -> it.array(
                    "findings",
                    findings,
                    (array, finding) -> array.object(one -> {
                        one.put("check", finding.check().name());
                        switch (finding) {
                            case Finding.Healthy(var _, var looked) ->
                                one.put("result", "HEALTHY")
                                        .put("looked", looked.count())
                                        .put("subject", looked.subject());
                            case Finding.CouldNotRun(var _, var why) ->
                                one.put("result", "COULD_NOT_RUN").put("why", why);
                            case Finding.Ill(var _, var severity, var illness, var fixes) ->
                                one.put("result", "ILL")
                                        .put("severity", severity.name())
                                        .put("text", diagnoses.illness(illness))
                                        .array(
                                                "fixes",
                                                fixes,
                                                (list, fix) -> list.object(inner -> inner.put("kind", kind(fix))
                                                        .put("text", diagnoses.fix(fix))));
                        }
                    }))));
            return;
        }
        for (Finding finding : findings) {
            switch (finding) {
                case Finding.Healthy(var check, var looked) ->
                    output.line("healthy   " + Diagnoses.name(check) + " (looked at " + Diagnoses.looked(looked) + ")");
                case Finding.CouldNotRun(var check, var why) ->
                    output.line("NOT RUN   " + Diagnoses.name(check) + ": " + why);
                case Finding.Ill(var _, var severity, var illness, var fixes) -> {
                    output.line(Diagnoses.severity(severity) + diagnoses.illness(illness));
                    fixes.forEach(fix -> output.line("          → " + diagnoses.fix(fix)));
                }
            }
        }
    }

    private static String kind(Fix fix) {
        return switch (fix) {
            case Fix.Automatic _ -> "AUTOMATIC";
            case Fix.AfterConsent _ -> "AFTER_CONSENT";
            case Fix.ByHand _ -> "BY_HAND";
        };
    }

    private static ExitCode worst(List<Finding> findings) {
        boolean danger = findings.stream().anyMatch(finding -> switch (finding) {
            case Finding.Ill ill -> ill.severity() == Finding.Severity.DANGER;
            case Finding.CouldNotRun _ -> true;
            case Finding.Healthy _ -> false;
        });
        return danger ? ExitCode.NOT_SAFE : ExitCode.OK;
    }
}
