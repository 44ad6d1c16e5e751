package app.safelight.core.policy;

import app.safelight.core.ledger.AssetState;
import app.safelight.core.ledger.ItemState.Presence;
import app.safelight.core.ledger.Ledger;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.model.AssetKind;
import app.safelight.core.model.SourceId;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/// How many assets of one source are safe, and why the others are not.
///
/// @param safe assets proven safe
/// @param safeBytes bytes of their parts
/// @param unsafe assets that are not
/// @param unsafeBytes bytes of their parts, as far as known
/// @param excluded assets left out by a person's rule
/// @param gone of the assets counted above, those no longer in the source
/// @param kinds assets by kind
/// @param reasons unsafe assets by reason; one with several counts under each
/// @param validUntil until when this holds if nothing happens: then the first evidence becomes too old
public record Tally(
        long safe,
        long safeBytes,
        long unsafe,
        long unsafeBytes,
        long excluded,
        long gone,
        Map<AssetKind, Long> kinds,
        Map<ReasonCode, Long> reasons,
        Instant validUntil) {
    public Tally {
        kinds = Map.copyOf(kinds);
        reasons = Map.copyOf(reasons);
    }

    public long assets() {
        return safe + unsafe + excluded;
    }

    /// Judges every asset the ledger knows, source by source.
    public static Map<SourceId, Tally> of(Ledger ledger, Judge judge, Instant now) throws LedgerException {
        Map<SourceId, Tally> tallies = new TreeMap<>();
        for (SourceId source : ledger.sources().keySet()) {
            Counter counter = new Counter(judge, now);
            ledger.assets(source, counter::count);
            tallies.put(source, counter.tally());
        }
        return tallies;
    }

    /// Judges those assets of one source that a test lets through.
    public static Tally of(Ledger ledger, SourceId source, Predicate<AssetState> wanted, Judge judge, Instant now)
            throws LedgerException {
        Counter counter = new Counter(judge, now);
        ledger.assets(source, asset -> {
            if (wanted.test(asset)) {
                counter.count(asset);
            }
        });
        return counter.tally();
    }

    private static final class Counter {
        private final Judge judge;
        private final Instant now;
        private final Map<AssetKind, Long> kinds = new EnumMap<>(AssetKind.class);
        private final Map<ReasonCode, Long> reasons = new EnumMap<>(ReasonCode.class);
        private long safe;
        private long safeBytes;
        private long unsafe;
        private long unsafeBytes;
        private long excluded;
        private long gone;
        private Instant validUntil = Instant.MAX;

        Counter(Judge judge, Instant now) {
            this.judge = judge;
            this.now = now;
        }

        void count(AssetState asset) {
            kinds.merge(asset.kind(), 1L, Long::sum);
            if (asset.parts().getFirst().item().presence() != Presence.PRESENT) {
                gone++;
            }
            switch (judge.judge(asset, now)) {
                case Verdict.Safe(var proof) -> {
                    safe++;
                    safeBytes += sizeBytes(asset);
                    validUntil = proof.validUntil().isBefore(validUntil) ? proof.validUntil() : validUntil;
                }
                case Verdict.Unsafe(var why) -> {
                    unsafe++;
                    unsafeBytes += sizeBytes(asset);
                    why.stream().map(ReasonCode::of).distinct().forEach(code -> reasons.merge(code, 1L, Long::sum));
                }
                case Verdict.Excluded _ -> excluded++;
            }
        }

        private static long sizeBytes(AssetState asset) {
            return asset.parts().stream()
                    .mapToLong(part -> Math.max(0, part.item().sizeBytes()))
                    .sum();
        }

        Tally tally() {
            return new Tally(safe, safeBytes, unsafe, unsafeBytes, excluded, gone, kinds, reasons, validUntil);
        }
    }
}
