package app.safelight.source.photoslibrary;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/// What a library's database says of one photo beside its bytes.
///
/// @param uuid the photo's name in the library; the same on all devices of one iCloud account
/// @param originalName file name before the library renamed it; empty if the database does not say
/// @param takenAt when it was taken, or when the person says it was
/// @param takenAtOffset the zone's offset there, if it is known
/// @param burst joins the frames of a burst; empty for all others
/// @param trashed in "Recently Deleted": still there, and gone in some weeks
public record LibraryFacts(
        String uuid,
        String originalName,
        Optional<Instant> takenAt,
        Optional<ZoneOffset> takenAtOffset,
        String burst,
        boolean favourite,
        boolean hidden,
        boolean trashed) {}
