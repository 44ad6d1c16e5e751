package app.safelight.library.quota;

/// What a person keeps.
///
/// @param usedBytes each content once, Recently Deleted included
/// @param reservedBytes announced by uploads that are under way
/// @param trashBytes what emptying Recently Deleted would free
public record Usage(long quotaBytes, long usedBytes, long reservedBytes, long trashBytes) {
    /// What can still be announced.
    public long freeBytes() {
        return Math.max(0, quotaBytes - usedBytes - reservedBytes);
    }
}
