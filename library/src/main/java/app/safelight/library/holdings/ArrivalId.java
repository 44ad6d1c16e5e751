package app.safelight.library.holdings;

/// Names a content that came and waits to be settled.
public record ArrivalId(long value) {}
