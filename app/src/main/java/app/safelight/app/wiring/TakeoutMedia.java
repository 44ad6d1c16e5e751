package app.safelight.app.wiring;

import app.safelight.core.model.Body;
import app.safelight.core.model.ItemFacts;
import app.safelight.core.model.ItemKey;
import app.safelight.core.plan.Inspector;
import app.safelight.core.source.SourceException;
import app.safelight.source.takeout.TakeoutFacts;
import app.safelight.source.takeout.TakeoutSource;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;

/// What an export's sidecars add to the files' own facts: when a photo was taken if its file does not say, and
/// which sidecar is whose.
final class TakeoutMedia implements Inspector {
    /// Where the time came from, in the ledger.
    private static final String ORIGIN = "TAKEOUT_SIDECAR";

    /// Origins of a capture time that a sidecar knows better than: names and file times can be anything.
    private static final Set<String> WEAK_ORIGINS = Set.of("", "FILE_NAME");

    private final TakeoutSource source;
    private final Inspector ownBytes;

    TakeoutMedia(TakeoutSource source, Inspector ownBytes) {
        this.source = source;
        this.ownBytes = ownBytes;
    }

    @Override
    public ItemFacts inspect(ItemKey key, Body body) throws IOException {
        ItemFacts facts = ownBytes.inspect(key, body);
        Optional<Instant> taken = facts(key).flatMap(TakeoutFacts::takenAt);
        return taken.isPresent() && WEAK_ORIGINS.contains(facts.takenAtOrigin()) ? withTime(facts, taken.get()) : facts;
    }

    private static ItemFacts withTime(ItemFacts facts, Instant taken) {
        return new ItemFacts(
                facts.kind(),
                facts.type(),
                Optional.of(LocalDateTime.ofInstant(taken, ZoneOffset.UTC)),
                Optional.of(ZoneOffset.UTC),
                ORIGIN,
                facts.contentIdentifier(),
                facts.burstId(),
                facts.durationMillis(),
                facts.motionPhoto(),
                facts.soundness());
    }

    /// The path of the sidecar that belongs to an item.
    Optional<String> sidecarOf(ItemKey key) {
        return facts(key).flatMap(TakeoutFacts::sidecarPath);
    }

    /// Without its sidecars an export is taken as any folder of files: dates and groups are then poorer, and nothing is
    /// less safe. That they could not be read shows when they are copied themselves.
    private Optional<TakeoutFacts> facts(ItemKey key) {
        try {
            return source.facts(key);
        } catch (SourceException unreadable) {
            return Optional.empty();
        }
    }
}
