package app.safelight.core.backup;

import app.safelight.core.model.ItemKey;
import app.safelight.core.model.PlaceId;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.source.SourceFault;

/// Hears how a run goes, while it goes. Threads: any; calls are quick.
public interface Progress {
    Progress SILENT = new Progress() {};

    /// What is being done.
    enum Phase {
        LISTING,
        COPYING,
        VERIFYING,
        HEALING,
        RESTORING
    }

    /// @param items how many there are to do; -1 if that is not known yet
    /// @param sizeBytes how many bytes they have; -1 if that is not known yet
    default void begin(Phase phase, long items, long sizeBytes) {}

    /// Some more is done; bytes may come in many small steps.
    default void done(long items, long sizeBytes) {}

    default void end(Phase phase) {}

    /// An item could not be read; the run goes on.
    default void blocked(ItemKey key, SourceFault fault) {}

    /// A place takes nothing more in this run; other places go on.
    default void placeStopped(PlaceId place, PlaceFault fault) {}
}
