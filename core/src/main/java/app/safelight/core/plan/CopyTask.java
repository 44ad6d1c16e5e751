package app.safelight.core.plan;

import app.safelight.core.ledger.AssetState;
import app.safelight.core.ledger.CopyState;
import app.safelight.core.ledger.ItemState;
import app.safelight.core.ledger.ItemState.Presence;
import app.safelight.core.model.AssetKind;
import app.safelight.core.model.PlaceId;
import app.safelight.core.place.NameHint;
import app.safelight.core.place.NameHint.Shelf;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One item to be read, and the places that lack it.
///
/// @param lost of these places, the ones that held it and were seen to have lost or damaged it
public record CopyTask(ItemState item, NameHint hint, Set<PlaceId> owed, Set<PlaceId> lost) {
    public CopyTask {
        owed = Set.copyOf(owed);
        lost = Set.copyOf(lost);
    }

    /// What an asset still lacks at the given places. Pure.
    public static List<CopyTask> of(AssetState asset, Set<PlaceId> places) {
        List<CopyTask> tasks = new ArrayList<>();
        for (AssetState.Part part : asset.parts()) {
            ItemState item = part.item();
            if (canBeCopied(item)) {
                Set<PlaceId> owed = new HashSet<>(places);
                Set<PlaceId> lost = new HashSet<>();
                for (CopyState copy : part.copies()) {
                    switch (copy) {
                        case CopyState.Held held -> owed.remove(held.place());
                        case CopyState.Lost gone -> lost.add(gone.place());
                    }
                }
                lost.retainAll(places);
                if (!owed.isEmpty()) {
                    tasks.add(new CopyTask(item, hint(asset, item), owed, lost));
                }
            }
        }
        return tasks;
    }

    /// The same without some places.
    ///
    /// @return empty if no other is left
    public Optional<CopyTask> without(Set<PlaceId> places) {
        Set<PlaceId> rest = new HashSet<>(owed);
        rest.removeAll(places);
        return rest.isEmpty() ? Optional.empty() : Optional.of(new CopyTask(item, hint, rest, lost));
    }

    /// Where a person would look for a part of an asset: parts of one asset stand together.
    public static NameHint hint(AssetState asset, ItemState item) {
        Shelf shelf = asset.kind() == AssetKind.OTHER_FILE ? Shelf.FILES : Shelf.PHOTOS;
        return new NameHint(shelf, Selection.Days.of(asset), item.key().name(), item.modifiedAt());
    }

    private static boolean canBeCopied(ItemState item) {
        return item.presence() == Presence.PRESENT
                && item.exclusion().isEmpty()
                && item.sizeBytes() >= 0
                && item.blocked().isEmpty();
    }
}
