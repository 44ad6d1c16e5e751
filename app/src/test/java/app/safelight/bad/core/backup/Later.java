package app.safelight.bad.core.backup;

/// Something that stands late in the order.
public final class Later {}
