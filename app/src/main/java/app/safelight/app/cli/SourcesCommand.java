package app.safelight.app.cli;

import app.safelight.app.text.Amounts;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.model.SourceId;
import app.safelight.core.policy.Tally;
import app.safelight.core.source.SourceLabel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;

@Command(
        name = "sources",
        description = "List where photos were seen, when each was last listed to its end, and how much of it is safe.",
        footer = {"", "Example: safelight sources"})
final class SourcesCommand extends SafelightCommand {
    private record Row(SourceId id, SourceLabel label, Optional<Instant> listedAt, Tally tally) {}

    SourcesCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run() throws Trouble, LedgerException {
        try (Session session = Session.reading(surroundings)) {
            List<Row> rows = rows(session);
            if (common.json) {
                output.json(json -> json.object(it -> it.array(
                        "sources",
                        rows,
                        (array, row) -> array.object(one -> {
                            one.put("source", row.id().value())
                                    .put("kind", row.label().kind())
                                    .put("location", row.label().location())
                                    .put(
                                            "listedAt",
                                            row.listedAt()
                                                    .map(Instant::toString)
                                                    .orElse(null));
                            StatusCommand.write(one, row.tally());
                        }))));
            } else if (rows.isEmpty()) {
                output.line(StatusCommand.NOTHING_KNOWN);
            } else {
                rows.forEach(row -> say(session, row));
            }
            return ExitCode.OK;
        }
    }

    private static List<Row> rows(Session session) throws LedgerException {
        Map<SourceId, Tally> tallies = StatusCommand.tally(session);
        List<Row> rows = new ArrayList<>();
        for (Map.Entry<SourceId, SourceLabel> one :
                new TreeMap<>(session.ledger().sources()).entrySet()) {
            rows.add(new Row(
                    one.getKey(),
                    one.getValue(),
                    session.ledger().lastCensus(one.getKey()),
                    tallies.getOrDefault(one.getKey(), StatusCommand.NOTHING)));
        }
        return rows;
    }

    private void say(Session session, Row row) {
        output.line(row.label().location() + "  (" + row.label().kind() + ", " + row.id() + ")");
        output.line("  last listed to its end: "
                + row.listedAt().map(at -> Amounts.time(at, session.zone())).orElse("never"));
        output.line("  " + Amounts.number(row.tally().safe()) + " safe, "
                + Amounts.number(row.tally().unsafe()) + " not safe, "
                + Amounts.number(row.tally().gone()) + " no longer there");
    }
}
