package app.safelight.core.plan;

import app.safelight.core.ledger.ItemState;
import app.safelight.core.ledger.LedgerEvent;
import java.util.List;

/// Says which files of a folder are one photo. Pure: the same items in any order give the same assets.
@FunctionalInterface
public interface Grouping {
    /// @param items present items of one folder, or halves of Live Photos from several, with or without facts
    /// @return assets that hold each of the items exactly once
    List<LedgerEvent.AssetFormed> group(List<ItemState> items);
}
