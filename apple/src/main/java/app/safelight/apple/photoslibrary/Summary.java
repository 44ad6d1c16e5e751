package app.safelight.apple.photoslibrary;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/// Counts over assets, gathered while they pass by.
///
/// Threads: one.
public final class Summary {
    /// Different values of one column that are counted apart; a hostile column must not fill the memory.
    private static final int MAX_VALUES = 10_000;

    private static final String OTHERS = "others";

    private long assets;
    private long uploaded;
    private long optimizedAway;
    private long userEdited;
    private long editNotUploaded;
    private long pairedNotUploaded;
    private final Map<String, Long> types = new TreeMap<>();
    private final Map<String, Long> icloud = new TreeMap<>();
    private final Map<String, Long> icloudActive = new TreeMap<>();
    private final Map<String, Long> icloudTrashed = new TreeMap<>();
    private final Map<String, Long> originalLocal = new TreeMap<>();
    private final Map<String, Long> quarantineReasons = new TreeMap<>();
    private final Map<String, Long> savedAssetTypes = new TreeMap<>();
    private final Map<AssetColumn, Map<String, Long>> columns = new EnumMap<>(AssetColumn.class);

    public void add(Asset asset) {
        assets++;
        uploaded += asset.raw().is(AssetColumn.MASTER_STATE, ICloudState.UPLOADED) ? 1 : 0;
        optimizedAway += asset.optimizedAway() ? 1 : 0;
        userEdited += asset.userEdited() ? 1 : 0;
        editNotUploaded += asset.editNotUploaded() ? 1 : 0;
        pairedNotUploaded += asset.pairedNotUploaded() ? 1 : 0;
        asset.types().forEach(type -> count(types, type.label()));
        count(icloud, asset.icloud().code());
        count(
                asset.trashed() instanceof Trashed.No ? icloudActive : icloudTrashed,
                asset.icloud().code());
        count(originalLocal, asset.originalLocal().code());
        count(savedAssetTypes, SavedAssetType.name(asset.raw().integer(AssetColumn.SAVED_ASSET_TYPE)));
        if (asset.quarantineReason() != null) {
            count(quarantineReasons, asset.quarantineReason());
        }
        for (AssetColumn column : COUNTED) {
            count(
                    columns.computeIfAbsent(column, _ -> new TreeMap<>()),
                    String.valueOf(asset.raw().text(column)));
        }
    }

    private static final AssetColumn[] COUNTED = {
        AssetColumn.KIND,
        AssetColumn.KIND_SUBTYPE,
        AssetColumn.FAVORITE,
        AssetColumn.HIDDEN,
        AssetColumn.TRASHED_STATE,
        AssetColumn.VISIBILITY_STATE,
        AssetColumn.BUNDLE_SCOPE,
        AssetColumn.CLOUD_LOCAL_STATE,
        AssetColumn.CLOUD_DELETE_STATE,
        AssetColumn.MASTER_STATE,
        AssetColumn.LIBRARY_SCOPE_SHARE_STATE,
        AssetColumn.ACTIVE_LIBRARY_SCOPE_PARTICIPATION,
        AssetColumn.SYNDICATION_STATE,
        AssetColumn.UPLOAD_ATTEMPTS,
        AssetColumn.RECOVERY_STATE
    };

    private static void count(Map<String, Long> counts, String value) {
        boolean full = counts.size() >= MAX_VALUES && !counts.containsKey(value);
        counts.merge(full ? OTHERS : value, 1L, Long::sum);
    }

    public long assets() {
        return assets;
    }

    /// Assets whose original iCloud is said to have.
    public long uploaded() {
        return uploaded;
    }

    public long optimizedAway() {
        return optimizedAway;
    }

    public long userEdited() {
        return userEdited;
    }

    public long editNotUploaded() {
        return editNotUploaded;
    }

    public long pairedNotUploaded() {
        return pairedNotUploaded;
    }

    /// By label of [AssetType].
    public Map<String, Long> types() {
        return Collections.unmodifiableMap(types);
    }

    /// By code of [ICloudState].
    public Map<String, Long> icloud() {
        return Collections.unmodifiableMap(icloud);
    }

    /// The same over those not thrown away.
    public Map<String, Long> icloudActive() {
        return Collections.unmodifiableMap(icloudActive);
    }

    /// The same over those thrown away.
    public Map<String, Long> icloudTrashed() {
        return Collections.unmodifiableMap(icloudTrashed);
    }

    /// By code of [OriginalLocal].
    public Map<String, Long> originalLocal() {
        return Collections.unmodifiableMap(originalLocal);
    }

    public Map<String, Long> quarantineReasons() {
        return Collections.unmodifiableMap(quarantineReasons);
    }

    /// By name of how an asset came into the library.
    public Map<String, Long> savedAssetTypes() {
        return Collections.unmodifiableMap(savedAssetTypes);
    }

    /// By value as stored, `null` for none; empty for a column that is not counted.
    public Map<String, Long> column(AssetColumn column) {
        return Collections.unmodifiableMap(columns.getOrDefault(column, Map.of()));
    }
}
