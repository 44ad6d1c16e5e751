package app.safelight.media.grouping;

import java.util.Comparator;
import java.util.Objects;

/// One file of an asset, and what it is there.
///
/// @param path the file's path, as it was given in [GroupingFile#path()]
public record Part(String path, PartRole role) {
    static final Comparator<Part> ORDER = Comparator.comparing(Part::role).thenComparing(Part::path);

    public Part {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(role, "role");
    }
}
