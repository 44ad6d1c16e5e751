package app.safelight.media.takeout;

/// What one JSON file of an export turned out to be.
public sealed interface TakeoutDocument permits TakeoutSidecar, TakeoutAlbum, TakeoutOther, TakeoutProblem {}
