package app.safelight.core.place;

import java.time.Duration;

/// What one place can do, as data.
///
/// @param strongestEvidence the strongest way it can be read back
/// @param largestContentBytes longest content it can hold
/// @param timeStep how exactly it keeps modification times
public record PlaceTraits(Evidence strongestEvidence, long largestContentBytes, Duration timeStep) {}
