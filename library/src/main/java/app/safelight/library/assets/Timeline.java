package app.safelight.library.assets;

import app.safelight.core.model.AssetKind;
import app.safelight.library.accounts.PersonId;
import app.safelight.library.database.Database;
import app.safelight.library.database.DatabaseException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// A person's assets in the order they were taken, newest first, page by page.
///
/// The order is that of the clocks on the walls, so that days and months stand together wherever they were
/// spent, and photos without a zone have their place.
public final class Timeline {
    /// Most assets of one page.
    public static final int MAX_PAGE = 100_000;

    static final String COLUMNS = "SELECT id, taken_local, width, height, kind, duration_millis, favourite, facts,"
            + " thumbhash FROM asset WHERE person_id = :person";

    /// What stands on a shelf, from a cursor on.
    static final String PAGE = COLUMNS + " AND shelf = :shelf AND (taken_local, id) < (:taken, :id)"
            + " AND taken_local >= :from ORDER BY taken_local DESC, id DESC LIMIT :limit";

    static final String FAVOURITES = COLUMNS + " AND favourite = 1 AND shelf = 'TIMELINE'"
            + " AND (taken_local, id) < (:taken, :id) ORDER BY taken_local DESC, id DESC LIMIT :limit";

    static final String MONTHS =
            "SELECT month, assets FROM month_count" + " WHERE person_id = :person AND assets > 0 ORDER BY month DESC";

    private final Database database;

    /// Where a page goes on: after this asset.
    ///
    /// @param takenMillis the wall clock, counted as if it were UTC
    public record Cursor(long takenMillis, long id) {
        /// Before everything.
        public static final Cursor START = new Cursor(Long.MAX_VALUE, Long.MAX_VALUE);

        /// Before everything taken earlier than that.
        public static Cursor before(LocalDateTime taken) {
            return new Cursor(Assets.millis(taken), 0);
        }
    }

    /// What a grid needs of an asset.
    ///
    /// @param takenMillis the wall clock, counted as if it were UTC
    /// @param width as seen, 0 if unknown; so is height
    /// @param thumbhash a few bytes to show until the picture comes; empty if there are none yet
    public record Entry(
            AssetId id,
            long takenMillis,
            int width,
            int height,
            AssetKind kind,
            long durationMillis,
            boolean favourite,
            FactsState facts,
            Optional<Thumbhash> thumbhash) {
        public Cursor cursor() {
            return new Cursor(takenMillis, id.value());
        }
    }

    /// How many assets stand on the timeline in a month.
    public record Month(YearMonth month, long assets) {}

    public Timeline(Database database) {
        this.database = database;
    }

    /// The assets of a shelf after a cursor.
    public List<Entry> page(PersonId person, Shelf shelf, Cursor after, int limit) throws DatabaseException {
        return range(person, shelf, after, Long.MIN_VALUE, limit);
    }

    /// The assets of a shelf taken from one time on and before another, after a cursor.
    public List<Entry> between(
            PersonId person, Shelf shelf, LocalDateTime from, LocalDateTime until, Cursor after, int limit)
            throws DatabaseException {
        Cursor last = Cursor.before(until);
        boolean further = after.takenMillis() < last.takenMillis();
        return range(person, shelf, further ? after : last, Assets.millis(from), limit);
    }

    /// All assets of a month on the timeline, after a cursor.
    public List<Entry> month(PersonId person, YearMonth month, Cursor after, int limit) throws DatabaseException {
        LocalDateTime from = month.atDay(1).atStartOfDay();
        return between(person, Shelf.TIMELINE, from, from.plusMonths(1), after, limit);
    }

    private List<Entry> range(PersonId person, Shelf shelf, Cursor after, long fromMillis, int limit)
            throws DatabaseException {
        return database.read(rows -> entries(paged(rows, PAGE, person, after, limit)
                .bind("shelf", shelf.name())
                .bind("from", fromMillis)));
    }

    /// What the person marked as favourite, after a cursor.
    public List<Entry> favourites(PersonId person, Cursor after, int limit) throws DatabaseException {
        return database.read(rows -> entries(paged(rows, FAVOURITES, person, after, limit)));
    }

    private static Query paged(Handle rows, String sql, PersonId person, Cursor after, int limit) {
        return rows.createQuery(sql)
                .bind("person", person.value())
                .bind("taken", after.takenMillis())
                .bind("id", after.id())
                .bind("limit", Math.clamp(limit, 1, MAX_PAGE));
    }

    private static List<Entry> entries(Query query) {
        return query.map((row, _) -> entry(row)).list();
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                new AssetId(row.getLong("id")),
                row.getLong("taken_local"),
                row.getInt("width"),
                row.getInt("height"),
                AssetKind.valueOf(row.getString("kind")),
                row.getLong("duration_millis"),
                row.getInt("favourite") == 1,
                FactsState.valueOf(row.getString("facts")),
                Optional.ofNullable(row.getBytes("thumbhash")).map(Thumbhash::new));
    }

    /// How many assets stand on the timeline, month by month, newest first. Kept, not counted.
    public List<Month> months(PersonId person) throws DatabaseException {
        return database.read(rows -> rows.createQuery(MONTHS)
                .bind("person", person.value())
                .map((row, _) -> {
                    int month = row.getInt("month");
                    return new Month(
                            YearMonth.of(Math.floorDiv(month, 12), Math.floorMod(month, 12) + 1),
                            row.getLong("assets"));
                })
                .list());
    }
}
