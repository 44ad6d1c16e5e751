package app.safelight.library.assets;

/// Names an asset of a person's library. Later ones are greater.
public record AssetId(long value) {}
