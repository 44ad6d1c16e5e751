package app.safelight.simulator.world;

import app.safelight.core.source.SourceFault;

/// What can be done to a fake source. Each stays until [FakeSource#recover], but for those that say otherwise.
public sealed interface SourceTrouble {
    /// An item is listed, and gone when it is to be read; it does not come back by itself.
    record Vanishes(String path) implements SourceTrouble {}

    /// An item is written over while it is read, so many times.
    record ChangesWhileRead(String path, int times) implements SourceTrouble {}

    /// An item loses its second half while it is read, once.
    record ShrinksWhileRead(String path) implements SourceTrouble {}

    /// An item is listed as one that cannot be read.
    record IsBlocked(String path, SourceFault fault) implements SourceTrouble {}

    /// An item is listed as readable, but its bytes end in an I/O error after so many.
    record FailsReading(String path, long afterBytes) implements SourceTrouble {}

    /// After so many more bytes the whole source is gone.
    record Disconnects(long afterBytes) implements SourceTrouble {}

    /// A listing stops after so many items.
    record ListsOnly(int items) implements SourceTrouble {}
}
