package app.safelight.library.assets;

import app.safelight.core.model.AssetKind;
import app.safelight.core.model.Body;
import app.safelight.core.model.Role;
import app.safelight.library.accounts.PersonId;
import app.safelight.library.changes.ChangeFeed;
import app.safelight.library.database.Database;
import app.safelight.library.database.DatabaseException;
import app.safelight.library.storage.ContentStore;
import app.safelight.library.storage.StorageException;
import app.safelight.media.metadata.CaptureTime;
import app.safelight.media.metadata.MediaFacts;
import app.safelight.media.metadata.MetadataReader;
import app.safelight.media.metadata.PixelSize;
import app.safelight.media.metadata.Soundness;
import app.safelight.media.sniff.ByteReader;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/// Looks into the bytes of assets that were taken in: when and where, what kind, how large. A step of its own
/// after the upload: what cannot be understood is kept all the same, and flagged.
public final class FactsReader {
    /// The origin of a time that the person gave: nothing read from a file replaces it.
    static final String BY_PERSON = "PERSON";

    /// Most assets told of at once.
    private static final int MAX_PENDING = 1_000;

    private final Database database;
    private final ContentStore store;

    /// An asset that was not looked at yet.
    public record Pending(PersonId person, AssetId asset) {}

    public FactsReader(Database database, ContentStore store) {
        this.database = database;
        this.store = store;
    }

    /// The oldest assets that were not looked at yet, after one.
    ///
    /// @param after so that one whose place is away does not keep the others waiting; 0 to begin
    public List<Pending> pending(long after, int limit) throws DatabaseException {
        return database.read(rows -> rows.createQuery("SELECT id, person_id FROM asset"
                        + " WHERE facts = 'PENDING' AND id > :after ORDER BY id LIMIT :limit")
                .bind("after", after)
                .bind("limit", Math.clamp(limit, 1, MAX_PENDING))
                .map((row, _) -> new Pending(new PersonId(row.getLong("person_id")), new AssetId(row.getLong("id"))))
                .list());
    }

    /// Looks at an asset's files and records what they say. May be repeated.
    ///
    /// @return false if the asset is gone
    /// @throws StorageException if its bytes cannot be had now; it stays as it was
    public boolean learn(Pending pending) throws DatabaseException, StorageException {
        List<Asset> found = database.read(rows -> Assets.find(rows, pending.person(), List.of(pending.asset())));
        if (found.isEmpty()) {
            return false;
        }
        Map<AssetFile, MediaFacts> facts = new LinkedHashMap<>();
        for (AssetFile file : found.getFirst().files()) {
            facts.put(file, store.<MediaFacts, RuntimeException>read(file.content(), body -> look(file, body)));
        }
        return database.write(rows -> {
            ChangeFeed.begin(rows, pending.person());
            return AssetChanges.change(
                    rows, pending.person(), pending.asset(), () -> record(rows, pending.asset(), facts));
        });
    }

    private static MediaFacts look(AssetFile file, Body body) throws IOException {
        return MetadataReader.read(new BodyBytes(body), file.originalName());
    }

    private static void record(Handle rows, AssetId asset, Map<AssetFile, MediaFacts> all) {
        all.forEach(
                (file, facts) -> rows.createUpdate("UPDATE asset_file SET media_type = :type WHERE asset_id = :asset"
                                + " AND role = :role AND content_id ="
                                + " (SELECT id FROM content WHERE sha256 = :sha256 AND size_bytes = :size)")
                        .bind("type", facts.type().mimeType())
                        .bind("asset", asset.value())
                        .bind("role", file.role().name())
                        .bind("sha256", file.content().sha256().bytes())
                        .bind("size", file.content().sizeBytes())
                        .execute());
        Optional<Map.Entry<AssetFile, MediaFacts>> main =
                all.entrySet().stream().findFirst();
        if (main.isPresent()) {
            boolean live = all.keySet().stream().anyMatch(file -> file.role() == Role.LIVE_MOVIE);
            recordMain(rows, asset, main.get().getValue(), live);
        }
    }

    private static void recordMain(Handle rows, AssetId asset, MediaFacts facts, boolean live) {
        Optional<PixelSize> size = facts.displaySize();
        boolean flagged = facts.soundness() == Soundness.TRUNCATED || facts.soundness() == Soundness.MALFORMED;
        rows.createUpdate("UPDATE asset SET kind = :kind, width = :width, height = :height,"
                        + " duration_millis = :duration, latitude = :latitude, longitude = :longitude,"
                        + " camera = :camera, lens = :lens, facts = :facts, soundness = :soundness,"
                        + " content_identifier = :identifier WHERE id = :id")
                .bind("kind", kind(facts, live).name())
                .bind("width", size.map(PixelSize::width).orElse(0))
                .bind("height", size.map(PixelSize::height).orElse(0))
                .bind("duration", facts.duration().map(Duration::toMillis).orElse(0L))
                .bind(
                        "latitude",
                        facts.position().map(at -> at.latitudeDegrees()).orElse(null))
                .bind(
                        "longitude",
                        facts.position().map(at -> at.longitudeDegrees()).orElse(null))
                .bind("camera", camera(facts))
                .bind("lens", facts.lens().orElse(""))
                .bind("facts", (flagged ? FactsState.FLAGGED : FactsState.KNOWN).name())
                .bind("soundness", facts.soundness().name())
                .bind("identifier", facts.contentIdentifier().orElse(null))
                .bind("id", asset.value())
                .execute();
        facts.captureTime().ifPresent(time -> recordTime(rows, asset, time));
    }

    private static void recordTime(Handle rows, AssetId asset, CaptureTime time) {
        rows.createUpdate("UPDATE asset SET taken_local = :taken, taken_offset_seconds = :offset,"
                        + " taken_origin = :origin WHERE id = :id AND taken_origin <> '" + BY_PERSON + "'")
                .bind("taken", Assets.millis(time.wallClock()))
                .bind("offset", time.offset().map(ZoneOffset::getTotalSeconds).orElse(null))
                .bind("origin", time.source().name())
                .bind("id", asset.value())
                .execute();
    }

    private static String camera(MediaFacts facts) {
        return Stream.of(facts.make(), facts.model())
                .flatMap(Optional::stream)
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static AssetKind kind(MediaFacts facts, boolean live) {
        return switch (facts.type().kind()) {
            case PHOTO -> still(facts, live);
            case RAW -> AssetKind.RAW_PHOTO;
            case VIDEO -> AssetKind.VIDEO;
            case AUDIO -> AssetKind.AUDIO;
            case SIDECAR, OTHER -> AssetKind.OTHER_FILE;
        };
    }

    private static AssetKind still(MediaFacts facts, boolean live) {
        if (live) {
            return AssetKind.LIVE_PHOTO;
        }
        if (facts.motionVideo().isPresent()) {
            return AssetKind.MOTION_PHOTO;
        }
        return facts.burstId().isPresent() ? AssetKind.BURST_FRAME : AssetKind.PHOTO;
    }

    private record BodyBytes(Body body) implements ByteReader {
        @Override
        public long sizeBytes() {
            return body.sizeBytes();
        }

        @Override
        public int read(long positionBytes, byte[] buffer, int offset, int length) throws IOException {
            return body.read(positionBytes, buffer, offset, length);
        }
    }
}
