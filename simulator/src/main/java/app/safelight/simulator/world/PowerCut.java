package app.safelight.simulator.world;

/// The power is off: caches are lost, and every operation fails until [World#restorePower].
public final class PowerCut extends Stopped {
    private static final long serialVersionUID = 1L;

    PowerCut(String message) {
        super(message);
    }
}
