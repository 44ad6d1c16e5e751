package app.safelight.app.cli;

import app.safelight.app.text.Amounts;
import app.safelight.app.text.Words;
import app.safelight.app.wiring.Places;
import app.safelight.app.wiring.Sources;
import app.safelight.core.backup.Healing;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.place.PlaceException;
import app.safelight.core.policy.ReasonCode;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "heal",
        description = {
            "Replace copies that were found missing or damaged, and add those that the policy asks for.",
            "Takes the bytes from wherever they are still good: another place, or the source. Uses every known place and"
                    + " source that is connected now."
        },
        footer = {"", "Example: safelight heal"})
final class HealCommand extends SafelightCommand {
    @Mixin
    final PasswordOption password = new PasswordOption();

    HealCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run() throws Trouble, LedgerException, PlaceException {
        try (Session session = Session.writing(surroundings, "heal");
                Places places = session.knownPlaces()) {
            boolean asked = password.file != null || Sources.knownNeedPassword(session.ledger());
            char[] secret = asked ? password.password(surroundings) : null;
            try (Sources sources =
                    Sources.known(session.ledger(), secret, work(), PhoneCommand.finder(surroundings)::find)) {
                return heal(session, places, sources);
            } finally {
                if (secret != null) {
                    Arrays.fill(secret, '\0');
                }
            }
        }
    }

    private ExitCode heal(Session session, Places places, Sources sources) throws LedgerException, PlaceException {
        places.unusable().forEach((location, fault) -> output.note(location + " is not used: " + Words.fault(fault)));
        sources.unusable().forEach((location, fault) -> output.note(location + " is not used: " + Words.fault(fault)));
        Healing healing = new Healing(
                places.usable(),
                sources.usable(),
                session.ledger(),
                session.settings().policy().copies(),
                session.crew(),
                session.clock(),
                session.progress(common, output));
        return report(session, healing.run());
    }

    private ExitCode report(Session session, List<Healing.Result> results) throws LedgerException {
        Words words = session.words();
        long healed = results.stream()
                .filter(result -> result instanceof Healing.Result.Healed)
                .count();
        if (common.json) {
            output.json(json -> json.object(it -> it.put("healed", healed)
                    .array(
                            "copies",
                            results,
                            (array, result) -> array.object(one -> {
                                one.put("sha256", result.content().sha256().toString())
                                        .put("place", result.place().value());
                                switch (result) {
                                    case Healing.Result.Healed(var _, var _, var from) ->
                                        one.put("result", "HEALED").put("from", from);
                                    case Healing.Result.NoGoodCopy _ -> one.put("result", "NO_GOOD_COPY");
                                    case Healing.Result.Refused(var _, var _, var fault) ->
                                        one.put("result", "REFUSED")
                                                .put(
                                                        "code",
                                                        ReasonCode.of(fault).name());
                                }
                            }))));
        } else {
            results.forEach(result -> output.line(sentence(result, words)));
            output.line(
                    results.isEmpty()
                            ? "No copy is known to be missing or damaged, and none is lacking at a place that is connected."
                                    + " 'safelight verify PLACE' looks for damage."
                            : Amounts.number(healed) + " of " + Amounts.count(results.size(), "copy", "copies")
                                    + " healed.");
        }
        if (session.interrupted()) {
            return ExitCode.INTERRUPTED;
        }
        return healed == results.size() ? ExitCode.OK : ExitCode.DAMAGE;
    }

    private static String sentence(Healing.Result result, Words words) {
        String what = result.content().sha256().toString().substring(0, 12) + "… at " + words.place(result.place());
        return switch (result) {
            case Healing.Result.Healed(var _, var _, var from) -> "healed      " + what + " from " + from;
            case Healing.Result.NoGoodCopy _ ->
                "NOT HEALED  " + what + ": no connected place or source has good bytes of it.";
            case Healing.Result.Refused(var _, var _, var fault) -> "NOT HEALED  " + what + ": " + Words.fault(fault);
        };
    }
}
