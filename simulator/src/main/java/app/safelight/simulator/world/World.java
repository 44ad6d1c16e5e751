package app.safelight.simulator.world;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// The clock, the chance and the power of one simulated world, and the count of what was done in it.
///
/// Every operation that could leave a trace on a medium is counted, so that a run can be stopped at operation
/// 0, 1, 2 … until one run finishes. Looking at something is not counted: stopping there leaves what stopping
/// at the next counted operation leaves.
///
/// Threads: one.
public final class World {
    /// When every world begins. Any fixed time will do; this one is after every date in the test files.
    public static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    /// How long an operation takes, so that times differ and stay in order.
    private static final Duration OPERATION_TIME = Duration.ofMillis(1);

    private static final long NEVER = Long.MAX_VALUE;

    private final long seed;
    private final SplittableRandom chance;
    private final VirtualClock clock = new VirtualClock(START);
    private final List<Powered> devices = new ArrayList<>();
    private long operations;
    private long stopAt = NEVER;
    private Stop stopBy = Stop.POWER_CUT;
    private boolean running = true;
    private String lastOperation = "nothing yet";

    /// How a run comes to a sudden end.
    public enum Stop {
        POWER_CUT,
        PROCESS_KILLED
    }

    public World(long seed) {
        this.seed = seed;
        this.chance = new SplittableRandom(seed);
    }

    public long seed() {
        return seed;
    }

    /// The world's own chance; a device takes a [SplittableRandom#split] of it when it is made.
    public SplittableRandom chance() {
        return chance;
    }

    public VirtualClock clock() {
        return clock;
    }

    /// How many operations were done or tried; the number of the next one.
    public long operations() {
        return operations;
    }

    /// The last operation that was done or tried, for messages.
    public String lastOperation() {
        return lastOperation;
    }

    /// Cuts the power just before an operation is done.
    ///
    /// @param operation its number, counted from 0 since the world began
    public void cutPowerAt(long operation) {
        stopAt(operation, Stop.POWER_CUT);
    }

    /// Ends the run just before an operation is done.
    public void stopAt(long operation, Stop by) {
        stopAt = operation;
        stopBy = by;
    }

    /// Cuts the power now, between two operations.
    public void cutPower() {
        stop(Stop.POWER_CUT);
    }

    /// Power is back, or the next process begins; nothing is planned to fail.
    public void restorePower() {
        running = true;
        stopAt = NEVER;
    }

    public boolean running() {
        return running;
    }

    void plugIn(Powered device) {
        devices.add(device);
    }

    /// Counts an operation that may leave a trace.
    ///
    /// @throws Stopped if the world stands still, or comes to stand still at this operation
    void operation(String what) {
        look(what);
        lastOperation = operations + " (" + what + ")";
        if (operations >= stopAt) {
            stop(stopBy);
            throw stopped(what);
        }
        operations++;
        clock.advance(OPERATION_TIME);
    }

    /// Something is looked at; not counted.
    ///
    /// @throws Stopped if the world stands still
    void look(String what) {
        if (!running) {
            throw stopped(what);
        }
    }

    private void stop(Stop by) {
        if (!running) {
            return;
        }
        running = false;
        stopBy = by;
        for (Powered device : devices) {
            switch (by) {
                case POWER_CUT -> device.powerLost();
                case PROCESS_KILLED -> device.processDied();
            }
        }
    }

    private Stopped stopped(String what) {
        String where = "at operation " + operations + ", " + what + ", of seed " + seed;
        return switch (stopBy) {
            case POWER_CUT -> new PowerCut("no power " + where);
            case PROCESS_KILLED -> new ProcessKilled("killed " + where);
        };
    }
}
