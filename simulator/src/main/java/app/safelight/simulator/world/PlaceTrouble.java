package app.safelight.simulator.world;

import app.safelight.core.model.ContentId;
import app.safelight.core.place.PlaceFault;

/// What can be done to a fake place. Each stays until [FakePlace#recover], but for those that say otherwise.
public sealed interface PlaceTrouble {
    /// From now on only so many more bytes fit.
    record FillsUp(long freeBytes) implements PlaceTrouble {}

    /// Whatever is asked of it fails with this: unplugged, another medium, busy.
    record FailsAlways(PlaceFault fault) implements PlaceTrouble {}

    /// Nothing can be stored or set aside; reading goes on.
    record RefusesChanges(PlaceFault fault) implements PlaceTrouble {}

    /// One content cannot be stored; the others can.
    record RefusesContent(ContentId content, PlaceFault fault) implements PlaceTrouble {}

    /// A settle after so many others does all it should, and yet reports that it failed; once.
    record FailsAfterSettling(int settles) implements PlaceTrouble {}

    /// A settle after so many others does nothing, and reports that it failed; once.
    record FailsWithoutSettling(int settles) implements PlaceTrouble {}

    /// A copy cannot be read.
    record FailsReading(ContentId content) implements PlaceTrouble {}

    /// It says that things are durable, and loses them when the power goes.
    ///
    /// @param readsTellTheTruth whether a read from the medium shows that they are not there
    record LiesAboutSettling(boolean readsTellTheTruth) implements PlaceTrouble {}

    /// One bit of a copy is turned over on the medium, once.
    record Rots(ContentId content, long bit) implements PlaceTrouble {}

    /// A copy is deleted behind its back, once.
    record Loses(ContentId content) implements PlaceTrouble {}

    /// A copy is cut short behind its back, once.
    record Shortens(ContentId content, int sizeBytes) implements PlaceTrouble {}
}
