package app.safelight.library.assets;

import app.safelight.library.accounts.PersonId;
import app.safelight.library.changes.ChangeFeed;
import app.safelight.library.changes.Subject;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// What every change to an asset brings with it: its shelf follows from its marks, the count of its month is
/// kept, and the change is noted. The caller has begun the change of the person.
public final class AssetChanges {
    private AssetChanges() {}

    /// Where an asset stands.
    private record Spot(Shelf shelf, long takenLocal) {
        boolean counts() {
            return shelf == Shelf.TIMELINE;
        }
    }

    /// Changes one asset.
    ///
    /// @param update changes columns of the row of that id
    /// @return false if it is not the person's, or gone; then nothing is done
    public static boolean change(Handle rows, PersonId person, AssetId asset, Runnable update) {
        Optional<Spot> before = spot(rows, person, asset);
        if (before.isEmpty()) {
            return false;
        }
        update.run();
        rows.createUpdate("UPDATE asset SET shelf = CASE WHEN trashed_at IS NOT NULL THEN 'TRASH'"
                        + " WHEN hidden = 1 THEN 'HIDDEN' WHEN archived = 1 THEN 'ARCHIVE' ELSE 'TIMELINE' END"
                        + " WHERE id = :id")
                .bind("id", asset.value())
                .execute();
        Spot after = spot(rows, person, asset).orElseThrow();
        if (!after.equals(before.get())) {
            count(rows, person, before.get(), -1);
            count(rows, person, after, 1);
        }
        ChangeFeed.note(rows, person, Subject.ASSET, asset.value(), false);
        return true;
    }

    /// An asset's row was added.
    static void added(Handle rows, PersonId person, AssetId asset) {
        count(rows, person, spot(rows, person, asset).orElseThrow(), 1);
        ChangeFeed.note(rows, person, Subject.ASSET, asset.value(), false);
    }

    /// Deletes an asset's row, whose files are gone already.
    public static void delete(Handle rows, PersonId person, AssetId asset) {
        spot(rows, person, asset).ifPresent(spot -> count(rows, person, spot, -1));
        rows.createUpdate("DELETE FROM asset WHERE id = :id AND person_id = :person")
                .bind("id", asset.value())
                .bind("person", person.value())
                .execute();
        ChangeFeed.note(rows, person, Subject.ASSET, asset.value(), true);
    }

    private static Optional<Spot> spot(Handle rows, PersonId person, AssetId asset) {
        return rows.createQuery("SELECT shelf, taken_local FROM asset WHERE id = :id AND person_id = :person")
                .bind("id", asset.value())
                .bind("person", person.value())
                .map((row, _) -> new Spot(Shelf.valueOf(row.getString("shelf")), row.getLong("taken_local")))
                .findOne();
    }

    private static void count(Handle rows, PersonId person, Spot spot, int by) {
        if (!spot.counts()) {
            return;
        }
        long month = month(spot.takenLocal());
        rows.createUpdate("INSERT INTO month_count (person_id, month, assets) VALUES (:person, :month, 0)"
                        + " ON CONFLICT (person_id, month) DO NOTHING")
                .bind("person", person.value())
                .bind("month", month)
                .execute();
        rows.createUpdate("UPDATE month_count SET assets = assets + :by WHERE person_id = :person AND month = :month")
                .bind("by", by)
                .bind("person", person.value())
                .bind("month", month)
                .execute();
    }

    /// Twelve times the year, and the month from 0 on.
    static long month(long takenLocal) {
        return YearMonth.from(Instant.ofEpochMilli(takenLocal).atOffset(ZoneOffset.UTC))
                .getLong(java.time.temporal.ChronoField.PROLEPTIC_MONTH);
    }
}
