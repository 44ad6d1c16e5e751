package app.safelight.simulator.world;

/// A story that can be played in any number of worlds: who is there, what the program does, what must hold.
@FunctionalInterface
public interface Scenario {
    /// Sets everything up in a fresh world. What is done here is not interrupted.
    Play prepare(World world) throws Exception;

    /// One story in one world.
    interface Play {
        /// What one process does from its start to its end. Called again after every stop, as the next process:
        /// it may remember nothing but what is on the media.
        void act() throws Exception;

        /// Checks what must hold at every moment, with everything running again after a stop.
        void checkLaw() throws Exception;

        /// Ends all trouble, so that what follows must succeed.
        void faultsStop() throws Exception;

        /// Checks what must hold when the program ran to its end after faults stopped.
        void checkTwin() throws Exception;
    }
}
