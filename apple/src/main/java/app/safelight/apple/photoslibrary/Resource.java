package app.safelight.apple.photoslibrary;

import org.jspecify.annotations.Nullable;

/// One row of `ZINTERNALRESOURCE`: a file or derivative that belongs to an asset. Values are as stored, null
/// where NULL.
///
/// @param classId 0 the library, 2 a shared album, 3 "Shared with You"
/// @param cplType the engine's type of resource, see the constants
/// @param version 0 original, 1 alternate, 2 the edited state, 3 local derivative
/// @param local 1 on the device, -1 not
/// @param remote 1 said to be in iCloud; no proof of an upload
/// @param cloudState see [ICloudState]
/// @param length bytes
public record Resource(
        @Nullable Long classId,
        @Nullable Long cplType,
        @Nullable Long resourceType,
        @Nullable Long version,
        @Nullable Long recipe,
        @Nullable Long local,
        @Nullable Long remote,
        @Nullable Long cloudState,
        @Nullable Long length,
        @Nullable Long trashed,
        @Nullable String compactUti) {
    public static final long ORIGINAL = 1;
    public static final long EDIT_RENDER_PHOTO = 2;
    public static final long EDIT_RENDER_VIDEO = 16;
    public static final long RAW_ALTERNATE = 17;
    public static final long LIVE_MOVIE = 18;
    public static final long EDIT_RENDER_LIVE = 19;
    public static final long ADJUSTMENT_SIDECAR = 22;

    boolean inLibrary() {
        return is(classId, 0);
    }

    boolean isOriginal() {
        return is(cplType, ORIGINAL) && is(version, 0);
    }

    boolean isEditRender() {
        return inLibrary()
                && is(version, 2)
                && (is(cplType, EDIT_RENDER_PHOTO) || is(cplType, EDIT_RENDER_VIDEO) || is(cplType, EDIT_RENDER_LIVE));
    }

    boolean isRawAlternate() {
        return inLibrary() && is(cplType, RAW_ALTERNATE);
    }

    boolean isPairedFile() {
        return inLibrary() && (is(cplType, RAW_ALTERNATE) || is(cplType, LIVE_MOVIE));
    }

    boolean isUploaded() {
        return is(cloudState, ICloudState.UPLOADED);
    }

    private static boolean is(@Nullable Long value, long expected) {
        return value != null && value == expected;
    }
}
