package app.safelight.app.cli;

import app.safelight.app.config.LibraryAccount;
import app.safelight.app.text.Amounts;
import app.safelight.app.text.Words;
import app.safelight.app.wiring.Places;
import app.safelight.app.wiring.Tallies;
import app.safelight.core.ledger.AssetState;
import app.safelight.core.ledger.Ledger;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.model.SourceId;
import app.safelight.core.policy.Judge;
import app.safelight.core.policy.Reason;
import app.safelight.core.policy.ReasonCode;
import app.safelight.core.policy.Tally;
import app.safelight.core.policy.Verdict;
import app.safelight.core.source.SourceLabel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        description =
                "Say for every photo whether it is safe, and if not, why. Fast: it looks at the ledger, and which places are there.",
        footer = {"", "Example: safelight status --list"})
final class StatusCommand extends SafelightCommand {
    /// What is known of a source that nothing is known of.
    static final Tally NOTHING = new Tally(0, 0, 0, 0, 0, 0, Map.of(), Map.of(), Instant.MAX);

    static final String NOTHING_KNOWN = "Nothing is known yet. Start with: safelight backup FOLDER --to DRIVE";

    /// Unsafe photos named without being asked.
    private static final int MAX_NAMED_PHOTOS = 20;

    /// Assets gone through, without being asked, to name the unsafe ones; beyond that the answer would be slow.
    private static final int MAX_ASSETS_LOOKED_THROUGH = 20_000;

    @Option(names = "--list", description = "Name every photo that is not safe, each with its reason.")
    boolean list;

    @Option(names = "--all", description = "Name every photo, also the safe ones.")
    boolean all;

    StatusCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run() throws Trouble, LedgerException {
        try (Session session = Session.reading(surroundings)) {
            Map<SourceId, Tally> tallies = tally(session);
            long unsafe = tallies.values().stream().mapToLong(Tally::unsafe).sum();
            if (common.json) {
                json(session, tallies);
            } else {
                say(session, tallies);
            }
            return unsafe == 0 ? ExitCode.OK : ExitCode.NOT_SAFE;
        }
    }

    static Map<SourceId, Tally> tally(Session session) throws LedgerException {
        return Tallies.of(
                session.ledger(), session.settings().policy(), session.clock().instant());
    }

    private void say(Session session, Map<SourceId, Tally> tallies) throws LedgerException, Trouble {
        Ledger ledger = session.ledger();
        Map<SourceId, SourceLabel> sources = ledger.sources();
        if (sources.isEmpty()) {
            output.line(NOTHING_KNOWN);
            return;
        }
        for (Map.Entry<SourceId, Tally> one : tallies.entrySet()) {
            SourceLabel label = sources.get(one.getKey());
            sayTally(output, label == null ? one.getKey().value() : label.location(), one.getValue());
            boolean small = one.getValue().assets() <= MAX_ASSETS_LOOKED_THROUGH;
            if (all || list || (small && one.getValue().unsafe() > 0)) {
                nameAssets(session, one.getKey());
            } else if (one.getValue().unsafe() > 0) {
                output.line("  Which they are: safelight status --list");
            }
        }
        sayAway(session);
    }

    /// Says which places are not there: then nothing is known of today.
    private void sayAway(Session session) throws LedgerException, Trouble {
        Optional<LibraryAccount> account = account(surroundings);
        session.ledger().places().forEach((id, location) -> {
            if (!Places.isThere(id, location, account)) {
                output.line(location + " is not connected; its copies count as they were when last read.");
            }
        });
    }

    /// One sentence, then the reasons with their numbers.
    static void sayTally(Output output, String location, Tally tally) {
        long judged = tally.safe() + tally.unsafe();
        if (tally.unsafe() == 0) {
            output.line(location + ": "
                    + (judged == 0
                            ? "nothing to keep safe."
                            : judged == 1
                                    ? "the only item is safe."
                                    : "all " + Amounts.number(judged) + " items are safe.")
                    + " (" + Amounts.bytes(tally.safeBytes()) + ")");
        } else {
            output.line(location + ": " + Amounts.number(tally.unsafe()) + " of " + Amounts.number(judged)
                    + " items are NOT safe yet. (" + Amounts.bytes(tally.unsafeBytes()) + ")");
        }
        tally.kinds().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(kind ->
                        output.line("  " + pad(kind.getValue()) + "  " + Words.kind(kind.getKey(), kind.getValue())));
        tally.reasons().entrySet().stream()
                .sorted(Map.Entry.<ReasonCode, Long>comparingByValue().reversed())
                .forEach(reason -> {
                    output.line("  " + pad(reason.getValue()) + "  not safe: " + reason.getKey());
                    output.line("            HINT: " + Words.fix(reason.getKey()));
                });
        if (tally.excluded() > 0) {
            output.line("  " + pad(tally.excluded()) + "  left out");
        }
    }

    private static String pad(long number) {
        return String.format("%8s", Amounts.number(number));
    }

    private void nameAssets(Session session, SourceId source) throws LedgerException {
        Judge judge = session.judge();
        Words words = session.words();
        Instant now = session.clock().instant();
        int limit = list || all ? Integer.MAX_VALUE : MAX_NAMED_PHOTOS;
        int[] named = {0};
        session.ledger().assets(source, asset -> {
            switch (judge.judge(asset, now)) {
                case Verdict.Unsafe(var reasons) -> {
                    if (named[0]++ < limit) {
                        output.line("  NOT SAFE  " + path(asset));
                        reasons.forEach(reason -> output.line("            " + sentence(asset, reason, words)));
                    }
                }
                case Verdict.Safe _ -> {
                    if (all) {
                        output.line("  safe      " + path(asset));
                    }
                }
                case Verdict.Excluded(var rule) -> {
                    if (all) {
                        output.line("  left out  " + path(asset) + "  (" + rule + ")");
                    }
                }
            }
        });
        if (named[0] > limit) {
            output.line("  … and " + Amounts.number(named[0] - limit) + " more: safelight status --list");
        }
    }

    private static String path(AssetState asset) {
        return asset.id().primary().path();
    }

    private static String sentence(AssetState asset, Reason reason, Words words) {
        String about =
                reason.item().equals(asset.id().primary()) ? "" : reason.item().path() + ": ";
        return about + words.reason(reason);
    }

    private void json(Session session, Map<SourceId, Tally> tallies) throws LedgerException {
        Map<SourceId, SourceLabel> sources = session.ledger().sources();
        LedgerException[] failure = new LedgerException[1];
        output.json(json -> json.object(it -> it.array(
                "sources",
                List.copyOf(tallies.entrySet()),
                (array, one) -> array.object(source -> {
                    SourceLabel label = sources.get(one.getKey());
                    source.put("source", one.getKey().value());
                    if (label != null) {
                        source.put("kind", label.kind()).put("location", label.location());
                    }
                    write(source, one.getValue());
                    if (list || all) {
                        source.array("items", items -> {
                            try {
                                writeAssets(items, session, one.getKey());
                            } catch (LedgerException broken) {
                                failure[0] = broken;
                            }
                        });
                    }
                }))));
        if (failure[0] != null) {
            throw failure[0];
        }
    }

    private void writeAssets(Output.Json json, Session session, SourceId source) throws LedgerException {
        Judge judge = session.judge();
        Words words = session.words();
        Instant now = session.clock().instant();
        session.ledger().assets(source, asset -> {
            Verdict verdict = judge.judge(asset, now);
            if (all || verdict instanceof Verdict.Unsafe) {
                try {
                    json.object(one -> write(one, asset, verdict, words));
                } catch (IOException impossible) {
                    throw new UncheckedIOException(impossible);
                }
            }
        });
    }

    private static void write(Output.Json json, AssetState asset, Verdict verdict, Words words) throws IOException {
        json.put("path", path(asset)).put("kind", asset.kind().name());
        switch (verdict) {
            case Verdict.Safe(var proof) ->
                json.put("verdict", "SAFE").put("validUntil", proof.validUntil().toString());
            case Verdict.Unsafe(var reasons) ->
                json.put("verdict", "UNSAFE")
                        .array(
                                "reasons",
                                reasons,
                                (array, reason) -> array.object(one -> one.put(
                                                "code", ReasonCode.of(reason).name())
                                        .put("path", reason.item().path())
                                        .put("text", words.reason(reason))
                                        .put("fix", Words.fix(ReasonCode.of(reason)))));
            case Verdict.Excluded(var rule) -> json.put("verdict", "EXCLUDED").put("rule", rule);
        }
    }

    static void write(Output.Json json, Tally tally) throws IOException {
        json.put("assets", tally.assets())
                .put("safe", tally.safe())
                .put("safeBytes", tally.safeBytes())
                .put("unsafe", tally.unsafe())
                .put("unsafeBytes", tally.unsafeBytes())
                .put("excluded", tally.excluded())
                .put("gone", tally.gone())
                .object("kinds", kinds -> {
                    for (var kind : tally.kinds().entrySet().stream()
                            .sorted(Map.Entry.comparingByKey())
                            .toList()) {
                        kinds.put(kind.getKey().name(), kind.getValue());
                    }
                })
                .object("reasons", reasons -> {
                    for (var reason : tally.reasons().entrySet().stream()
                            .sorted(Map.Entry.comparingByKey())
                            .toList()) {
                        reasons.put(reason.getKey().name(), reason.getValue());
                    }
                })
                .put(
                        "validUntil",
                        tally.validUntil().equals(Instant.MAX)
                                ? null
                                : tally.validUntil().toString());
    }
}
