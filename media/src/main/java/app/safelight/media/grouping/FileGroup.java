package app.safelight.media.grouping;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One asset: the files that are one photo, one video or one other thing to a person.
///
/// @param primaryPath path of the one part with role [PartRole#ORIGINAL]
/// @param parts every file of the asset, ordered by role and then path
/// @param burst the asset's place in a burst, null outside bursts
/// @param openHalves Live Photo halves that [FileGrouping#joinAcross] may still complete, ordered by path
public record FileGroup(
        String primaryPath,
        GroupKind kind,
        List<Part> parts,
        @Nullable BurstFrame burst,
        List<OpenHalf> openHalves) {
    public FileGroup {
        Objects.requireNonNull(primaryPath, "primaryPath");
        Objects.requireNonNull(kind, "kind");
        parts = List.copyOf(parts);
        openHalves = List.copyOf(openHalves);
        Set<String> paths = new HashSet<>();
        int originals = 0;
        for (Part part : parts) {
            if (!paths.add(part.path())) {
                throw new IllegalArgumentException("twice in one group: " + part.path());
            }
            if (part.role() == PartRole.ORIGINAL) {
                originals++;
                if (!part.path().equals(primaryPath)) {
                    throw new IllegalArgumentException("original is not the primary: " + part.path());
                }
            }
        }
        if (originals != 1) {
            throw new IllegalArgumentException(originals + " originals in the group of " + primaryPath);
        }
    }

    /// Whether another set of the same source can still change this group. A caller that groups directory by
    /// directory keeps only these for [FileGrouping#joinAcross].
    public boolean mayJoin() {
        return burst != null || !openHalves.isEmpty();
    }
}
