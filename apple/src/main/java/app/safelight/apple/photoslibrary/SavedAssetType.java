package app.safelight.apple.photoslibrary;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How an asset came into the library: column `ZSAVEDASSETTYPE`.
///
/// Source: section 4.1 of the reference.
final class SavedAssetType {
    static final long CLOUD_SHARED = 4;
    static final long GUEST = 12;

    private static final List<String> NAMES = List.of(
            "unknown",
            "photoBooth",
            "photoStream",
            "camera/local",
            "cloudShared",
            "cameraConnectionKit",
            "cloudPhotoLibrary",
            "unused",
            "momentShared",
            "placeholder",
            "referenced",
            "alternate",
            "guest",
            "companionSynced",
            "recovered",
            "legacyImport",
            "collectionShare");

    private static final Set<Long> ELIGIBLE = Set.of(0L, 1L, 3L, 5L, 6L, 8L, 9L);

    private SavedAssetType() {}

    static boolean isKnown(@Nullable Long type) {
        return type != null && type >= 0 && type < NAMES.size();
    }

    static boolean isEligible(@Nullable Long type) {
        return type != null && ELIGIBLE.contains(type);
    }

    /// The name, or the raw value in brackets.
    static String name(@Nullable Long type) {
        return type != null && isKnown(type) ? NAMES.get(type.intValue()) : "unknown(" + type + ")";
    }
}
