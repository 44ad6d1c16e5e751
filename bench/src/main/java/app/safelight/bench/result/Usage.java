package app.safelight.bench.result;

/// What one step of a turn used, its child processes included.
///
/// @param wallSeconds from start to end
/// @param userSeconds CPU time in programs
/// @param systemSeconds CPU time in the kernel on their behalf; not what the kernel did later by itself
/// @param peakMemoryBytes largest resident memory of any one of its processes; 0 if it was not a process
public record Usage(double wallSeconds, double userSeconds, double systemSeconds, long peakMemoryBytes) {
    static final Usage NONE = new Usage(0, 0, 0, 0);

    public double cpuSeconds() {
        return userSeconds + systemSeconds;
    }

    /// One after the other: times add up, memory does not.
    public Usage then(Usage next) {
        return new Usage(
                wallSeconds + next.wallSeconds,
                userSeconds + next.userSeconds,
                systemSeconds + next.systemSeconds,
                Math.max(peakMemoryBytes, next.peakMemoryBytes));
    }
}
