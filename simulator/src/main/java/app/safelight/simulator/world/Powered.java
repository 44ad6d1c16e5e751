package app.safelight.simulator.world;

/// A thing in the world that keeps something over a power cut.
interface Powered {
    /// The power went: decides, by chance, what of the undurable is left.
    void powerLost();

    /// The process that used it is gone: what it had open and locked is free again, nothing else is lost.
    void processDied();
}
