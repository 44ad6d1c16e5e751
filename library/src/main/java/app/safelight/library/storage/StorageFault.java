package app.safelight.library.storage;

import app.safelight.core.model.ContentId;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.Sha256;
import app.safelight.core.place.PlaceFault;

/// Why a content could not be taken or given. Facts only.
public sealed interface StorageFault {
    /// Too few places took it; this is what one of them said.
    record TooFewCopies(int needed, int had, PlaceId place, PlaceFault fault) implements StorageFault {}

    /// The bytes that came are not those that were announced.
    record WrongDigest(Sha256 declared, Sha256 found) implements StorageFault {}

    /// Fewer or more bytes came than were announced.
    record WrongLength(long declaredBytes, long receivedBytes) implements StorageFault {}

    /// No place has good bytes of it; this is what the last one said.
    record NoGoodCopy(ContentId content, PlaceId place, PlaceFault fault) implements StorageFault {}

    /// The library keeps contents in this place, and it is not among those given.
    record PlaceMissing(PlaceId place) implements StorageFault {}

    /// A place was given that is not the one it is said to be.
    record PlaceUnusable(PlaceId place, PlaceFault fault) implements StorageFault {}
}
