package app.safelight.app.cli;

import app.safelight.app.icloud.Standing;
import app.safelight.apple.photoslibrary.Asset;
import app.safelight.apple.photoslibrary.AssetColumn;
import app.safelight.apple.photoslibrary.AssetDates;
import app.safelight.apple.photoslibrary.AssetType;
import app.safelight.apple.photoslibrary.Coordinates;
import app.safelight.apple.photoslibrary.Resource;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All that is known of one asset of a photo library, as JSON: what was derived, and beside it the columns of
/// the database as they are stored.
final class AssetJson {
    /// The resolution of the database's dates.
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    /// Columns of which something is derived under the same name.
    private static final Set<AssetColumn> DERIVED = EnumSet.noneOf(AssetColumn.class);

    static {
        Set<String> names = Set.of(
                "uuid",
                "originalFilename",
                "quarantineReason",
                "dateCreated",
                "dateAdded",
                "dateModified",
                "trashedDate",
                "adjustmentTimestamp",
                "lastUploadAttemptDate",
                "cloudBatchPublishDate",
                "latitude",
                "longitude");
        for (AssetColumn column : AssetColumn.values()) {
            if (names.contains(column.label())) {
                DERIVED.add(column);
            }
        }
    }

    private AssetJson() {}

    /// @param standing of the asset
    static void write(Output.Json json, Asset asset, Standing standing) throws IOException {
        derived(json, asset);
        json.put("standing", standing.name());
        dates(json, asset);
        for (AssetColumn column : AssetColumn.values()) {
            if (!DERIVED.contains(column)) {
                raw(json, column.label(), asset.raw().value(column));
            }
        }
    }

    private static void derived(Output.Json json, Asset asset) throws IOException {
        Coordinates at = asset.coordinates();
        json.put("uuid", asset.uuid())
                .put("path", asset.path())
                .put("originalFilename", asset.originalFilename())
                .array(
                        "types",
                        asset.types().stream().map(AssetType::label).sorted().toList(),
                        Output.Json::value)
                .put("userEdited", asset.userEdited())
                .array("keywords", asset.keywords(), Output.Json::value)
                .array(
                        "albums",
                        asset.albums(),
                        (array, album) -> array.object(one -> {
                            one.put("title", album.title());
                            raw(one, "kind", album.kind());
                            raw(one, "trashed", album.trashed());
                            one.array("folders", album.folders(), Output.Json::value);
                        }))
                .put("trashed", asset.trashed().code())
                .put("icloud", asset.icloud().code())
                .put("quarantineReason", asset.quarantineReason())
                .put("editNotUploaded", asset.editNotUploaded())
                .put("pairedNotUploaded", asset.pairedNotUploaded())
                .put("outgoingBytes", asset.outgoingBytes())
                .put("originalLocal", asset.originalLocal().code());
        raw(json, "originalRemote", asset.originalRemote());
        json.put("optimizedAway", asset.optimizedAway());
        raw(json, "latitude", at == null ? null : at.latitude());
        raw(json, "longitude", at == null ? null : at.longitude());
        json.put("savedAssetTypeName", asset.savedAssetTypeName())
                .array("resources", asset.resources(), (array, one) -> array.object(inner -> write(inner, one)))
                .array(
                        "unknown",
                        asset.unknown(),
                        (array, value) -> array.object(
                                one -> one.put("column", value.column()).put("value", value.value())));
    }

    private static void dates(Output.Json json, Asset asset) throws IOException {
        AssetDates dates = asset.dates();
        json.put("dateCreated", text(dates.created()))
                .put("dateAdded", text(dates.added()))
                .put("dateModified", text(dates.modified()))
                .put("trashedDate", text(dates.trashed()))
                .put("adjustmentTimestamp", text(dates.adjusted()))
                .put("lastUploadAttemptDate", text(dates.lastUploadAttempt()))
                .put("cloudBatchPublishDate", text(dates.cloudBatchPublished()));
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : MICROS.format(instant);
    }

    private static void write(Output.Json json, Resource resource) throws IOException {
        raw(json, "classId", resource.classId());
        raw(json, "cplType", resource.cplType());
        raw(json, "resourceType", resource.resourceType());
        raw(json, "version", resource.version());
        raw(json, "recipe", resource.recipe());
        raw(json, "local", resource.local());
        raw(json, "remote", resource.remote());
        raw(json, "cloudState", resource.cloudState());
        raw(json, "length", resource.length());
        raw(json, "trashed", resource.trashed());
        raw(json, "compactUti", resource.compactUti());
    }

    /// A value of the database; of a blob only that there is one.
    private static void raw(Output.Json json, String name, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> json.put(name, (String) null);
            case Double real -> json.put(name, real.doubleValue());
            case Number whole -> json.put(name, whole.longValue());
            case String text -> json.put(name, text);
            case byte[] _ -> json.put(name, "(bytes)");
            default -> json.put(name, value.toString());
        }
    }
}
