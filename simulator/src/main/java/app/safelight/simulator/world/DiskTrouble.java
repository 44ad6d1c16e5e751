package app.safelight.simulator.world;

/// What can be done to a simulated disk. Each stays until [SimulatedDisk#recover], but for those that say
/// otherwise.
///
/// Counts of changes are counted from the moment the trouble strikes: 0 is the next change.
public sealed interface DiskTrouble {
    /// It reports success when told to make things durable, and does nothing.
    ///
    /// @param readsTellTheTruth whether a read past the operating system's cache shows what the medium has,
    ///     names and bytes; otherwise the drive answers out of its own memory, and nobody can know before the
    ///     power goes
    record LiesAboutSync(boolean readsTellTheTruth) implements DiskTrouble {}

    /// One bit of a file is turned over on the medium, once; a cached copy stays good until it is dropped.
    record Rots(String path, long bit) implements DiskTrouble {}

    /// From now on only so many more bytes fit.
    record FillsUp(long freeBytes) implements DiskTrouble {}

    /// One change is done in full, and yet reported as failed.
    record FailsAfterStoring(long changes) implements DiskTrouble {}

    /// One change is not done, and reported as failed.
    record FailsWithoutStoring(long changes) implements DiskTrouble {}

    /// The medium gives no bytes of a file, or of anything below a folder; the root is "".
    record FailsReading(String path) implements DiskTrouble {}

    /// The person may not open, make or list a path, nor anything below it.
    record Denies(String path) implements DiskTrouble {}

    /// Nothing can be changed.
    record IsReadOnly() implements DiskTrouble {}

    /// It is pulled out just before a change: what was not durable fares as in a power cut. It stays away until
    /// [SimulatedDisk#plugIn].
    record Vanishes(long changes) implements DiskTrouble {}
}
