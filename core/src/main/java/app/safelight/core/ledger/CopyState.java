package app.safelight.core.ledger;

import app.safelight.core.model.PlaceId;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.PlaceFault;
import java.time.Instant;

/// What the ledger knows of one content at one place.
public sealed interface CopyState {
    PlaceId place();

    /// It was seen there, and nothing contrary since. A later receipt of weaker evidence does not replace a
    /// stronger.
    record Held(PlaceId place, Evidence evidence, Instant readAt) implements CopyState {}

    /// It should be there and was seen not to be.
    record Lost(PlaceId place, PlaceFault fault, Instant seenAt) implements CopyState {}
}
