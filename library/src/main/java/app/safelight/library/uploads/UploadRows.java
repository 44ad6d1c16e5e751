package app.safelight.library.uploads;

import app.safelight.core.model.ContentId;
import app.safelight.core.model.Role;
import app.safelight.core.model.Sha256;
import app.safelight.library.accounts.DeviceId;
import app.safelight.library.accounts.PersonId;
import app.safelight.library.assets.AssetId;
import app.safelight.library.assets.Intake;
import app.safelight.library.assets.Offer;
import app.safelight.library.quota.Reservation;
import app.safelight.library.storage.ContentRecords;
import app.safelight.library.storage.Kept;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The rows of uploads.
final class UploadRows {
    /// Those that count: not expired, and not used up by a final one.
    private static final String SELECT =
            "SELECT * FROM upload WHERE person_id = :person AND final_id IS NULL" + " AND expires_at > :now";

    private UploadRows() {}

    /// An upload without its bytes.
    ///
    /// @param ending empty as long as it has not ended
    record Row(
            UploadId id,
            ResumableUpload.Kind kind,
            Offer offer,
            Reservation reservation,
            long expiresAt,
            Optional<Ending> ending) {
        ResumableUploads.Creation created() {
            return new ResumableUploads.Creation.Created(id, Instant.ofEpochMilli(expiresAt));
        }
    }

    /// @param now milliseconds since 1970
    /// @return empty also if the library has lost since what this upload brought: then it must come again
    static Optional<Row> find(Handle rows, PersonId person, UploadId id, long now) {
        return rows.createQuery(SELECT + " AND id = :id")
                .bind("id", id.value())
                .bind("person", person.value())
                .bind("now", now)
                .map((row, _) -> row(rows, row))
                .findOne()
                .flatMap(found -> found);
    }

    /// Those of a person that have not ended, oldest first.
    static List<Row> unfinished(Handle rows, PersonId person, long now) {
        return rows
                .createQuery(SELECT + " AND ending IS NULL ORDER BY id")
                .bind("person", person.value())
                .bind("now", now)
                .map((row, _) -> row(rows, row))
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    static long count(Handle rows, PersonId person, long now) {
        return rows.createQuery("SELECT count(*) FROM upload WHERE person_id = :person AND final_id IS NULL"
                        + " AND ending IS NULL AND expires_at > :now")
                .bind("person", person.value())
                .bind("now", now)
                .mapTo(Long.class)
                .one();
    }

    private static Optional<Row> row(Handle rows, ResultSet row) throws SQLException {
        String ending = row.getString("ending");
        Optional<Ending> ended = ending == null ? Optional.empty() : ending(rows, row, ending);
        if (ending != null && ended.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Row(
                new UploadId(row.getLong("id")),
                ResumableUpload.Kind.valueOf(row.getString("kind")),
                offer(row),
                new Reservation(row.getLong("reservation_id"), row.getLong("size_bytes")),
                row.getLong("expires_at"),
                ended));
    }

    private static Offer offer(ResultSet row) throws SQLException {
        return new Offer(
                row.getString("name"),
                row.getLong("size_bytes"),
                Optional.ofNullable(row.getBytes("sha256")).map(Sha256::ofBytes),
                Instant.ofEpochMilli(row.getLong("modified_at")),
                optionalLong(row, "taken_local")
                        .map(at -> LocalDateTime.ofInstant(Instant.ofEpochMilli(at), ZoneOffset.UTC)),
                Role.valueOf(row.getString("role")),
                optionalLong(row, "part_of").map(AssetId::new),
                optionalLong(row, "device_id").map(DeviceId::new),
                row.getInt("deliberate") == 1);
    }

    private static Optional<Long> optionalLong(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(value);
    }

    private static Optional<Ending> ending(Handle rows, ResultSet row, String word) throws SQLException {
        AssetId asset = new AssetId(row.getLong("asset_id"));
        return switch (word) {
            case "TAKEN" -> {
                ContentId content =
                        new ContentId(Sha256.ofBytes(row.getBytes("found_sha256")), row.getLong("size_bytes"));
                boolean fresh = row.getInt("fresh") == 1;
                var receipts = ContentRecords.receipts(rows, content);
                yield receipts.isEmpty()
                        ? Optional.empty()
                        : decided(new Intake.Taken(asset, new Kept(content, receipts), fresh));
            }
            case "DELETED_EARLIER" ->
                decided(new Intake.DeletedEarlier(Instant.ofEpochMilli(row.getLong("deleted_at"))));
            case "IN_TRASH" -> decided(new Intake.InTrash(asset));
            case "OVER_QUOTA" ->
                decided(new Intake.OverQuota(
                        row.getLong("quota_bytes"),
                        row.getLong("used_bytes"),
                        row.getLong("reserved_bytes"),
                        row.getLong("size_bytes")));
            case "NO_SUCH_ASSET" -> decided(new Intake.NoSuchAsset());
            case "WRONG_DIGEST" ->
                Optional.of(new Ending.WrongDigest(
                        Sha256.ofBytes(row.getBytes("sha256")), Sha256.ofBytes(row.getBytes("found_sha256"))));
            default -> throw new IllegalStateException("not an ending: " + word);
        };
    }

    private static Optional<Ending> decided(Intake outcome) {
        return Optional.of(new Ending.Decided(outcome));
    }

    static void add(Handle rows, PersonId person, Row row) {
        Offer offer = row.offer();
        rows.createUpdate("INSERT INTO upload (id, person_id, kind, size_bytes, name, sha256, modified_at, taken_local,"
                        + " role, part_of, device_id, deliberate, reservation_id, expires_at)"
                        + " VALUES (:id, :person, :kind, :size, :name, :sha256, :modified, :taken,"
                        + " :role, :partOf, :device, :deliberate, :reservation, :expires)")
                .bind("id", row.id().value())
                .bind("person", person.value())
                .bind("kind", row.kind().name())
                .bind("size", offer.sizeBytes())
                .bind("name", offer.name())
                .bind("sha256", offer.sha256().map(Sha256::bytes).orElse(null))
                .bind("modified", offer.modifiedAt().toEpochMilli())
                .bind("taken", offer.taken().map(UploadRows::millis).orElse(null))
                .bind("role", offer.role().name())
                .bind("partOf", offer.partOf().map(AssetId::value).orElse(null))
                .bind("device", offer.device().map(DeviceId::value).orElse(null))
                .bind("deliberate", offer.deliberate() ? 1 : 0)
                .bind("reservation", row.reservation().id())
                .bind("expires", row.expiresAt())
                .execute();
    }

    private static long millis(LocalDateTime wallClock) {
        return wallClock.toInstant(ZoneOffset.UTC).toEpochMilli();
    }

    /// A final upload uses a partial one, and from now on nobody else does.
    static void use(Handle rows, Row partial, Row whole, int position) {
        rows.createUpdate("UPDATE upload SET final_id = :final, position = :position, expires_at = :expires"
                        + " WHERE id = :id")
                .bind("final", whole.id().value())
                .bind("position", position)
                .bind("expires", whole.expiresAt())
                .bind("id", partial.id().value())
                .execute();
    }

    /// A stretch of an upload's bytes, as it is parked.
    record Part(UploadId id, long sizeBytes) {}

    /// Where the bytes of an upload are parked, in their order.
    static List<Part> parts(Handle rows, Row row) {
        return switch (row.kind()) {
            case WHOLE, PARTIAL -> List.of(new Part(row.id(), row.offer().sizeBytes()));
            case FINAL ->
                rows.createQuery("SELECT id, size_bytes FROM upload WHERE final_id = :id ORDER BY position")
                        .bind("id", row.id().value())
                        .map((part, _) -> new Part(new UploadId(part.getLong("id")), part.getLong("size_bytes")))
                        .list();
        };
    }

    static void remove(Handle rows, UploadId id) {
        removeParts(rows, id);
        rows.createUpdate("DELETE FROM upload WHERE id = :id")
                .bind("id", id.value())
                .execute();
    }

    private static void removeParts(Handle rows, UploadId id) {
        rows.createUpdate("DELETE FROM upload WHERE final_id = :id")
                .bind("id", id.value())
                .execute();
    }

    /// An upload ends; its parts have served.
    static void end(Handle rows, UploadId id, Ending ending) {
        removeParts(rows, id);
        Columns columns = columns(ending);
        rows.createUpdate("UPDATE upload SET ending = :ending, asset_id = :asset, fresh = :fresh,"
                        + " found_sha256 = :found, deleted_at = :deleted, quota_bytes = :quota, used_bytes = :used,"
                        + " reserved_bytes = :reserved WHERE id = :id")
                .bind("ending", columns.word())
                .bind("asset", columns.asset())
                .bind("fresh", columns.fresh())
                .bind("found", columns.found() == null ? null : columns.found().bytes())
                .bind("deleted", columns.deletedAt())
                .bind("quota", columns.quotaBytes())
                .bind("used", columns.usedBytes())
                .bind("reserved", columns.reservedBytes())
                .bind("id", id.value())
                .execute();
    }

    /// An ending as it is written.
    private record Columns(
            String word,
            @Nullable Long asset,
            @Nullable Long fresh,
            @Nullable Sha256 found,
            @Nullable Long deletedAt,
            @Nullable Long quotaBytes,
            @Nullable Long usedBytes,
            @Nullable Long reservedBytes) {
        static Columns of(String word, @Nullable Long asset, @Nullable Long fresh, @Nullable Sha256 found) {
            return new Columns(word, asset, fresh, found, null, null, null, null);
        }
    }

    private static Columns columns(Ending ending) {
        return switch (ending) {
            case Ending.WrongDigest(var _, var found) -> Columns.of("WRONG_DIGEST", null, null, found);
            case Ending.Decided(Intake.Taken(var asset, var kept, var fresh)) ->
                Columns.of(
                        "TAKEN", asset.value(), fresh ? 1L : 0L, kept.content().sha256());
            case Ending.Decided(Intake.InTrash(var asset)) -> Columns.of("IN_TRASH", asset.value(), null, null);
            case Ending.Decided(Intake.NoSuchAsset()) -> Columns.of("NO_SUCH_ASSET", null, null, null);
            case Ending.Decided(Intake.DeletedEarlier(var at)) ->
                new Columns("DELETED_EARLIER", null, null, null, at.toEpochMilli(), null, null, null);
            case Ending.Decided(Intake.OverQuota(var quota, var used, var reserved, var _)) ->
                new Columns("OVER_QUOTA", null, null, null, null, quota, used, reserved);
        };
    }

    /// An upload whose time is over.
    record Expired(PersonId person, UploadId id) {}

    static List<Expired> expired(Handle rows, long now, int limit) {
        return rows.createQuery("SELECT person_id, id FROM upload WHERE final_id IS NULL AND expires_at <= :now"
                        + " ORDER BY expires_at LIMIT :limit")
                .bind("now", now)
                .bind("limit", limit)
                .map((row, _) -> new Expired(new PersonId(row.getLong("person_id")), new UploadId(row.getLong("id"))))
                .list();
    }

    /// The reservation of any upload of a person, expired or not.
    static Optional<Reservation> reservation(Handle rows, PersonId person, UploadId id) {
        return rows.createQuery("SELECT reservation_id, size_bytes FROM upload WHERE id = :id AND person_id = :person")
                .bind("id", id.value())
                .bind("person", person.value())
                .map((row, _) -> new Reservation(row.getLong("reservation_id"), row.getLong("size_bytes")))
                .findOne();
    }

    /// Those of the uploads that still need their parked bytes.
    static Set<UploadId> needed(Handle rows, List<UploadId> uploads) {
        return rows.createQuery("SELECT id FROM upload WHERE id IN (<ids>) AND ending IS NULL")
                .bindList("ids", uploads.stream().map(UploadId::value).toList())
                .mapTo(Long.class)
                .map(UploadId::new)
                .collect(Collectors.toSet());
    }
}
