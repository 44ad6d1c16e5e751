package app.safelight.core.ledger;

import app.safelight.core.model.AssetId;
import app.safelight.core.model.AssetKind;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.ItemFacts;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.Role;
import app.safelight.core.model.SourceId;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.place.Receipt;
import app.safelight.core.source.SourceFault;
import app.safelight.core.source.SourceLabel;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// One thing that happened. Events are only ever appended; everything else the ledger tells follows from them.
public sealed interface LedgerEvent {
    /// A source was used; also when its location changed.
    record SourceSeen(SourceId source, SourceLabel label) implements LedgerEvent {}

    /// A place was used; also when its location changed.
    record PlaceSeen(PlaceId place, String location) implements LedgerEvent {}

    /// An item was listed for the first time, or with another length or time: what was known of its bytes no
    /// longer counts for it.
    record ItemSeen(ItemKey key, long sizeBytes, Instant modifiedAt) implements LedgerEvent {}

    /// An item was listed that cannot be read, or it could not be read when it was its turn.
    record ItemBlocked(ItemKey key, SourceFault fault) implements LedgerEvent {}

    /// A complete listing of its source no longer has the item.
    record ItemGone(ItemKey key) implements LedgerEvent {}

    /// An item's bytes were looked into.
    record ItemInspected(ItemKey key, ItemFacts facts) implements LedgerEvent {}

    /// All bytes of an item, as it was last seen, were read and hashed.
    record ItemDigested(ItemKey key, ContentId content) implements LedgerEvent {}

    /// The person's rule leaves the item out; an empty rule takes it back in.
    record ItemExcluded(ItemKey key, String rule) implements LedgerEvent {}

    /// These items are one asset. An item belongs to one asset, the one named last; an asset left without items
    /// is no more. All parts are of the asset's source, each once.
    record AssetFormed(AssetId asset, AssetKind kind, List<Part> parts) implements LedgerEvent {
        public AssetFormed {
            parts = List.copyOf(parts);
            if (parts.isEmpty()) {
                throw new IllegalArgumentException(asset + " has no parts");
            }
            Set<ItemKey> keys = new HashSet<>();
            for (Part part : parts) {
                if (!part.key().source().equals(asset.primary().source())) {
                    throw new IllegalArgumentException(asset + " has a part of another source: " + part.key());
                }
                if (!keys.add(part.key())) {
                    throw new IllegalArgumentException(asset + " has a part twice: " + part.key());
                }
            }
        }
    }

    /// One item's part in an asset; of the same source as the asset.
    record Part(ItemKey key, Role role) {}

    /// A listing of a source came to its end, so that what it did not tell is gone.
    record CensusFinished(SourceId source, long items, long blocked, long sizeBytes) implements LedgerEvent {}

    /// A place was seen to hold a content.
    record CopyProven(Receipt receipt) implements LedgerEvent {}

    /// A place was seen not to hold a content that it should; its earlier receipts no longer count.
    record CopyLost(PlaceId place, ContentId content, PlaceFault fault) implements LedgerEvent {}

    /// A place could not take an item's content. Stands until it does, or until the item is seen anew.
    record CopyRefused(ItemKey key, PlaceId place, PlaceFault fault) implements LedgerEvent {}

    /// An item was deleted at its source on the strength of a proof.
    record ItemReclaimed(ItemKey key, ContentId content) implements LedgerEvent {}
}
