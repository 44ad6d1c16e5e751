package app.safelight.core.ledger;

import app.safelight.core.ledger.ItemState.Presence;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The meaning of the events: what state follows from them. Kept in memory, so it is the measure for ledgers
/// that keep it elsewhere, and the whole of the fake one. Not thread-safe.
public final class Fold {
    private final Map<SourceId, SourceLabel> sources = new TreeMap<>();
    private final Map<SourceId, Instant> censuses = new TreeMap<>();
    private final Map<PlaceId, String> places = new TreeMap<>();
    private final TreeMap<ItemKey, ItemState> items = new TreeMap<>();
    private final TreeMap<AssetId, Asset> assets = new TreeMap<>();
    private final Map<ItemKey, AssetId> assetOfItem = new HashMap<>();
    private final Map<ContentId, Map<PlaceId, CopyState>> copies = new TreeMap<>();

    /// Items that some place refused; few, so that a receipt can look through them.
    private final Set<ItemKey> refused = new HashSet<>();

    private record Asset(AssetKind kind, Map<ItemKey, Role> roles) {}

    public void apply(Instant at, LedgerEvent event) {
        switch (event) {
            case LedgerEvent.SourceSeen(var source, var label) -> sources.put(source, label);
            case LedgerEvent.PlaceSeen(var place, var location) -> places.put(place, location);
            case LedgerEvent.CensusFinished finished -> censuses.put(finished.source(), at);
            case LedgerEvent.ItemSeen seen -> items.put(seen.key(), seen(seen));
            case LedgerEvent.ItemBlocked(var key, var fault) -> items.put(key, blocked(known(key), fault));
            case LedgerEvent.ItemGone(var key) -> items.put(key, withPresence(known(key), Presence.GONE));
            case LedgerEvent.ItemReclaimed(var key, var _) ->
                items.put(key, withPresence(known(key), Presence.RECLAIMED));
            case LedgerEvent.ItemInspected(var key, var facts) -> items.put(key, withFacts(known(key), facts));
            case LedgerEvent.ItemDigested(var key, var content) ->
                items.put(key, withoutTaken(digested(known(key), content), copies(content)));
            case LedgerEvent.ItemExcluded(var key, var rule) -> items.put(key, excluded(known(key), rule));
            case LedgerEvent.CopyRefused(var key, var place, var fault) -> {
                items.put(key, refused(known(key), place, fault));
                refused.add(key);
            }
            case LedgerEvent.AssetFormed formed -> form(formed);
            case LedgerEvent.CopyProven(var receipt) -> prove(receipt);
            case LedgerEvent.CopyLost(var place, var content, var fault) ->
                copiesOf(content).put(place, new CopyState.Lost(place, fault, at));
        }
    }

    private ItemState seen(LedgerEvent.ItemSeen seen) {
        refused.remove(seen.key());
        String exclusion = Optional.ofNullable(items.get(seen.key()))
                .map(ItemState::exclusion)
                .orElse("");
        return new ItemState(
                seen.key(),
                Presence.PRESENT,
                seen.sizeBytes(),
                seen.modifiedAt(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                exclusion,
                Map.of());
    }

    private ItemState known(ItemKey key) {
        ItemState state = items.get(key);
        return state != null
                ? state
                : new ItemState(
                        key,
                        Presence.PRESENT,
                        -1,
                        Instant.EPOCH,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "",
                        Map.of());
    }

    private static ItemState blocked(ItemState item, SourceFault fault) {
        return new ItemState(
                item.key(),
                Presence.PRESENT,
                item.sizeBytes(),
                item.modifiedAt(),
                item.facts(),
                item.content(),
                Optional.of(fault),
                item.exclusion(),
                item.refusals());
    }

    private static ItemState withPresence(ItemState item, Presence presence) {
        return new ItemState(
                item.key(),
                presence,
                item.sizeBytes(),
                item.modifiedAt(),
                item.facts(),
                item.content(),
                item.blocked(),
                item.exclusion(),
                item.refusals());
    }

    private static ItemState withFacts(ItemState item, ItemFacts facts) {
        return new ItemState(
                item.key(),
                item.presence(),
                item.sizeBytes(),
                item.modifiedAt(),
                Optional.of(facts),
                item.content(),
                item.blocked(),
                item.exclusion(),
                item.refusals());
    }

    private static ItemState digested(ItemState item, ContentId content) {
        return new ItemState(
                item.key(),
                item.presence(),
                item.sizeBytes(),
                item.modifiedAt(),
                item.facts(),
                Optional.of(content),
                Optional.empty(),
                item.exclusion(),
                item.refusals());
    }

    private static ItemState excluded(ItemState item, String rule) {
        return new ItemState(
                item.key(),
                item.presence(),
                item.sizeBytes(),
                item.modifiedAt(),
                item.facts(),
                item.content(),
                item.blocked(),
                rule,
                item.refusals());
    }

    private static ItemState refused(ItemState item, PlaceId place, PlaceFault fault) {
        Map<PlaceId, PlaceFault> refusals = new HashMap<>(item.refusals());
        refusals.put(place, fault);
        return withRefusals(item, refusals);
    }

    /// A place that holds the item's content has taken it after all.
    private static ItemState withoutTaken(ItemState item, List<CopyState> copies) {
        Map<PlaceId, PlaceFault> refusals = new HashMap<>(item.refusals());
        for (CopyState copy : copies) {
            switch (copy) {
                case CopyState.Held held -> refusals.remove(held.place());
                case CopyState.Lost _ -> {}
            }
        }
        return withRefusals(item, refusals);
    }

    private static ItemState withRefusals(ItemState item, Map<PlaceId, PlaceFault> refusals) {
        return new ItemState(
                item.key(),
                item.presence(),
                item.sizeBytes(),
                item.modifiedAt(),
                item.facts(),
                item.content(),
                item.blocked(),
                item.exclusion(),
                refusals);
    }

    private void form(LedgerEvent.AssetFormed formed) {
        Asset asset = new Asset(formed.kind(), new TreeMap<>());
        removeFromAsset(formed.asset());
        assets.put(formed.asset(), asset);
        for (LedgerEvent.Part part : formed.parts()) {
            leaveAsset(part.key());
            asset.roles().put(part.key(), part.role());
            assetOfItem.put(part.key(), formed.asset());
        }
    }

    private void removeFromAsset(AssetId id) {
        Asset former = assets.remove(id);
        if (former != null) {
            former.roles().keySet().forEach(assetOfItem::remove);
        }
    }

    private void leaveAsset(ItemKey key) {
        AssetId former = assetOfItem.remove(key);
        Asset asset = former == null ? null : assets.get(former);
        if (asset != null) {
            asset.roles().remove(key);
            if (asset.roles().isEmpty()) {
                assets.remove(former);
            }
        }
    }

    private void prove(Receipt receipt) {
        var held = new CopyState.Held(receipt.place(), receipt.evidence(), receipt.readAt());
        copiesOf(receipt.content()).merge(receipt.place(), held, (old, fresh) -> stronger(old, held));
        for (ItemKey key : refused) {
            ItemState item = known(key);
            if (item.content().equals(Optional.of(receipt.content()))) {
                items.put(key, withoutTaken(item, List.of(held)));
            }
        }
    }

    /// A receipt replaces a loss always, and another receipt unless its evidence is weaker.
    static CopyState stronger(CopyState old, CopyState.Held fresh) {
        return switch (old) {
            case CopyState.Lost _ -> fresh;
            case CopyState.Held held -> fresh.evidence().isAtLeast(held.evidence()) ? fresh : held;
        };
    }

    private Map<PlaceId, CopyState> copiesOf(ContentId content) {
        return copies.computeIfAbsent(content, _ -> new TreeMap<>());
    }

    public Map<SourceId, SourceLabel> sources() {
        return Map.copyOf(sources);
    }

    public Optional<Instant> lastCensus(SourceId source) {
        return Optional.ofNullable(censuses.get(source));
    }

    public Map<PlaceId, String> places() {
        return Map.copyOf(places);
    }

    /// Items of all sources, by key.
    public List<ItemState> items() {
        return List.copyOf(items.values());
    }

    public Optional<ItemState> item(ItemKey key) {
        return Optional.ofNullable(items.get(key));
    }

    /// Assets of all sources, by id.
    public List<AssetState> assets() {
        return assets.keySet().stream().map(id -> asset(id).orElseThrow()).toList();
    }

    public Optional<AssetState> asset(AssetId id) {
        Asset asset = assets.get(id);
        if (asset == null) {
            return Optional.empty();
        }
        List<AssetState.Part> parts = new ArrayList<>();
        asset.roles().forEach((key, role) -> {
            ItemState item = known(key);
            List<CopyState> held = item.content().map(this::copies).orElse(List.of());
            AssetState.Part part = new AssetState.Part(item, role, held);
            parts.add(key.equals(id.primary()) ? 0 : parts.size(), part);
        });
        return Optional.of(new AssetState(id, asset.kind(), parts));
    }

    public Optional<AssetState> assetOf(ItemKey key) {
        return Optional.ofNullable(assetOfItem.get(key)).flatMap(this::asset);
    }

    public List<CopyState> copies(ContentId content) {
        Map<PlaceId, CopyState> known = copies.get(content);
        return known == null ? List.of() : List.copyOf(known.values());
    }

    /// Contents that some place holds, held, or should hold, in order.
    public List<ContentState> contents() {
        return copies.keySet().stream()
                .map(content -> new ContentState(content, copies(content)))
                .toList();
    }

    /// Digests of the folders of a source, over its present items.
    public Map<String, FolderDigest> folders(SourceId source) {
        Map<String, FolderDigest> digests = new TreeMap<>();
        for (ItemState item : items.values()) {
            if (item.key().source().equals(source) && item.presence() == Presence.PRESENT) {
                digests.merge(item.key().folder(), FolderDigest.EMPTY.plus(item), (sum, _) -> sum.plus(item));
            }
        }
        return digests;
    }
}
