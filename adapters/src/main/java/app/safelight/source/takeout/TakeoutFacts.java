package app.safelight.source.takeout;

import app.safelight.media.takeout.GeoPoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What an export says of one photo beside its bytes.
///
/// @param sidecarPath path of the JSON that says so; empty if only the albums are known
/// @param takenAt when it was taken, to the second
/// @param people names of those tagged
/// @param albums titles of the albums it is in, sorted; an album without a title goes by its folder's name
public record TakeoutFacts(
        Optional<String> sidecarPath,
        Optional<Instant> takenAt,
        Optional<GeoPoint> location,
        String description,
        List<String> people,
        List<String> albums,
        boolean favourite,
        boolean archived,
        boolean trashed) {
    public TakeoutFacts {
        people = List.copyOf(people);
        albums = List.copyOf(albums);
    }
}
