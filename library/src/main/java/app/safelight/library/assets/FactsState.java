package app.safelight.library.assets;

/// What is known of an asset from its own bytes.
public enum FactsState {
    /// Not looked at yet.
    PENDING,
    KNOWN,
    /// Looked at, and it is cut short or makes no sense. It is kept all the same.
    FLAGGED
}
