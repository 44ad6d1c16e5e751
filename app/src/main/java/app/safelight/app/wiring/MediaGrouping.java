package app.safelight.app.wiring;

import app.safelight.core.ledger.ItemState;
import app.safelight.core.ledger.LedgerEvent;
import app.safelight.core.model.AssetId;
import app.safelight.core.model.AssetKind;
import app.safelight.core.model.ItemFacts;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.Role;
import app.safelight.core.plan.Grouping;
import app.safelight.media.grouping.FileGroup;
import app.safelight.media.grouping.FileGrouping;
import app.safelight.media.grouping.GroupingFile;
import app.safelight.media.grouping.Part;
import app.safelight.media.sniff.MediaKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Joins the core's grouping port with the media module's rules.
public final class MediaGrouping implements Grouping {
    private final Function<ItemKey, Optional<String>> sidecarOf;

    /// @param sidecarOf the path of an item's sidecar, where the source itself knows
    public MediaGrouping(Function<ItemKey, Optional<String>> sidecarOf) {
        this.sidecarOf = sidecarOf;
    }

    @Override
    public List<LedgerEvent.AssetFormed> group(List<ItemState> items) {
        Map<String, ItemState> byPath = new HashMap<>();
        Map<String, String> ownerOfSidecar = new HashMap<>();
        for (ItemState item : items) {
            byPath.put(item.key().path(), item);
            sidecarOf
                    .apply(item.key())
                    .ifPresent(sidecar ->
                            ownerOfSidecar.putIfAbsent(sidecar, item.key().path()));
        }
        List<GroupingFile> files = new ArrayList<>(items.size());
        for (ItemState item : items) {
            String owner = ownerOfSidecar.get(item.key().path());
            files.add(owner == null ? file(item) : file(item).ownedBy(owner));
        }
        List<LedgerEvent.AssetFormed> formed = new ArrayList<>();
        for (FileGroup group : FileGrouping.group(files)) {
            formed.add(formed(group, byPath));
        }
        return formed;
    }

    private static GroupingFile file(ItemState item) {
        ItemFacts facts = item.facts().orElseGet(ItemFacts::unknown);
        return new GroupingFile(
                item.key().path(),
                kind(facts.kind()),
                facts.type(),
                facts.contentIdentifier().orElse(null),
                facts.burstId().orElse(null),
                facts.takenAt().orElse(null),
                facts.takenAtOffset().orElse(null),
                facts.durationMillis() == 0 ? null : Duration.ofMillis(facts.durationMillis()),
                Math.max(0, item.sizeBytes()),
                null);
    }

    private static MediaKind kind(ItemFacts.MediaKind kind) {
        return switch (kind) {
            case PHOTO -> MediaKind.PHOTO;
            case RAW -> MediaKind.RAW;
            case VIDEO -> MediaKind.VIDEO;
            case AUDIO -> MediaKind.AUDIO;
            case SIDECAR -> MediaKind.SIDECAR;
            case OTHER -> MediaKind.OTHER;
        };
    }

    private static LedgerEvent.AssetFormed formed(FileGroup group, Map<String, ItemState> byPath) {
        ItemKey primary = key(group.primaryPath(), byPath);
        List<LedgerEvent.Part> parts = group.parts().stream()
                .map(part -> new LedgerEvent.Part(key(part.path(), byPath), role(part)))
                .toList();
        return new LedgerEvent.AssetFormed(new AssetId(primary), assetKind(group, byPath), parts);
    }

    private static ItemKey key(String path, Map<String, ItemState> byPath) {
        ItemState item = byPath.get(path);
        if (item == null) {
            throw new IllegalStateException("grouping made up a path: " + path);
        }
        return item.key();
    }

    private static AssetKind assetKind(FileGroup group, Map<String, ItemState> byPath) {
        return switch (group.kind()) {
            case PHOTO, RAW_WITH_JPEG -> {
                if (group.burst() != null) {
                    yield AssetKind.BURST_FRAME;
                }
                ItemState primary = byPath.get(group.primaryPath());
                boolean moves = primary != null
                        && primary.facts().map(ItemFacts::motionPhoto).orElse(false);
                yield moves ? AssetKind.MOTION_PHOTO : AssetKind.PHOTO;
            }
            case VIDEO -> AssetKind.VIDEO;
            case LIVE_PHOTO -> AssetKind.LIVE_PHOTO;
            case RAW_PHOTO -> AssetKind.RAW_PHOTO;
            case AUDIO -> AssetKind.AUDIO;
            case ORPHAN_SIDECAR, OTHER_FILE -> AssetKind.OTHER_FILE;
        };
    }

    private static Role role(Part part) {
        return switch (part.role()) {
            case ORIGINAL -> Role.ORIGINAL;
            case LIVE_MOVIE -> Role.LIVE_MOVIE;
            case RAW -> Role.RAW;
            case EDITED_RENDER -> Role.EDITED_RENDER;
            case EDITED_LIVE_MOVIE -> Role.EDITED_LIVE_MOVIE;
            case ADJUSTMENT -> Role.ADJUSTMENT;
            case SIDECAR -> Role.SIDECAR;
        };
    }
}
