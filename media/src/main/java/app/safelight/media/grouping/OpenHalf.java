package app.safelight.media.grouping;

import java.util.Objects;

/// A part of a Live Photo whose other half was not in the set: a still without its movie or the reverse.
///
/// @param contentIdentifier the identifier that both halves carry, upper case
/// @param path the part that carries it
public record OpenHalf(String contentIdentifier, String path) {
    public OpenHalf {
        Objects.requireNonNull(contentIdentifier, "contentIdentifier");
        Objects.requireNonNull(path, "path");
    }
}
