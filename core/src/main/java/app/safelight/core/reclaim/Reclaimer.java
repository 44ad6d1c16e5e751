package app.safelight.core.reclaim;

import app.safelight.core.policy.Proof;
import app.safelight.core.source.Item;
import app.safelight.core.source.SourceException;

/// Deletes at a source. A capability of its own: a [app.safelight.core.source.Source] cannot.
public interface Reclaimer {
    /// Deletes one item, if it still is exactly as listed; a file that changed since stays, and that is a
    /// [app.safelight.core.source.SourceFault.ChangedWhileRead].
    ///
    /// @param part of the proof that the item's content is safe elsewhere
    void delete(Item.Available item, Proof.Part part) throws SourceException;
}
