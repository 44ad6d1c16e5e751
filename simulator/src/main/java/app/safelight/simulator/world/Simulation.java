package app.safelight.simulator.world;

import app.safelight.simulator.world.World.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Plays a scenario again and again, stopping it somewhere else each time.
///
/// Every play goes: act, stopped as planned, as often as planned; after each stop check the law; then faults
/// stop; act to the end; check the law and its twin; cut the power once more, and check the law again.
public final class Simulation {
    /// A scenario with more operations than this does not end, or is too long to be cut at each of them.
    private static final long MOST_OPERATIONS = 100_000;

    /// Most stops in one play: a computer that fails again while it recovers, and then once more.
    private static final int MOST_HALTS = 3;

    private final Scenario scenario;

    /// One stop.
    ///
    /// @param operation counted from the start of that process
    public record Halt(long operation, Stop by) {}

    /// What was played.
    ///
    /// @param stops how many of the planned stops really came; the others were behind the end
    /// @param operations of the longest process in one play
    public record Report(long plays, long stops, long operations) {
        Report plus(Report other) {
            return new Report(plays + other.plays, stops + other.stops, Math.max(operations, other.operations));
        }
    }

    public Simulation(Scenario scenario) {
        this.scenario = scenario;
    }

    /// Stops at operation 0, 1, 2 … until a play ends by itself; then plays many seeds, stopping each up to
    /// three times anywhere.
    ///
    /// @throws SimulationFailure at the first breach, with what is needed to see it again
    public Report run(long seed, long seeds) {
        Report all = everyOperation(seed, Stop.POWER_CUT).plus(everyOperation(seed, Stop.PROCESS_KILLED));
        return all.plus(manySeeds(seeds, all.operations()));
    }

    /// Stops at operation 0, 1, 2 … until a play ends by itself.
    public Report everyOperation(long seed, Stop by) {
        Report report = new Report(0, 0, 0);
        for (long operation = 0; operation < MOST_OPERATIONS; operation++) {
            Report one = replay(seed, List.of(new Halt(operation, by)));
            report = report.plus(one);
            if (one.stops() == 0) {
                return report;
            }
        }
        throw new IllegalStateException("does not end within " + MOST_OPERATIONS + " operations");
    }

    /// Plays seeds 1 to a number, each stopped at up to three operations that the seed chooses.
    ///
    /// @param operations about how many operations a play has
    public Report manySeeds(long seeds, long operations) {
        Report report = new Report(0, 0, 0);
        for (long seed = 1; seed <= seeds; seed++) {
            SplittableRandom chance = new SplittableRandom(seed);
            List<Halt> halts = new ArrayList<>();
            int count = chance.nextInt(1, MOST_HALTS + 1);
            for (int i = 0; i < count; i++) {
                Stop by = chance.nextInt(4) == 0 ? Stop.PROCESS_KILLED : Stop.POWER_CUT;
                halts.add(new Halt(chance.nextLong(operations + 1), by));
            }
            report = report.plus(replay(seed, halts));
        }
        return report;
    }

    /// Plays once, with these stops.
    public Report replay(long seed, List<Halt> halts) {
        World world = new World(seed);
        try {
            return play(world, halts);
        } catch (Exception | AssertionError | Stopped failure) {
            throw new SimulationFailure(seed, halts, world.lastOperation(), failure);
        }
    }

    private Report play(World world, List<Halt> halts) throws Exception {
        Scenario.Play play = scenario.prepare(world);
        long stops = 0;
        long longest = 0;
        for (Halt halt : halts) {
            long before = world.operations();
            stops += actUntil(world, play, halt) ? 1 : 0;
            longest = Math.max(longest, world.operations() - before);
            play.checkLaw();
        }
        play.faultsStop();
        long before = world.operations();
        play.act();
        longest = Math.max(longest, world.operations() - before);
        play.checkLaw();
        play.checkTwin();
        world.cutPower();
        world.restorePower();
        play.checkLaw();
        return new Report(1, stops, longest);
    }

    /// @return whether the stop came before the end
    private static boolean actUntil(World world, Scenario.Play play, Halt halt) throws Exception {
        world.stopAt(world.operations() + halt.operation(), halt.by());
        boolean stopped = false;
        try {
            play.act();
        } catch (Stopped _) {
            stopped = true;
        }
        if (world.running() == stopped) {
            throw new IllegalStateException("the power went, and the program did not notice");
        }
        world.restorePower();
        return stopped;
    }
}
