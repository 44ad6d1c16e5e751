package app.safelight.bad.core.policy;

/// Stands for the real one, with a constructor open to all.
public final class Proof {}
