package app.safelight.simulator.world;

/// The process was killed: its memory and locks are gone, but the disks' caches are not.
public final class ProcessKilled extends Stopped {
    private static final long serialVersionUID = 1L;

    ProcessKilled(String message) {
        super(message);
    }
}
