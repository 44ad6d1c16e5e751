package app.safelight.source.photoslibrary;

import app.safelight.apple.photoslibrary.Asset;
import app.safelight.apple.photoslibrary.AssetColumn;
import app.safelight.apple.photoslibrary.AssetType;
import app.safelight.apple.photoslibrary.ICloudState;
import app.safelight.apple.photoslibrary.OriginalLocal;
import app.safelight.apple.photoslibrary.Resource;
import app.safelight.apple.photoslibrary.Trashed;
import app.safelight.core.model.Role;
import app.safelight.core.source.SourceFault;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One photo as the database says it should be: its files, and what it means if one is not there.
///
/// @param name file name of the original
/// @param flags sum of the constants
/// @param originalAlsoBytes the original's length in another column: the two differ where one was never filled
/// @param location for [Absence#ELSEWHERE]
record ExpectedAsset(
        String name,
        String uuid,
        String originalName,
        String burst,
        String location,
        int flags,
        Absence original,
        Absence liveMovie,
        Absence raw,
        long originalBytes,
        long originalAlsoBytes,
        long liveMovieBytes,
        long rawBytes,
        @Nullable Instant takenAt,
        @Nullable ZoneOffset offset) {
    static final int PHOTO = 1;
    static final int VIDEO = 1 << 1;
    static final int LIVE_PHOTO = 1 << 2;
    static final int RAW_PLUS_JPEG = 1 << 3;
    static final int EDITED = 1 << 4;
    static final int FAVOURITE = 1 << 5;
    static final int HIDDEN = 1 << 6;
    static final int TRASHED = 1 << 7;

    /// A length that nobody knows.
    static final long UNKNOWN = -1;

    /// The kind of asset that a library only refers to.
    private static final String REFERENCED = "referenced";

    /// How somebody shared it; empty if it is the person's own.
    private static Optional<Absence> shared(ICloudState state) {
        return switch (state) {
            case ICloudState.SharedAlbumItem() -> Optional.of(Absence.SHARED_BY_ALBUM);
            case ICloudState.Syndicated() -> Optional.of(Absence.SHARED_BY_MESSAGE);
            case ICloudState.NotEligible _,
                    ICloudState.Quarantined(),
                    ICloudState.PushFailed(),
                    ICloudState.Uploaded(),
                    ICloudState.UploadedMetadataDirty(),
                    ICloudState.PushedNotUploaded(),
                    ICloudState.NotPushed(),
                    ICloudState.Unknown _ -> Optional.empty();
        };
    }

    static ExpectedAsset of(Asset asset) {
        Set<AssetType> types = asset.types();
        Resource live = resource(asset, Resource.LIVE_MOVIE);
        Resource raw = resource(asset, Resource.RAW_ALTERNATE);
        Resource original = resource(asset, Resource.ORIGINAL);
        int flags = flag(PHOTO, types.contains(AssetType.PHOTO))
                | flag(VIDEO, types.contains(AssetType.VIDEO))
                | flag(LIVE_PHOTO, types.contains(AssetType.LIVE_PHOTO))
                | flag(RAW_PLUS_JPEG, types.contains(AssetType.RAW_PLUS_JPEG))
                | flag(EDITED, types.contains(AssetType.EDITED))
                | flag(FAVOURITE, asset.favorite())
                | flag(HIDDEN, asset.hidden())
                | flag(TRASHED, asset.trashed() instanceof Trashed.RecentlyDeleted);
        String burst = asset.raw().text(AssetColumn.BURST_UUID);
        return new ExpectedAsset(
                asset.path().substring(asset.path().lastIndexOf('/') + 1),
                asset.uuid(),
                asset.originalFilename() == null ? "" : asset.originalFilename(),
                burst == null ? "" : burst,
                absence(asset) == Absence.ELSEWHERE ? asset.path() : "",
                flags,
                absence(asset),
                types.contains(AssetType.LIVE_PHOTO) ? absence(asset, live) : Absence.NOT_EXPECTED,
                types.contains(AssetType.RAW_PLUS_JPEG) ? absence(asset, raw) : Absence.NOT_EXPECTED,
                known(asset.raw().integer(AssetColumn.ORIGINAL_SIZE)),
                original == null ? UNKNOWN : known(original.length()),
                live == null ? UNKNOWN : known(live.length()),
                raw == null ? UNKNOWN : known(raw.length()),
                asset.dates().created(),
                asset.dates().zone());
    }

    private static int flag(int flag, boolean set) {
        return set ? flag : 0;
    }

    private static long known(@Nullable Long bytes) {
        return bytes == null || bytes <= 0 ? UNKNOWN : bytes;
    }

    /// The library's own row for a file as it came from the camera.
    private static @Nullable Resource resource(Asset asset, long type) {
        for (Resource resource : asset.resources()) {
            if (is(resource.classId(), 0) && is(resource.cplType(), type) && is(resource.version(), 0)) {
                return resource;
            }
        }
        return null;
    }

    private static boolean is(@Nullable Long value, long expected) {
        return value != null && value == expected;
    }

    /// What it means if the original is not there.
    private static Absence absence(Asset asset) {
        Optional<Absence> shared = shared(asset.icloud());
        if (shared.isPresent()) {
            return shared.get();
        }
        if (asset.trashed() instanceof Trashed.Expunged) {
            return Absence.NOT_EXPECTED;
        }
        if (asset.path().startsWith("/")
                || (asset.icloud() instanceof ICloudState.NotEligible(String kind) && kind.equals(REFERENCED))) {
            return Absence.ELSEWHERE;
        }
        boolean local = asset.originalLocal() instanceof OriginalLocal.Local;
        Long remote = asset.originalRemote();
        return !local && remote != null && remote >= 1 ? Absence.ONLY_IN_CLOUD : Absence.MISSING;
    }

    /// What it means if the movie or RAW file is not there. Without a row of its own the database does not
    /// claim that there is one.
    private static Absence absence(Asset asset, @Nullable Resource resource) {
        Absence original = absence(asset);
        if (resource == null || original.isShared() || original == Absence.NOT_EXPECTED) {
            return Absence.NOT_EXPECTED;
        }
        if (original == Absence.ELSEWHERE) {
            return Absence.ELSEWHERE;
        }
        Long remote = resource.remote();
        return !is(resource.local(), 1) && remote != null && remote >= 1 ? Absence.ONLY_IN_CLOUD : Absence.MISSING;
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    String stem() {
        return stem(name);
    }

    static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? name : name.substring(0, dot);
    }

    static String ending(String name) {
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    /// If a file of this length can be the original.
    boolean isLengthOfOriginal(long sizeBytes) {
        boolean nobodyKnows = originalBytes == UNKNOWN && originalAlsoBytes == UNKNOWN;
        return nobodyKnows || sizeBytes == originalBytes || sizeBytes == originalAlsoBytes;
    }

    /// The original's length, as far as it is known.
    long knownOriginalBytes() {
        return originalBytes == UNKNOWN ? originalAlsoBytes : originalBytes;
    }

    /// What it means if one of its files is not there.
    Optional<SourceFault> missing(Role role) {
        return switch (role) {
            case ORIGINAL -> original.fault(knownOriginalBytes(), location);
            case LIVE_MOVIE -> liveMovie.fault(liveMovieBytes, location);
            case RAW -> raw.fault(rawBytes, location);
            case EDITED_RENDER, EDITED_LIVE_MOVIE, ADJUSTMENT, SIDECAR -> Optional.empty();
        };
    }

    /// Whether the database knows of a file in this role, and not of the photo alone. Of an edit it tells only
    /// that there is one.
    boolean knows(Role role) {
        return switch (role) {
            case ORIGINAL, LIVE_MOVIE, RAW -> true;
            case EDITED_RENDER, EDITED_LIVE_MOVIE, ADJUSTMENT, SIDECAR -> has(EDITED);
        };
    }

    LibraryPart.Form form() {
        if (has(VIDEO)) {
            return LibraryPart.Form.VIDEO;
        }
        if (has(LIVE_PHOTO)) {
            return LibraryPart.Form.LIVE_PHOTO;
        }
        if (!burst.isEmpty()) {
            return LibraryPart.Form.BURST_FRAME;
        }
        return has(PHOTO) ? LibraryPart.Form.PHOTO : LibraryPart.Form.OTHER;
    }

    LibraryFacts facts() {
        return new LibraryFacts(
                uuid,
                originalName,
                Optional.ofNullable(takenAt),
                Optional.ofNullable(offset),
                burst,
                has(FAVOURITE),
                has(HIDDEN),
                has(TRASHED));
    }
}
