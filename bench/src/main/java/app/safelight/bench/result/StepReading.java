package app.safelight.bench.result;

/// One measured step of a turn, such as `sync`.
public record StepReading(String step, Usage usage) {}
