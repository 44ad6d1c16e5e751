package app.safelight.apple.device;

/// How a device came to be paired.
public enum Pairing {
    /// It was already, or another program paired it meanwhile.
    FOUND,
    /// It is now.
    MADE
}
