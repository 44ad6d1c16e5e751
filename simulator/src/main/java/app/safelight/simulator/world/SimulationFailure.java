package app.safelight.simulator.world;

import java.util.List;

/// A scenario did not end as it must; says how to see it again.
public final class SimulationFailure extends AssertionError {
    private static final long serialVersionUID = 1L;

    private final long seed;
    private final transient List<Simulation.Halt> halts;

    SimulationFailure(long seed, List<Simulation.Halt> halts, String lastOperation, Throwable cause) {
        super(
                "seed " + seed + ", stopped at " + halts + ", last operation " + lastOperation
                        + "; see it again with Simulation.replay(scenario, " + seed + ", " + halts + "): " + cause,
                cause);
        this.seed = seed;
        this.halts = List.copyOf(halts);
    }

    public long seed() {
        return seed;
    }

    /// Where the run was stopped, in order.
    public List<Simulation.Halt> halts() {
        return halts;
    }
}
