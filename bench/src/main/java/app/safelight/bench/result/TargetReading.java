package app.safelight.bench.result;

/// What was aimed for, and what came out.
///
/// @param text the aim in words
/// @param value what was measured, in `unit`
/// @param unit such as `×` for a ratio
public record TargetReading(String text, double value, String unit, boolean met) {}
