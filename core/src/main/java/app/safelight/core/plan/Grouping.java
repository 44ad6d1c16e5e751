package app.safelight.core.plan;

import app.safelight.core.ledger.ItemState;
import app.safelight.core.ledger.LedgerEvent;
import app.safelight.core.model.ItemKey;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Says which files of a folder are one photo. Pure: the same items in any order give the same assets.
@FunctionalInterface
public interface Grouping {
    /// @param items present items of one folder and what stands [#beside] them, or halves of Live Photos from
    ///     several folders, with or without facts
    /// @return assets that hold each of the items exactly once
    List<LedgerEvent.AssetFormed> group(List<ItemState> items);

    /// Where other parts of the assets of these items stand, for sources that keep the parts of one photo in
    /// several folders and know which: folders other than the items' own, each with which of its items are
    /// meant. Whatever [#group] would ever join with one of the items must be among them, or it would be torn
    /// from its asset.
    ///
    /// @param items present items of one folder
    default Map<String, Predicate<ItemKey>> beside(List<ItemState> items) {
        return Map.of();
    }
}
