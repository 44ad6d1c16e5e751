package app.safelight.app.cli;

import app.safelight.app.text.Amounts;
import app.safelight.core.ledger.LedgerException;
import picocli.CommandLine.Command;

@Command(
        name = "rebuild-ledger",
        description = {
            "Make everything the ledger tells anew from the events it recorded. Nothing recorded is lost.",
            "If its file is beyond that, start a new ledger in another SAFELIGHT_HOME and run the backup again:",
            "copies that are there already are found and read, not stored twice."
        },
        footer = {"", "Example: safelight rebuild-ledger"})
final class RebuildLedgerCommand extends SafelightCommand {
    RebuildLedgerCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run() throws Trouble, LedgerException {
        try (Session session = Session.writing(surroundings, "rebuild-ledger")) {
            session.rebuildLedger();
            long events = session.ledger().size();
            if (common.json) {
                output.json(json -> json.object(it -> it.put("events", events)));
            } else {
                output.line("The ledger was made anew from " + Amounts.count(events, "event", "events") + ".");
            }
            return ExitCode.OK;
        }
    }
}
