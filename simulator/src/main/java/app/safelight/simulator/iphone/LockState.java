package app.safelight.simulator.iphone;

/// Whether a phone waits for its passcode.
public enum LockState {
    UNLOCKED,

    /// Locked in its owner's pocket: no computer can be trusted now, but those that are can read on.
    LOCKED,

    /// Not unlocked since it was switched on: the keys of its files are not there. No service starts and no
    /// file opens.
    LOCKED_SINCE_START
}
