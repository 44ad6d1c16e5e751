package app.safelight.app.wiring;

import app.safelight.core.ledger.Ledger;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.ledger.Snapshot;
import app.safelight.core.model.AssetKind;
import app.safelight.core.model.SourceId;
import app.safelight.core.policy.Judge;
import app.safelight.core.policy.ProtectionPolicy;
import app.safelight.core.policy.ReasonCode;
import app.safelight.core.policy.Tally;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The counted status. Judging a million assets takes seconds, so the counts are kept beside the ledger and
/// taken from there as long as nothing was recorded since, the policy is the same, and no proof has grown too
/// old meanwhile.
public final class Tallies {
    private static final String LINE = "\n";
    private static final String FIELD = "\t";
    private static final String PAIR = ",";

    private Tallies() {}

    /// Keeps the counts of a ledger that has grown by events that change no verdict, such as the end of a
    /// listing.
    ///
    /// @param sizeBefore its size before them
    public static void carryOver(Ledger ledger, ProtectionPolicy policy, long sizeBefore) throws LedgerException {
        Optional<Snapshot> kept = ledger.snapshot(name(policy)).filter(snapshot -> snapshot.ledgerSize() == sizeBefore);
        if (kept.isPresent()) {
            ledger.saveSnapshot(
                    name(policy),
                    new Snapshot(
                            ledger.size(), kept.get().validUntil(), kept.get().data()));
        }
    }

    private static String name(ProtectionPolicy policy) {
        return "tally-" + policy.copies() + "-" + policy.evidence() + "-"
                + policy.maxAge().toDays();
    }

    public static Map<SourceId, Tally> of(Ledger ledger, ProtectionPolicy policy, Instant now) throws LedgerException {
        String name = name(policy);
        long size = ledger.size();
        Optional<Snapshot> kept = ledger.snapshot(name).filter(snapshot -> snapshot.holds(size, now));
        if (kept.isPresent()) {
            Optional<Counted> counted = read(kept.get().data());
            if (counted.isPresent()) {
                // After the clock was set back evidence lies in the future and counts for nothing; what is counted
                // now must not be remembered for when the clock is right again.
                return now.isBefore(counted.get().at())
                        ? Tally.of(ledger, new Judge(policy), now)
                        : counted.get().tallies();
            }
        }
        Map<SourceId, Tally> tallies = Tally.of(ledger, new Judge(policy), now);
        Instant validUntil = tallies.values().stream()
                .map(Tally::validUntil)
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
        if (ledger.size() == size) {
            ledger.saveSnapshot(name, new Snapshot(size, validUntil, write(tallies, now)));
        }
        return tallies;
    }

    private static String write(Map<SourceId, Tally> tallies, Instant now) {
        StringBuilder text = new StringBuilder(now + LINE);
        tallies.forEach((source, tally) -> text.append(String.join(
                        FIELD,
                        source.value(),
                        Long.toString(tally.safe()),
                        Long.toString(tally.safeBytes()),
                        Long.toString(tally.unsafe()),
                        Long.toString(tally.unsafeBytes()),
                        Long.toString(tally.excluded()),
                        Long.toString(tally.gone()),
                        tally.validUntil().toString(),
                        pairs(tally.kinds()),
                        pairs(tally.reasons())))
                .append(LINE));
        return text.toString();
    }

    private static String pairs(Map<?, Long> counts) {
        StringBuilder text = new StringBuilder();
        counts.forEach(
                (key, count) -> text.append(key).append('=').append(count).append(PAIR));
        return text.toString();
    }

    private record Counted(Instant at, Map<SourceId, Tally> tallies) {}

    /// @return empty if the text is not what this version writes; it is then counted anew
    private static Optional<Counted> read(String text) {
        Map<SourceId, Tally> tallies = new TreeMap<>();
        try {
            List<String> lines = List.of(text.split(LINE));
            for (String line : lines.subList(1, lines.size())) {
                if (!line.isEmpty()) {
                    String[] fields = line.split(FIELD, -1);
                    tallies.put(new SourceId(fields[0]), tally(fields));
                }
            }
            return Optional.of(new Counted(Instant.parse(lines.getFirst()), tallies));
        } catch (RuntimeException otherForm) {
            return Optional.empty();
        }
    }

    private static Tally tally(String[] fields) {
        Map<AssetKind, Long> kinds = new EnumMap<>(AssetKind.class);
        counts(fields[8]).forEach((name, count) -> kinds.put(AssetKind.valueOf(name), count));
        Map<ReasonCode, Long> reasons = new EnumMap<>(ReasonCode.class);
        counts(fields[9]).forEach((name, count) -> reasons.put(ReasonCode.valueOf(name), count));
        return new Tally(
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[4]),
                Long.parseLong(fields[5]),
                Long.parseLong(fields[6]),
                kinds,
                reasons,
                Instant.parse(fields[7]));
    }

    private static Map<String, Long> counts(String text) {
        Map<String, Long> counts = new HashMap<>();
        for (String pair : text.split(PAIR)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                counts.put(pair.substring(0, equals), Long.parseLong(pair.substring(equals + 1)));
            }
        }
        return counts;
    }
}
