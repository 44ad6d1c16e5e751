package app.safelight.app.cli;

import app.safelight.app.text.Amounts;
import app.safelight.app.text.Events;
import app.safelight.app.text.Words;
import app.safelight.core.ledger.AssetState;
import app.safelight.core.ledger.CopyState;
import app.safelight.core.ledger.ItemState;
import app.safelight.core.ledger.Ledger;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.policy.Judge;
import app.safelight.core.policy.Reason;
import app.safelight.core.policy.ReasonCode;
import app.safelight.core.policy.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "why",
        description = {
            "Tell the whole story of one photo, and why it is safe or not.",
            "Where it was seen, what its content is, which copies there are, when and how they were read; and if it is"
                    + " not safe, what to do."
        },
        footer = {"", "Example: safelight why IMG_1234.HEIC"})
final class WhyCommand extends SafelightCommand {
    /// Photos of one name that are told in one answer.
    private static final int MAX_ASSETS = 20;

    private static final int MAX_EVENTS = 200;

    @Parameters(
            index = "0",
            paramLabel = "FILE",
            description = "A file, or just its name, or the end of its path in the source.")
    String text = "";

    @Option(names = "--history", description = "Also tell everything that happened to it.")
    boolean history;

    WhyCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run() throws Trouble, LedgerException {
        try (Session session = Session.reading(surroundings)) {
            List<AssetState> found = find(session.ledger());
            if (found.isEmpty()) {
                throw new Trouble(
                        ExitCode.NOT_FOUND,
                        "no photo named " + text + " is known.",
                        "Has its folder been backed up? 'safelight sources' lists what was seen, and when.");
            }
            if (common.json) {
                json(session, found);
            } else {
                for (AssetState asset : found) {
                    say(session, asset);
                }
                if (found.size() == MAX_ASSETS) {
                    output.line("There may be more of this name; give more of its path.");
                }
            }
            Judge judge = session.judge();
            Instant now = session.clock().instant();
            boolean safe = found.stream().noneMatch(asset -> judge.judge(asset, now) instanceof Verdict.Unsafe);
            return safe ? ExitCode.OK : ExitCode.NOT_SAFE;
        }
    }

    /// A path on this machine is tried first below each known source, then the text as it is.
    private List<AssetState> find(Ledger ledger) throws LedgerException {
        Map<Object, AssetState> found = new LinkedHashMap<>();
        Path absolute = surroundings.folder().resolve(text).normalize();
        for (var source : ledger.sources().values()) {
            Path root = Path.of(source.location());
            if (absolute.startsWith(root) && !absolute.equals(root)) {
                String path = root.relativize(absolute).toString().replace('\\', '/');
                ledger.find(path, MAX_ASSETS).stream()
                        .filter(asset -> asset.parts().stream()
                                .anyMatch(part -> part.item().key().path().equals(path)))
                        .forEach(asset -> found.put(asset.id(), asset));
            }
        }
        if (found.isEmpty()) {
            ledger.find(text, MAX_ASSETS).forEach(asset -> found.put(asset.id(), asset));
        }
        return List.copyOf(found.values());
    }

    private void say(Session session, AssetState asset) throws LedgerException {
        Words words = session.words();
        Verdict verdict = session.judge().judge(asset, session.clock().instant());
        output.line(asset.id().primary().path() + "  (" + Words.kind(asset.kind(), 1) + ")");
        switch (verdict) {
            case Verdict.Safe(var proof) ->
                output.line("  SAFE. The proof holds until " + Amounts.time(proof.validUntil(), session.zone()) + ".");
            case Verdict.Unsafe(var reasons) -> {
                output.line("  NOT SAFE.");
                for (Reason reason : reasons) {
                    ReasonCode code = ReasonCode.of(reason);
                    output.line("    " + words.reason(reason) + "  [" + code + "]");
                    output.line("    HINT: " + Words.fix(code));
                }
            }
            case Verdict.Excluded(var rule) -> output.line("  Left out: " + rule + ".");
        }
        for (AssetState.Part part : asset.parts()) {
            say(session, words, part);
        }
    }

    private void say(Session session, Words words, AssetState.Part part) throws LedgerException {
        ItemState item = part.item();
        var label = session.ledger().sources().get(item.key().source());
        String where = label == null ? item.key().source().value() : label.location();
        output.line(
                "  " + Words.role(part.role()) + ": " + where + "/" + item.key().path());
        output.line("    in the source: " + Words.presence(item.presence())
                + (item.sizeBytes() < 0
                        ? ""
                        : ", " + Amounts.bytes(item.sizeBytes()) + ", modified "
                                + Amounts.time(item.modifiedAt(), session.zone())));
        item.facts().ifPresent(facts -> {
            output.line("    format: " + facts.type() + Words.soundness(facts.soundness()));
            facts.takenAt()
                    .ifPresent(taken -> output.line("    taken: " + taken
                            + facts.takenAtOffset().map(offset -> " " + offset).orElse("") + " (from "
                            + facts.takenAtOrigin() + ")"));
        });
        item.content().ifPresent(content -> output.line("    content: SHA-256 " + content.sha256()));
        for (CopyState copy : part.copies()) {
            output.line("    copy: " + Words.copy(copy, words, session.zone()));
        }
        if (history) {
            session.ledger()
                    .history(item.key(), MAX_EVENTS)
                    .forEach(entry -> output.line("    " + Amounts.time(entry.at(), session.zone()) + "  "
                            + Events.sentence(entry.event(), words)));
        }
    }

    private void json(Session session, List<AssetState> assets) throws LedgerException {
        Words words = session.words();
        Judge judge = session.judge();
        Instant now = session.clock().instant();
        output.json(json -> json.object(it -> it.array(
                "assets",
                assets,
                (array, asset) -> array.object(one -> {
                    one.put("asset", asset.id().toString())
                            .put("kind", asset.kind().name());
                    verdict(one, judge.judge(asset, now), words);
                    one.array("parts", asset.parts(), (parts, part) -> parts.object(object -> part(object, part)));
                }))));
    }

    static void verdict(Output.Json json, Verdict verdict, Words words) throws IOException {
        switch (verdict) {
            case Verdict.Safe(var proof) ->
                json.put("verdict", "SAFE").put("validUntil", proof.validUntil().toString());
            case Verdict.Excluded(var rule) -> json.put("verdict", "EXCLUDED").put("rule", rule);
            case Verdict.Unsafe(var reasons) ->
                json.put("verdict", "UNSAFE")
                        .array(
                                "reasons",
                                reasons,
                                (array, reason) -> array.object(one -> one.put(
                                                "code", ReasonCode.of(reason).name())
                                        .put(
                                                "actor",
                                                ReasonCode.of(reason).actor().name())
                                        .put("item", reason.item().path())
                                        .put("text", words.reason(reason))
                                        .put("fix", Words.fix(ReasonCode.of(reason)))));
        }
    }

    private static void part(Output.Json json, AssetState.Part part) throws IOException {
        ItemState item = part.item();
        json.put("role", part.role().name())
                .put("source", item.key().source().value())
                .put("path", item.key().path())
                .put("presence", item.presence().name())
                .put("sizeBytes", item.sizeBytes())
                .put("modifiedAt", item.modifiedAt().toString())
                .put(
                        "sha256",
                        item.content()
                                .map(content -> content.sha256().toString())
                                .orElse(null));
        item.facts().ifPresent(facts -> {
            try {
                json.put("format", facts.type())
                        .put("soundness", facts.soundness().name())
                        .put("takenAt", facts.takenAt().map(Object::toString).orElse(null))
                        .put(
                                "takenAtOffset",
                                facts.takenAtOffset().map(Object::toString).orElse(null))
                        .put("takenAtOrigin", facts.takenAtOrigin());
            } catch (IOException impossible) {
                throw new java.io.UncheckedIOException(impossible);
            }
        });
        json.array(
                "copies",
                part.copies(),
                (array, copy) -> array.object(one -> {
                    one.put("place", copy.place().value());
                    switch (copy) {
                        case CopyState.Held held ->
                            one.put("state", "HELD")
                                    .put("evidence", held.evidence().name())
                                    .put("readAt", held.readAt().toString());
                        case CopyState.Lost lost ->
                            one.put("state", "LOST")
                                    .put("code", ReasonCode.of(lost.fault()).name())
                                    .put("seenAt", lost.seenAt().toString());
                    }
                }));
    }
}
