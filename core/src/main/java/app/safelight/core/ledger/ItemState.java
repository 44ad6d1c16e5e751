package app.safelight.core.ledger;

import app.safelight.core.model.ContentId;
import app.safelight.core.model.ItemFacts;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.PlaceId;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.source.SourceFault;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What the ledger knows of one item.
///
/// @param sizeBytes as last listed; -1 if it was never listed as readable
/// @param modifiedAt as last listed; the epoch if it was never listed as readable
/// @param content what its bytes are, only if they were read as last listed
/// @param blocked why it could not be read when that was last tried
/// @param exclusion the rule that leaves it out; empty if none does
/// @param refusals places that could not take it, and why
public record ItemState(
        ItemKey key,
        Presence presence,
        long sizeBytes,
        Instant modifiedAt,
        Optional<ItemFacts> facts,
        Optional<ContentId> content,
        Optional<SourceFault> blocked,
        String exclusion,
        Map<PlaceId, PlaceFault> refusals) {

    /// Whether the item still stands in its source.
    public enum Presence {
        PRESENT,
        GONE,
        /// Deleted by us, on the strength of a proof.
        RECLAIMED
    }

    public ItemState {
        refusals = Map.copyOf(refusals);
    }
}
