package app.safelight.apple.photoslibrary;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// A column about an asset, as it is kept for diagnosis and for deriving the rest. The first of its candidate
/// names that the database has is read: Apple renamed some over the years.
///
/// Source: reference of the format, sections 3, 4 and 6.
public enum AssetColumn {
    PK("pk", Table.ASSET, "Z_PK"),
    UUID("uuid", Table.ASSET, "ZUUID"),
    DIRECTORY("directory", Table.ASSET, "ZDIRECTORY"),
    FILENAME("filename", Table.ASSET, "ZFILENAME"),
    KIND("kind", Table.ASSET, "ZKIND"),
    KIND_SUBTYPE("kindSubtype", Table.ASSET, "ZKINDSUBTYPE"),
    PLAYBACK_STYLE("playbackStyle", Table.ASSET, "ZPLAYBACKSTYLE"),
    PLAYBACK_VARIATION("playbackVariation", Table.ASSET, "ZPLAYBACKVARIATION"),
    UTI("uti", Table.ASSET, "ZUNIFORMTYPEIDENTIFIER"),
    FAVORITE("favorite", Table.ASSET, "ZFAVORITE"),
    HIDDEN("hidden", Table.ASSET, "ZHIDDEN"),
    TRASHED_STATE("trashedState", Table.ASSET, "ZTRASHEDSTATE"),
    TRASHED_REASON("trashedReason", Table.ASSET, "ZTRASHEDREASON"),
    TRASHED_DATE("trashedDate", Table.ASSET, "ZTRASHEDDATE"),
    VISIBILITY_STATE("visibilityState", Table.ASSET, "ZVISIBILITYSTATE"),
    COMPLETE("complete", Table.ASSET, "ZCOMPLETE"),
    HAS_ADJUSTMENTS("hasAdjustments", Table.ASSET, "ZHASADJUSTMENTS"),
    ADJUSTMENTS_STATE("adjustmentsState", Table.ASSET, "ZADJUSTMENTSSTATE"),
    ADJUSTMENT_TIMESTAMP("adjustmentTimestamp", Table.ASSET, "ZADJUSTMENTTIMESTAMP"),
    BURST_UUID("burstUuid", Table.ASSET, "ZAVALANCHEUUID"),
    BURST_PICK("burstPick", Table.ASSET, "ZAVALANCHEPICKTYPE"),
    DEPTH("depth", Table.ASSET, "ZDEPTHTYPE", "ZDEPTHSTATES"),
    HDR("hdr", Table.ASSET, "ZHDRTYPE", "ZCUSTOMRENDEREDVALUE"),
    SPATIAL("spatial", Table.ASSET, "ZSPATIALTYPE"),
    DETECTED_SCREENSHOT("detectedScreenshot", Table.ASSET, "ZISDETECTEDSCREENSHOT"),
    SAVED_ASSET_TYPE("savedAssetType", Table.ASSET, "ZSAVEDASSETTYPE"),
    BUNDLE_SCOPE("bundleScope", Table.ASSET, "ZBUNDLESCOPE"),
    CLOUD_LOCAL_STATE("cloudLocalState", Table.ASSET, "ZCLOUDLOCALSTATE"),
    CLOUD_DELETE_STATE("cloudDeleteState", Table.ASSET, "ZCLOUDDELETESTATE"),
    CLOUD_ASSET_GUID("cloudAssetGuid", Table.ASSET, "ZCLOUDASSETGUID"),
    CLOUD_IS_MY_ASSET("cloudIsMyAsset", Table.ASSET, "ZCLOUDISMYASSET"),
    CLOUD_OWNER("cloudOwner", Table.ASSET, "ZCLOUDOWNERHASHEDPERSONID"),
    CLOUD_BATCH_PUBLISH_DATE("cloudBatchPublishDate", Table.ASSET, "ZCLOUDBATCHPUBLISHDATE"),
    PLACEHOLDER_KIND("placeholderKind", Table.ASSET, "ZCLOUDPLACEHOLDERKIND"),
    MOMENT_SHARE("momentShare", Table.ASSET, "ZMOMENTSHARE"),
    LIBRARY_SCOPE("libraryScope", Table.ASSET, "ZLIBRARYSCOPE"),
    LIBRARY_SCOPE_SHARE_STATE("libraryScopeShareState", Table.ASSET, "ZLIBRARYSCOPESHARESTATE"),
    ACTIVE_LIBRARY_SCOPE_PARTICIPATION(
            "activeLibraryScopeParticipation", Table.ASSET, "ZACTIVELIBRARYSCOPEPARTICIPATIONSTATE"),
    COLLECTION_SHARE("collectionShare", Table.ASSET, "ZCOLLECTIONSHARE"),
    SYNDICATION_STATE("syndicationState", Table.ASSET, "ZSYNDICATIONSTATE"),
    DUPLICATE_VISIBILITY("duplicateVisibility", Table.ASSET, "ZDUPLICATEASSETVISIBILITYSTATE"),
    DATE_CREATED("dateCreatedRaw", Table.ASSET, "ZDATECREATED"),
    DATE_ADDED("dateAdded", Table.ASSET, "ZADDEDDATE"),
    DATE_MODIFIED("dateModified", Table.ASSET, "ZMODIFICATIONDATE"),
    LATITUDE("latitude", Table.ASSET, "ZLATITUDE"),
    LONGITUDE("longitude", Table.ASSET, "ZLONGITUDE"),
    WIDTH("width", Table.ASSET, "ZWIDTH"),
    HEIGHT("height", Table.ASSET, "ZHEIGHT"),
    DURATION("duration", Table.ASSET, "ZDURATION"),
    MASTER_PK("masterPk", Table.ASSET, "ZMASTER"),

    ORIGINAL_FILENAME("additionalOriginalFilename", Table.ADDITIONAL, "ZORIGINALFILENAME"),
    ORIGINAL_SIZE("originalSize", Table.ADDITIONAL, "ZORIGINALFILESIZE"),
    ORIGINAL_CHOICE("originalChoice", Table.ADDITIONAL, "ZORIGINALRESOURCECHOICE"),
    TITLE("title", Table.ADDITIONAL, "ZTITLE"),
    TZ_OFFSET("tzOffset", Table.ADDITIONAL, "ZTIMEZONEOFFSET"),
    TZ_NAME("tzName", Table.ADDITIONAL, "ZTIMEZONENAME"),
    TZ_INFERRED("tzInferred", Table.ADDITIONAL, "ZINFERREDTIMEZONEOFFSET"),
    EXIF_TIMESTAMP("exifTimestamp", Table.ADDITIONAL, "ZEXIFTIMESTAMPSTRING"),
    FRONT_CAMERA("frontCamera", Table.ADDITIONAL, "ZCAMERACAPTUREDEVICE"),
    IMPORTED_BY_BUNDLE("importedByBundle", Table.ADDITIONAL, "ZIMPORTEDBYBUNDLEIDENTIFIER", "ZCREATORBUNDLEID"),
    SYNDICATION_IDENTIFIER("syndicationIdentifier", Table.ADDITIONAL, "ZSYNDICATIONIDENTIFIER"),
    SYNDICATION_HISTORY("syndicationHistory", Table.ADDITIONAL, "ZSYNDICATIONHISTORY"),
    UPLOAD_ATTEMPTS("uploadAttempts", Table.ADDITIONAL, "ZUPLOADATTEMPTS"),
    LAST_UPLOAD_ATTEMPT_DATE("lastUploadAttemptDate", Table.ADDITIONAL, "ZLASTUPLOADATTEMPTDATE"),
    RECOVERY_STATE("recoveryState", Table.ADDITIONAL, "ZCLOUDRECOVERYSTATE"),
    RECOVERY_ATTEMPTS("recoveryAttempts", Table.ADDITIONAL, "ZCLOUDSTATERECOVERYATTEMPTSCOUNT"),

    ADJUSTMENT_FORMAT("adjustmentFormat", Table.ADJUSTMENT, "ZADJUSTMENTFORMATIDENTIFIER"),
    DESCRIPTION("description", Table.DESCRIPTION, "ZLONGDESCRIPTION"),

    MASTER_STATE("masterState", Table.MASTER, "ZCLOUDLOCALSTATE"),
    MASTER_GUID("masterGuid", Table.MASTER, "ZCLOUDMASTERGUID"),
    MASTER_ORIGINAL_FILENAME("masterOriginalFilename", Table.MASTER, "ZORIGINALFILENAME"),
    MASTER_PLACEHOLDER("masterPlaceholder", Table.MASTER, "ZPLACEHOLDERSTATE");

    /// What only describes an asset: nothing of its iCloud state, its kinds and its files is derived from it.
    /// Half of all columns, and the slow ones: SQLite writes out real numbers, and somebody has to read them.
    private static final Set<AssetColumn> DESCRIBING = Collections.unmodifiableSet(EnumSet.of(
            UTI,
            TRASHED_REASON,
            TRASHED_DATE,
            VISIBILITY_STATE,
            COMPLETE,
            ADJUSTMENT_TIMESTAMP,
            CLOUD_ASSET_GUID,
            CLOUD_IS_MY_ASSET,
            CLOUD_OWNER,
            PLACEHOLDER_KIND,
            MOMENT_SHARE,
            LIBRARY_SCOPE,
            ACTIVE_LIBRARY_SCOPE_PARTICIPATION,
            COLLECTION_SHARE,
            SYNDICATION_STATE,
            DATE_CREATED,
            DATE_ADDED,
            DATE_MODIFIED,
            LATITUDE,
            LONGITUDE,
            WIDTH,
            HEIGHT,
            DURATION,
            ORIGINAL_CHOICE,
            TITLE,
            TZ_OFFSET,
            TZ_NAME,
            TZ_INFERRED,
            EXIF_TIMESTAMP,
            IMPORTED_BY_BUNDLE,
            UPLOAD_ATTEMPTS,
            LAST_UPLOAD_ATTEMPT_DATE,
            RECOVERY_ATTEMPTS,
            DESCRIPTION,
            MASTER_PLACEHOLDER));

    /// The tables that are joined to an asset.
    enum Table {
        ASSET,
        ADDITIONAL,
        ADJUSTMENT,
        DESCRIPTION,
        MASTER
    }

    private final String label;
    private final Table table;

    @SuppressWarnings("ImmutableEnumChecker") // List.of makes what cannot change
    private final List<String> candidates;

    AssetColumn(String label, Table table, String... candidates) {
        this.label = label;
        this.table = table;
        this.candidates = List.of(candidates);
    }

    /// A stable name for people and programs.
    public String label() {
        return label;
    }

    /// Whether it only describes an asset; see [PhotosLibrary#states].
    boolean describes() {
        return DESCRIBING.contains(this);
    }

    Table table() {
        return table;
    }

    List<String> candidates() {
        return candidates;
    }
}
