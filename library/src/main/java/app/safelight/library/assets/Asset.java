package app.safelight.library.assets;

import app.safelight.core.model.AssetKind;
import app.safelight.core.model.ItemFacts.Soundness;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// One photo as a person sees it.
///
/// @param taken the clock on the wall where it was taken
/// @param offset of that clock, if the photo says so
/// @param takenOrigin where the time came from; empty as long as it is only the file's
/// @param width as seen, 0 if unknown; so is height
/// @param trashedAt when it was put into Recently Deleted
/// @param rating 0 to 5
/// @param files the first is the one that it is looked at by
public record Asset(
        AssetId id,
        LocalDateTime taken,
        Optional<ZoneOffset> offset,
        String takenOrigin,
        AssetKind kind,
        int width,
        int height,
        long durationMillis,
        Optional<Position> position,
        String camera,
        String lens,
        FactsState facts,
        Soundness soundness,
        Shelf shelf,
        boolean favourite,
        boolean hidden,
        boolean archived,
        Optional<Instant> trashedAt,
        String description,
        int rating,
        Instant addedAt,
        List<AssetFile> files) {
    public Asset {
        files = List.copyOf(files);
    }

    /// Where on earth, in degrees; north and east are positive.
    public record Position(double latitude, double longitude) {}
}
