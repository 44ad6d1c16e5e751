package app.safelight.apple.photoslibrary;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One photo or video as the library's database tells of it.
///
/// @param uuid unique in its library; empty if the row has none, which no sound library shows
/// @param path directory and file name as stored: on a phone from the media folder's root, on a Mac below
///     `originals`
/// @param originalFilename the name before import; on a Mac it may be in NFD
/// @param userEdited edited by a person; a slow-motion clip's own time map is no edit
/// @param quarantineReason the engine's text; null if it has none
/// @param editNotUploaded the original is in iCloud, its edited state is not
/// @param pairedNotUploaded the original is in iCloud, its RAW file or the movie of its Live Photo is not
/// @param outgoingBytes bytes of this asset's files that wait in the engine's queue
/// @param originalRemote raw; null without a row for the original
/// @param optimizedAway the original is not on the device and iCloud is said to have it
/// @param unknown values that this reader does not know
public record Asset(
        String uuid,
        String path,
        @Nullable String originalFilename,
        Set<AssetType> types,
        boolean userEdited,
        Trashed trashed,
        boolean favorite,
        boolean hidden,
        ICloudState icloud,
        @Nullable String quarantineReason,
        boolean editNotUploaded,
        boolean pairedNotUploaded,
        long outgoingBytes,
        OriginalLocal originalLocal,
        @Nullable Long originalRemote,
        boolean optimizedAway,
        List<Album.Membership> albums,
        List<String> keywords,
        List<Resource> resources,
        List<UnknownValue> unknown,
        RawRow raw) {
    private static final String SLOW_MOTION_TIME_MAP = "com.apple.video.slomo";

    public Asset {
        types = types.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(types));
        albums = List.copyOf(albums);
        keywords = List.copyOf(keywords);
        resources = List.copyOf(resources);
        unknown = List.copyOf(unknown);
    }

    /// Derives all facts from a row, what belongs to it, and what the engine's store says about it.
    static Asset of(
            RawRow row,
            List<Resource> resources,
            List<Album.Membership> albums,
            List<String> keywords,
            EngineIndex engine) {
        Set<AssetType> types = types(row, resources);
        ICloudState icloud = ICloudState.of(row);
        Resource original = original(resources);
        Long remote = original == null ? null : original.remote();
        OriginalLocal local = OriginalLocal.of(original);
        boolean away = local instanceof OriginalLocal.NotLocal && remote != null && remote >= 1;
        String uuid = orEmpty(row.text(AssetColumn.UUID));
        String masterGuid = row.text(AssetColumn.MASTER_GUID);
        boolean edited = types.contains(AssetType.EDITED);
        return new Asset(
                uuid,
                path(row),
                originalFilename(row),
                types,
                edited && !SLOW_MOTION_TIME_MAP.equals(row.text(AssetColumn.ADJUSTMENT_FORMAT)),
                Trashed.of(row.integer(AssetColumn.TRASHED_STATE)),
                row.isSet(AssetColumn.FAVORITE),
                row.isSet(AssetColumn.HIDDEN),
                icloud,
                engine.quarantineReason(uuid, masterGuid),
                icloud.isUploaded() && any(resources, one -> one.isEditRender() && !one.isUploaded()),
                icloud.isUploaded() && any(resources, one -> one.isPairedFile() && !one.isUploaded()),
                engine.outgoingBytes(uuid, masterGuid),
                local,
                remote,
                away,
                albums,
                keywords,
                resources,
                unknown(row),
                row);
    }

    /// @throws IllegalStateException if they were not asked for, by [PhotosLibrary#states]
    public AssetDates dates() {
        return AssetDates.of(raw);
    }

    /// Where it was taken; null if the library does not say.
    ///
    /// @throws IllegalStateException as above
    public @Nullable Coordinates coordinates() {
        return Coordinates.of(raw.real(AssetColumn.LATITUDE), raw.real(AssetColumn.LONGITUDE));
    }

    /// How the asset came into the library, in words; null if the library does not say.
    public @Nullable String savedAssetTypeName() {
        return SavedAssetType.name(raw.integer(AssetColumn.SAVED_ASSET_TYPE));
    }

    private static String path(RawRow row) {
        String directory = row.text(AssetColumn.DIRECTORY);
        String filename = orEmpty(row.text(AssetColumn.FILENAME));
        return directory == null || directory.isEmpty() ? filename : directory + "/" + filename;
    }

    private static @Nullable String originalFilename(RawRow row) {
        String own = row.text(AssetColumn.ORIGINAL_FILENAME);
        return own != null && !own.isEmpty() ? own : row.text(AssetColumn.MASTER_ORIGINAL_FILENAME);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /// A stream would cost more than all else that is asked of a photo's few files.
    private static boolean any(List<Resource> resources, Predicate<Resource> question) {
        for (Resource resource : resources) {
            if (question.test(resource)) {
                return true;
            }
        }
        return false;
    }

    /// The library's own original before that of a shared album.
    private static @Nullable Resource original(List<Resource> resources) {
        Resource found = null;
        for (Resource resource : resources) {
            if (resource.isOriginal() && (found == null || (resource.inLibrary() && !found.inLibrary()))) {
                found = resource;
            }
        }
        return found;
    }

    private static Set<AssetType> types(RawRow row, List<Resource> resources) {
        Set<AssetType> types = EnumSet.noneOf(AssetType.class);
        add(types, AssetType.PHOTO, row.is(AssetColumn.KIND, 0));
        add(types, AssetType.VIDEO, row.is(AssetColumn.KIND, 1));
        add(types, AssetType.PANORAMA, row.is(AssetColumn.KIND_SUBTYPE, 1) || row.is(AssetColumn.HDR, 6));
        add(types, AssetType.LIVE_PHOTO, row.is(AssetColumn.KIND_SUBTYPE, 2));
        boolean screenshot = row.is(AssetColumn.KIND_SUBTYPE, 10) || row.isSet(AssetColumn.DETECTED_SCREENSHOT);
        add(types, AssetType.SCREENSHOT, screenshot);
        add(types, AssetType.SLOW_MO, row.is(AssetColumn.KIND_SUBTYPE, 101));
        add(types, AssetType.TIME_LAPSE, row.is(AssetColumn.KIND_SUBTYPE, 102));
        add(types, AssetType.SCREEN_RECORDING, row.is(AssetColumn.KIND_SUBTYPE, 103));
        boolean burst = row.value(AssetColumn.BURST_UUID) != null;
        Long pick = row.integer(AssetColumn.BURST_PICK);
        add(types, AssetType.BURST, burst);
        add(types, AssetType.BURST_KEY, burst && pick != null && (pick & 16) != 0);
        add(types, AssetType.BURST_SELECTED, burst && pick != null && (pick & 8) != 0);
        add(types, AssetType.DEPTH, row.isSet(AssetColumn.DEPTH));
        add(types, AssetType.SPATIAL, row.isSet(AssetColumn.SPATIAL));
        add(types, AssetType.RAW_PLUS_JPEG, any(resources, Resource::isRawAlternate));
        boolean edited = row.isSet(AssetColumn.ADJUSTMENTS_STATE) || row.isSet(AssetColumn.HAS_ADJUSTMENTS);
        add(types, AssetType.EDITED, edited);
        add(types, AssetType.ANIMATED, row.is(AssetColumn.PLAYBACK_STYLE, 2));
        boolean loop = row.is(AssetColumn.PLAYBACK_STYLE, 5)
                || row.is(AssetColumn.PLAYBACK_VARIATION, 1)
                || row.is(AssetColumn.PLAYBACK_VARIATION, 2);
        add(types, AssetType.LOOP_OR_BOUNCE, loop);
        add(types, AssetType.SELFIE, row.is(AssetColumn.FRONT_CAMERA, 1));
        return types;
    }

    private static void add(Set<AssetType> types, AssetType type, boolean applies) {
        if (applies) {
            types.add(type);
        }
    }

    private static List<UnknownValue> unknown(RawRow row) {
        List<UnknownValue> unknown = new ArrayList<>(0);
        check(unknown, row, AssetColumn.KIND, value -> value == 0 || value == 1);
        check(
                unknown,
                row,
                AssetColumn.KIND_SUBTYPE,
                value -> (value >= 0 && value <= 2) || value == 10 || (value >= 100 && value <= 103));
        check(unknown, row, AssetColumn.PLAYBACK_STYLE, value -> value >= 0 && value <= 5);
        check(unknown, row, AssetColumn.PLAYBACK_VARIATION, value -> value >= 0 && value <= 3);
        check(unknown, row, AssetColumn.FAVORITE, value -> value == 0 || value == 1);
        check(unknown, row, AssetColumn.HIDDEN, value -> value == 0 || value == 1);
        check(unknown, row, AssetColumn.TRASHED_STATE, value -> value >= 0 && value <= 2);
        check(unknown, row, AssetColumn.HAS_ADJUSTMENTS, value -> value == 0 || value == 1);
        check(unknown, row, AssetColumn.ADJUSTMENTS_STATE, value -> value >= 0 && value <= 3);
        check(unknown, row, AssetColumn.SAVED_ASSET_TYPE, SavedAssetType::isKnown);
        check(unknown, row, AssetColumn.BUNDLE_SCOPE, value -> value >= 0 && value <= 3);
        check(unknown, row, AssetColumn.CLOUD_LOCAL_STATE, value -> value >= 0 && value <= 4);
        check(unknown, row, AssetColumn.MASTER_STATE, value -> value >= 0 && value <= 4);
        check(unknown, row, AssetColumn.CLOUD_DELETE_STATE, value -> value == 0 || value == 1);
        check(unknown, row, AssetColumn.RECOVERY_STATE, value -> value == 0);
        check(unknown, row, AssetColumn.LIBRARY_SCOPE_SHARE_STATE, value -> value == 0);
        check(unknown, row, AssetColumn.DUPLICATE_VISIBILITY, value -> value >= 0 && value <= 2);
        return unknown;
    }

    private static void check(List<UnknownValue> unknown, RawRow row, AssetColumn column, LongPredicate known) {
        Long value = row.integer(column);
        if (value != null && !known.test(value)) {
            unknown.add(new UnknownValue(column.label(), String.valueOf(row.text(column))));
        }
    }
}
