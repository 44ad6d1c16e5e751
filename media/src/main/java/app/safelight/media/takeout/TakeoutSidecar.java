package app.safelight.media.takeout;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What an export says of one photo or video.
///
/// @param title the file's name as it was uploaded; may hold characters that a file name cannot
/// @param photoTakenTime when it was taken; to the second, null when the file gives no usable time
/// @param location where; null when the file gives none (Google writes 0, 0)
/// @param people names of those tagged, in the file's order
/// @param url of the photo at Google; empty when absent
/// @param unusable fields that were there but held nothing usable, in the file's order
public record TakeoutSidecar(
        String title,
        @Nullable Instant photoTakenTime,
        @Nullable GeoPoint location,
        String description,
        boolean favorited,
        boolean trashed,
        boolean archived,
        List<String> people,
        String url,
        List<String> unusable)
        implements TakeoutDocument {
    public TakeoutSidecar {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(url, "url");
        people = List.copyOf(people);
        unusable = List.copyOf(unusable);
    }
}
