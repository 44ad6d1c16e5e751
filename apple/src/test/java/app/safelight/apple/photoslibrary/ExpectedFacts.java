package app.safelight.apple.photoslibrary;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.apple.Fixtures;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Compares a library that was read with the facts that an independent reader wrote down, field by field.
final class ExpectedFacts {
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    /// Facts of an asset that come from elsewhere than one raw column.
    private static final List<String> OTHERWISE = List.of("secondReader");

    private final Map<String, @Nullable Object> expected;

    ExpectedFacts(Map<String, @Nullable Object> expected) {
        this.expected = expected;
    }

    void compare(PhotosLibrary library) throws LibraryException {
        List<Asset> assets = new ArrayList<>();
        Summary summary = new Summary();
        library.assets(asset -> {
            assets.add(asset);
            summary.add(asset);
        });
        assets.sort(Comparator.comparing(Asset::uuid));
        List<Map<String, @Nullable Object>> wanted = Fixtures.objects(expected.get("assets"));
        assertThat(assets)
                .extracting(Asset::uuid)
                .isEqualTo(wanted.stream().map(one -> one.get("uuid")).toList());
        for (int i = 0; i < assets.size(); i++) {
            compare(assets.get(i), wanted.get(i));
        }
        compareAlbums(library);
        compareSummary(library, summary);
        compareStatus(library);
        assertThat(library.modelVersion()).contains((Long) expected.get("modelVersion"));
    }

    private void compare(Asset asset, Map<String, @Nullable Object> wanted) {
        Map<String, @Nullable Object> facts = facts(asset);
        for (Map.Entry<String, @Nullable Object> fact : wanted.entrySet()) {
            if (!OTHERWISE.contains(fact.getKey())) {
                assertThat(facts).as(asset.uuid()).containsKey(fact.getKey());
                assertThat(facts.get(fact.getKey()))
                        .as(expected.get("name") + " " + asset.uuid() + " " + fact.getKey())
                        .isEqualTo(fact.getValue());
            }
        }
    }

    /// An asset under the names of the fixtures.
    static Map<String, @Nullable Object> facts(Asset asset) {
        Map<String, @Nullable Object> facts = new TreeMap<>();
        for (AssetColumn column : AssetColumn.values()) {
            Object value = asset.raw().value(column);
            facts.put(column.label(), value instanceof Integer whole ? Long.valueOf(whole) : value);
        }
        facts.put("uuid", asset.uuid());
        facts.put("path", asset.path());
        facts.put("originalFilename", asset.originalFilename());
        facts.put("types", asset.types().stream().map(AssetType::label).toList());
        facts.put("userEdited", asset.userEdited());
        facts.put("keywords", asset.keywords());
        facts.put(
                "albums", asset.albums().stream().map(ExpectedFacts::membership).toList());
        facts.put("trashed", asset.trashed().code());
        facts.put("icloud", asset.icloud().code());
        facts.put("quarantineReason", asset.quarantineReason());
        facts.put("editNotUploaded", asset.editNotUploaded());
        facts.put("pairedNotUploaded", asset.pairedNotUploaded());
        facts.put("outgoingBytes", asset.outgoingBytes());
        facts.put("originalLocal", asset.originalLocal().code());
        facts.put("originalRemote", asset.originalRemote());
        facts.put("optimizedAway", asset.optimizedAway());
        facts.put("dateCreated", text(asset.dates().created()));
        facts.put("dateAdded", text(asset.dates().added()));
        facts.put("dateModified", text(asset.dates().modified()));
        facts.put("trashedDate", text(asset.dates().trashed()));
        facts.put("adjustmentTimestamp", text(asset.dates().adjusted()));
        facts.put("lastUploadAttemptDate", text(asset.dates().lastUploadAttempt()));
        facts.put("cloudBatchPublishDate", text(asset.dates().cloudBatchPublished()));
        Coordinates at = asset.coordinates();
        facts.put("latitude", at == null ? null : at.latitude());
        facts.put("longitude", at == null ? null : at.longitude());
        Long savedType = asset.raw().integer(AssetColumn.SAVED_ASSET_TYPE);
        facts.put("savedAssetTypeName", SavedAssetType.name(savedType));
        facts.put(
                "resources",
                asset.resources().stream().map(ExpectedFacts::resource).toList());
        return facts;
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : MICROS.format(instant);
    }

    private static Map<String, @Nullable Object> membership(Album.Membership album) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("title", album.title());
        facts.put("kind", album.kind());
        facts.put("trashed", album.trashed());
        facts.put("folders", album.folders());
        return facts;
    }

    private static Map<String, @Nullable Object> resource(Resource resource) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("classId", resource.classId());
        facts.put("cplType", resource.cplType());
        facts.put("resourceType", resource.resourceType());
        facts.put("version", resource.version());
        facts.put("recipe", resource.recipe());
        facts.put("local", resource.local());
        facts.put("remote", resource.remote());
        facts.put("cloudState", resource.cloudState());
        facts.put("length", resource.length());
        facts.put("trashed", resource.trashed());
        facts.put("compactUti", resource.compactUti());
        return facts;
    }

    private void compareAlbums(PhotosLibrary library) throws LibraryException {
        List<Map<String, @Nullable Object>> facts = new ArrayList<>();
        for (Album album : library.albums()) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("title", album.title());
            one.put("kind", album.kind());
            one.put("folders", album.folders());
            one.put("count", album.count());
            one.put("trashed", album.trashed());
            one.put("owned", album.owned());
            one.put("cloudLocalState", album.cloudLocalState());
            facts.add(one);
        }
        assertThat(facts).containsExactlyInAnyOrderElementsOf(Fixtures.objects(expected.get("albums")));
        Map<String, @Nullable Object> join = Fixtures.object(expected.get("albumJoin"));
        assertThat(library.schema().albumJoin())
                .contains(new Schema.AlbumJoin(
                        (String) Objects.requireNonNull(join.get("table")),
                        (String) Objects.requireNonNull(join.get("albumCol")),
                        (String) Objects.requireNonNull(join.get("assetCol"))));
    }

    private void compareSummary(PhotosLibrary library, Summary summary) throws LibraryException {
        Map<String, @Nullable Object> found = new TreeMap<>();
        found.put("assets", summary.assets());
        found.put("uploadedCount", summary.uploaded());
        found.put("optimizedAway", summary.optimizedAway());
        found.put("userEdited", summary.userEdited());
        found.put("editNotUploaded", summary.editNotUploaded());
        found.put("pairedNotUploaded", summary.pairedNotUploaded());
        found.put("types", summary.types());
        found.put("icloud", summary.icloud());
        found.put("icloudActive", summary.icloudActive());
        found.put("icloudTrashed", summary.icloudTrashed());
        found.put("originalLocal", summary.originalLocal());
        found.put("quarantineReasons", summary.quarantineReasons());
        found.put("savedAssetTypeName", summary.savedAssetTypes());
        found.put("mastersByState", library.mastersByState());
        found.put("resourcesByCloudState", library.resourcesByState());
        for (AssetColumn column : AssetColumn.values()) {
            if (!found.containsKey(column.label())) {
                found.put(column.label(), summary.column(column));
            }
        }
        for (Map.Entry<String, @Nullable Object> wanted :
                Fixtures.object(expected.get("summary")).entrySet()) {
            assertThat(withNone(found.get(wanted.getKey())))
                    .as("summary " + wanted.getKey())
                    .isEqualTo(wanted.getValue());
        }
    }

    /// The other reader calls a missing value `None`.
    private static @Nullable Object withNone(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> counts)) {
            return value;
        }
        Map<String, @Nullable Object> renamed = new TreeMap<>();
        counts.forEach((key, count) -> renamed.put(key.equals("null") ? "None" : (String) key, count));
        return renamed;
    }

    private void compareStatus(PhotosLibrary library) throws LibraryException {
        LibraryStatus status = library.status();
        assertThat(status.unreadable()).isEmpty();
        if (expected.get("library") == null) {
            assertThat(status.icloudPhotos()).isEqualTo(LibraryStatus.ICloudPhotos.NEVER_USED);
            assertThat(status.engineDirectory()).isNull();
            return;
        }
        Map<String, @Nullable Object> wanted = Fixtures.object(expected.get("library"));
        assertThat(status.icloudPhotos()).isEqualTo(LibraryStatus.ICloudPhotos.ON);
        assertThat(status.engineDirectory()).isEqualTo(wanted.get("dir"));
        assertThat(status.files()).isEqualTo(wanted.get("files"));
        assertThat(status.enabledMarker().found().orElse(null)).isEqualTo(wanted.get("enabledMarker"));
        assertThat(status.downloadFinishedMarker().found().orElse(null))
                .isEqualTo(wanted.get("downloadFinishedMarker"));
        assertThat(status.initialSyncMarker().found().orElse(null)).isEqualTo(wanted.get("initialSyncMarker"));
        comparePause(status, wanted.get("pause"));
        SyncStatus sync = status.sync().found().orElseThrow();
        assertThat(sync.serverCount()).isEqualTo(wanted.get("cloudAssetCount"));
        long uploaded = library.mastersByState().getOrDefault("3", 0L);
        assertThat(Objects.equals(sync.serverCount(), uploaded))
                .isEqualTo(wanted.get("cloudCountEqualsUploadedMasters"));
        compareSync(sync, Fixtures.object(wanted.get("syncstatus")));
        compareEngine(status.engine().found().orElseThrow(), Fixtures.object(wanted.get("engine")));
    }

    private static void comparePause(LibraryStatus status, @Nullable Object wanted) {
        if (wanted == null) {
            assertThat(status.pause()).isEqualTo(new Reading.Absent<>());
            return;
        }
        LibraryStatus.Pause pause = status.pause().found().orElseThrow();
        assertThat(String.valueOf(pause.reason()))
                .isEqualTo(Fixtures.object(wanted).get("reason"));
        String until = String.valueOf(pause.until()).replace('T', ' ').replace("Z", "");
        assertThat(until).isEqualTo(Fixtures.object(wanted).get("unpauseTime"));
    }

    private static void compareSync(SyncStatus sync, Map<String, @Nullable Object> wanted) {
        assertThat(sync.raw().keySet()).isEqualTo(wanted.keySet());
        wanted.forEach((key, value) -> {
            if (value instanceof Map<?, ?> counts) {
                assertThat(sync.serverCounts()).isEqualTo(counts);
            } else {
                assertThat(sync.raw().get(key)).as(key).isEqualTo(String.valueOf(value));
            }
        });
    }

    private static void compareEngine(Engine engine, Map<String, @Nullable Object> wanted) {
        Map<String, Long> outgoing = new TreeMap<>();
        for (Map<String, @Nullable Object> file : Fixtures.objects(wanted.get("outgoing"))) {
            outgoing.merge(
                    (String) Objects.requireNonNull(file.get("itemIdentifier")),
                    (Long) Objects.requireNonNull(file.get("fileSize")),
                    Long::sum);
        }
        assertThat(engine.outgoing()).isEqualTo(outgoing);
        assertThat(engine.outgoingFiles())
                .isEqualTo(Fixtures.list(wanted.get("outgoing")).size());
        assertThat(engine.outgoingBytes())
                .isEqualTo(outgoing.values().stream().mapToLong(Long::longValue).sum());
        assertThat(engine.cloudCache()).isEqualTo(wanted.get("cloudCache"));
        assertThat(engine.pushQueue()).isEmpty();
        assertThat(Fixtures.list(wanted.get("pushQueue"))).isEmpty();
        List<Map<String, @Nullable Object>> quarantined = Fixtures.objects(wanted.get("quarantined"));
        assertThat(engine.quarantined())
                .extracting(one -> one.kind() + " " + one.identifier() + " " + one.reason() + " " + one.since())
                .isEqualTo(quarantined.stream()
                        .map(one -> one.get("class") + " " + one.get("localIdentifier") + " " + one.get("reason")
                                + " "
                                + AppleTime.instant(
                                        ((Number) Objects.requireNonNull(one.get("quarantineDate"))).doubleValue()))
                        .toList());
        assertThat(engine.missingTables()).isEmpty();
        if (wanted.containsKey("clientOnly")) {
            assertThat(engine.clientOnly())
                    .isEqualTo(Fixtures.objects(wanted.get("clientOnly")).stream()
                            .map(one -> new Engine.Pushed(
                                    String.valueOf(one.get("class")), String.valueOf(one.get("identifier"))))
                            .toList());
        } else {
            assertThat(engine.clientOnly()).isNull();
        }
    }
}
