package app.safelight.library.storage;

import app.safelight.core.model.ContentId;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.Sha256;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.place.Receipt;
import app.safelight.library.database.Ids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The rows of contents and their copies.
public final class ContentRecords {
    private ContentRecords() {}

    /// The content's row, made if it is new, with its receipts.
    ///
    /// @return the row's id
    public static long record(Handle rows, Ids ids, Kept kept) {
        long id = idOf(rows, ids, kept.content());
        for (Receipt receipt : kept.receipts()) {
            put(
                    rows,
                    id,
                    placeId(rows, ids, receipt.place(), receipt.readAt()),
                    receipt.evidence().name(),
                    null,
                    receipt.readAt());
        }
        return id;
    }

    /// A copy was not there as it should be: earlier receipts of it no longer count.
    static void recordLoss(Handle rows, Ids ids, ContentId content, PlaceId place, PlaceFault fault, Instant at) {
        long id = idOf(rows, ids, content);
        put(rows, id, placeId(rows, ids, place, at), null, fault.toString(), at);
    }

    private static void put(
            Handle rows,
            long content,
            long place,
            @org.jspecify.annotations.Nullable String evidence,
            @org.jspecify.annotations.Nullable String fault,
            Instant at) {
        rows.createUpdate("INSERT INTO content_copy (content_id, place_id, evidence, read_at, fault)"
                        + " VALUES (:content, :place, :evidence, :at, :fault)"
                        + " ON CONFLICT (content_id, place_id) DO UPDATE"
                        + " SET evidence = excluded.evidence, read_at = excluded.read_at, fault = excluded.fault")
                .bind("content", content)
                .bind("place", place)
                .bind("evidence", evidence)
                .bind("fault", fault)
                .bind("at", at.toEpochMilli())
                .execute();
    }

    private static long idOf(Handle rows, Ids ids, ContentId content) {
        rows.createUpdate("INSERT INTO content (id, sha256, size_bytes) VALUES (:id, :sha256, :size)"
                        + " ON CONFLICT (sha256, size_bytes) DO NOTHING")
                .bind("id", ids.next())
                .bind("sha256", content.sha256().bytes())
                .bind("size", content.sizeBytes())
                .execute();
        return find(rows, content).orElseThrow();
    }

    /// The row of a content.
    public static Optional<Long> find(Handle rows, ContentId content) {
        return rows.createQuery("SELECT id FROM content WHERE sha256 = :sha256 AND size_bytes = :size")
                .bind("sha256", content.sha256().bytes())
                .bind("size", content.sizeBytes())
                .mapTo(Long.class)
                .findOne();
    }

    static long placeId(Handle rows, Ids ids, PlaceId place, Instant at) {
        rows.createUpdate("INSERT INTO place (id, name, added_at) VALUES (:id, :name, :at)"
                        + " ON CONFLICT (name) DO NOTHING")
                .bind("id", ids.next())
                .bind("name", place.value())
                .bind("at", at.toEpochMilli())
                .execute();
        return rows.createQuery("SELECT id FROM place WHERE name = :name")
                .bind("name", place.value())
                .mapTo(Long.class)
                .one();
    }

    /// The places that the library ever gave a receipt of.
    static List<PlaceId> places(Handle rows) {
        return rows.createQuery("SELECT name FROM place ORDER BY id")
                .map((row, _) -> new PlaceId(row.getString("name")))
                .list();
    }

    /// Whether a place's copy of a content was last found missing or damaged.
    static boolean isLost(Handle rows, ContentId content, PlaceId place) {
        return rows.createQuery("SELECT c.content_id FROM content_copy c JOIN content k ON k.id = c.content_id"
                        + " JOIN place p ON p.id = c.place_id WHERE k.sha256 = :sha256 AND k.size_bytes = :size"
                        + " AND p.name = :place AND c.fault IS NOT NULL")
                .bind("sha256", content.sha256().bytes())
                .bind("size", content.sizeBytes())
                .bind("place", place.value())
                .mapTo(Long.class)
                .findOne()
                .isPresent();
    }

    /// The receipts of a content that count.
    public static List<Receipt> receipts(Handle rows, ContentId content) {
        return rows.createQuery("SELECT p.name, c.evidence, c.read_at FROM content_copy c"
                        + " JOIN place p ON p.id = c.place_id JOIN content k ON k.id = c.content_id"
                        + " WHERE k.sha256 = :sha256 AND k.size_bytes = :size AND c.evidence IS NOT NULL"
                        + " ORDER BY p.id")
                .bind("sha256", content.sha256().bytes())
                .bind("size", content.sizeBytes())
                .map((row, _) -> new Receipt(
                        new PlaceId(row.getString("name")),
                        content,
                        Evidence.valueOf(row.getString("evidence")),
                        Instant.ofEpochMilli(row.getLong("read_at"))))
                .list();
    }

    /// A copy is no longer of record.
    static int forget(Handle rows, ContentId content, PlaceId place) {
        return rows.createUpdate("DELETE FROM content_copy WHERE content_id = (SELECT id FROM content"
                        + " WHERE sha256 = :sha256 AND size_bytes = :size)"
                        + " AND place_id = (SELECT id FROM place WHERE name = :place)")
                .bind("sha256", content.sha256().bytes())
                .bind("size", content.sizeBytes())
                .bind("place", place.value())
                .execute();
    }

    /// Of a row with the columns `sha256` and `size_bytes`.
    public static ContentId content(ResultSet row) throws SQLException {
        return new ContentId(Sha256.ofBytes(row.getBytes("sha256")), row.getLong("size_bytes"));
    }
}
