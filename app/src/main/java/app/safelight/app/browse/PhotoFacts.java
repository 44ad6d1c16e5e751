package app.safelight.app.browse;

import app.safelight.app.icloud.ICloudCount;
import app.safelight.app.icloud.Standing;
import app.safelight.apple.photoslibrary.Album;
import app.safelight.apple.photoslibrary.Asset;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What one looks for in a photo when choosing: a small part of [Asset], so that very many fit into memory.
///
/// @param uuid stable for ever in its library
/// @param path as in [Asset#path]
/// @param originalFilename the name before import; null if not known
/// @param taken by the clock of the place where it was taken, or else of here; empty if not known
/// @param sizeBytes of the original; 0 if not known
/// @param albums titles with the folders around them, such as `Trips/Rome`; without deleted ones
public record PhotoFacts(
        String uuid,
        String path,
        @Nullable String originalFilename,
        Set<PhotoKind> kinds,
        Optional<LocalDateTime> taken,
        long sizeBytes,
        List<String> albums,
        boolean favorite,
        boolean hidden,
        Standing standing) {
    public PhotoFacts {
        kinds = Collections.unmodifiableSet(kinds.isEmpty() ? EnumSet.noneOf(PhotoKind.class) : EnumSet.copyOf(kinds));
        albums = List.copyOf(albums);
    }

    /// @param standing of the asset
    /// @param here for photos that do not say where they were taken
    public static PhotoFacts of(Asset asset, Standing standing, ZoneId here) {
        return new PhotoFacts(
                asset.uuid(),
                asset.path(),
                asset.originalFilename(),
                PhotoKind.of(asset.types()),
                taken(asset, here),
                ICloudCount.sizeBytes(asset),
                asset.albums().stream().flatMap(PhotoFacts::title).toList(),
                asset.favorite(),
                asset.hidden(),
                standing);
    }

    private static Optional<LocalDateTime> taken(Asset asset, ZoneId here) {
        Instant created = asset.dates().created();
        ZoneOffset there = asset.dates().zone();
        return created == null
                ? Optional.empty()
                : Optional.of(LocalDateTime.ofInstant(created, there == null ? here : there));
    }

    private static Stream<String> title(Album.Membership album) {
        boolean deleted = album.trashed() != null && album.trashed() != 0;
        return deleted || album.title() == null
                ? Stream.empty()
                : Stream.of(String.join(
                        "/",
                        Stream.concat(album.folders().stream(), Stream.of(album.title()))
                                .toList()));
    }

    /// Whether it is in "Recently Deleted", or on its way out.
    public boolean isTrashed() {
        return standing == Standing.RECENTLY_DELETED || standing == Standing.BEING_REMOVED;
    }
}
