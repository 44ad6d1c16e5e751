package app.safelight.media.takeout;

/// Why a JSON file could not be read.
///
/// @param offsetBytes where reading stopped, -1 when that is not known
public record TakeoutProblem(Kind kind, long offsetBytes) implements TakeoutDocument {
    /// What was wrong.
    public enum Kind {
        /// Not JSON, or cut short.
        MALFORMED,
        /// JSON, but no object at the top.
        NOT_AN_OBJECT,
        /// Larger, deeper or longer somewhere than any real export; not read further.
        OVER_LIMIT
    }
}
