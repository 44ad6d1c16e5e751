package app.safelight.library.quota;

/// What a person keeps.
///
/// @param usedBytes each content once, Recently Deleted included
/// @param reservedBytes announced by uploads that are under way
/// @param trashBytes what emptying Recently Deleted would free
public record Usage(long quotaBytes, long usedBytes, long reservedBytes, long trashBytes) {
    /// How near the end a person is, in the steps in which people are warned.
    public enum Fullness {
        LOW,
        AT_80_PERCENT,
        AT_95_PERCENT,
        FULL
    }

    /// What can still be announced.
    public long freeBytes() {
        return Math.max(0, quotaBytes - usedBytes - reservedBytes);
    }

    public Fullness fullness() {
        double share = quotaBytes == 0 ? 1 : (double) usedBytes / quotaBytes;
        if (share >= 1) {
            return Fullness.FULL;
        }
        if (share >= 0.95) {
            return Fullness.AT_95_PERCENT;
        }
        return share >= 0.8 ? Fullness.AT_80_PERCENT : Fullness.LOW;
    }
}
