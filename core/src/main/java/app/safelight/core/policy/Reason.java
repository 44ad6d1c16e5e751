package app.safelight.core.policy;

import app.safelight.core.model.ItemKey;
import app.safelight.core.model.PlaceId;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.source.SourceFault;
import java.time.Duration;
import java.time.Instant;

/// Why an asset is not safe. Facts only; the words are made elsewhere.
public sealed interface Reason {
    ItemKey item();

    /// No backup has reached it yet.
    record NotCopiedYet(ItemKey item) implements Reason {}

    /// It is in some places, but not in as many as asked for.
    record TooFewCopies(ItemKey item, int have, int want) implements Reason {}

    /// It could not be read at the source.
    record NotReadable(ItemKey item, SourceFault fault) implements Reason {}

    /// It went from its source before it could be copied.
    record GoneBeforeCopied(ItemKey item) implements Reason {}

    /// A place could not take it.
    record PlaceRefused(ItemKey item, PlaceId place, PlaceFault fault) implements Reason {}

    /// A place held it and no longer does, or its bytes are not what they were.
    record CopyLost(ItemKey item, PlaceId place, PlaceFault fault, Instant seenAt) implements Reason {}

    /// A place seems to hold it, but that is not known well enough.
    record EvidenceTooWeak(ItemKey item, PlaceId place, Evidence have, Evidence want) implements Reason {}

    /// A place held it, but nobody has looked for too long.
    record EvidenceTooOld(ItemKey item, PlaceId place, Instant readAt, Duration maxAge) implements Reason {}
}
