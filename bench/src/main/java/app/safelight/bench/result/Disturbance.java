package app.safelight.bench.result;

/// What else went on in the machine while a round ran.
///
/// @param loadBefore load average of the minute before the round; the round before it is part of that
/// @param loadAfter load average of the minute before its end
/// @param othersShare CPU time that other programs used, of all there was; 0 to 1
/// @param stolenShare CPU time that the host of a virtual machine gave to others; 0 to 1
public record Disturbance(double loadBefore, double loadAfter, double othersShare, double stolenShare) {
    /// A tenth of the machine in use elsewhere moves a median by more than the differences worth telling.
    static final double MAX_OTHERS_SHARE = 0.10;

    /// The host's neighbours: less is always there, more shows.
    static final double MAX_STOLEN_SHARE = 0.05;

    public boolean noisy() {
        return othersShare > MAX_OTHERS_SHARE || stolenShare > MAX_STOLEN_SHARE;
    }
}
