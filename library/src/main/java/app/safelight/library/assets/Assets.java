package app.safelight.library.assets;

import app.safelight.core.model.AssetKind;
import app.safelight.core.model.ItemFacts.Soundness;
import app.safelight.core.model.Role;
import app.safelight.library.accounts.PersonId;
import app.safelight.library.changes.ChangeFeed;
import app.safelight.library.database.Database;
import app.safelight.library.database.DatabaseException;
import app.safelight.library.storage.ContentRecords;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// A person's assets: looked at, and marked.
public final class Assets {
    /// Most assets looked at or marked in one call.
    public static final int MAX_ASSETS = 10_000;

    /// Ids of one statement.
    private static final int CHUNK = 500;

    /// Longest description kept, in UTF-16 units: some pages of text.
    private static final int MAX_DESCRIPTION = 20_000;

    private final Database database;

    /// What to change of an asset; what is empty stays as it is.
    ///
    /// @param rating 0 to 5
    public record Edit(
            Optional<Boolean> favourite,
            Optional<Boolean> hidden,
            Optional<Boolean> archived,
            Optional<String> description,
            Optional<Integer> rating,
            Optional<LocalDateTime> taken) {
        public Edit {
            if (description.isPresent() && description.get().length() > MAX_DESCRIPTION) {
                throw new IllegalArgumentException("a description may have " + MAX_DESCRIPTION + " letters");
            }
            if (rating.isPresent() && (rating.get() < 0 || rating.get() > 5)) {
                throw new IllegalArgumentException("not a rating: " + rating.get());
            }
        }

        /// Changes nothing.
        public static Edit none() {
            return new Edit(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        public Edit favourite(boolean yes) {
            return new Edit(Optional.of(yes), hidden, archived, description, rating, taken);
        }

        public Edit hidden(boolean yes) {
            return new Edit(favourite, Optional.of(yes), archived, description, rating, taken);
        }

        public Edit archived(boolean yes) {
            return new Edit(favourite, hidden, Optional.of(yes), description, rating, taken);
        }

        public Edit description(String text) {
            return new Edit(favourite, hidden, archived, Optional.of(text), rating, taken);
        }

        public Edit rating(int stars) {
            return new Edit(favourite, hidden, archived, description, Optional.of(stars), taken);
        }

        public Edit taken(LocalDateTime at) {
            return new Edit(favourite, hidden, archived, description, rating, Optional.of(at));
        }
    }

    public Assets(Database database) {
        this.database = database;
    }

    /// @return empty if it is not there, or not this person's
    public Optional<Asset> find(PersonId person, AssetId asset) throws DatabaseException {
        return find(person, List.of(asset)).stream().findFirst();
    }

    /// Those that are there and are this person's, in the order asked.
    public List<Asset> find(PersonId person, List<AssetId> assets) throws DatabaseException {
        requireFew(assets);
        return database.read(rows -> find(rows, person, assets));
    }

    /// The same within a transaction.
    public static List<Asset> find(Handle rows, PersonId person, List<AssetId> assets) {
        Map<Long, Asset> found = new LinkedHashMap<>();
        for (int from = 0; from < assets.size(); from += CHUNK) {
            List<Long> chunk = assets.subList(from, Math.min(from + CHUNK, assets.size())).stream()
                    .map(AssetId::value)
                    .toList();
            Map<Long, List<AssetFile>> files = files(rows, chunk);
            rows.createQuery("SELECT * FROM asset WHERE person_id = :person AND id IN (<chunk>)")
                    .bind("person", person.value())
                    .bindList("chunk", chunk)
                    .map((row, _) -> asset(row, files.getOrDefault(row.getLong("id"), List.of())))
                    .forEach(asset -> found.put(asset.id().value(), asset));
        }
        return assets.stream()
                .map(AssetId::value)
                .distinct()
                .filter(found::containsKey)
                .map(id -> Objects.requireNonNull(found.get(id)))
                .toList();
    }

    private static Map<Long, List<AssetFile>> files(Handle rows, List<Long> assets) {
        record Row(long asset, long id, AssetFile file) {}
        List<Row> found = rows.createQuery("SELECT f.asset_id, f.id, f.role, f.original_name, f.modified_at,"
                        + " f.media_type, c.sha256, c.size_bytes FROM asset_file f JOIN content c ON c.id = f.content_id"
                        + " WHERE f.asset_id IN (<chunk>)")
                .bindList("chunk", assets)
                .map((row, _) -> new Row(row.getLong("asset_id"), row.getLong("id"), file(row)))
                .list();
        Map<Long, List<AssetFile>> files = new LinkedHashMap<>();
        found.stream()
                .sorted(Comparator.comparing((Row row) -> row.file().role()).thenComparingLong(Row::id))
                .forEach(row -> files.computeIfAbsent(row.asset(), _ -> new ArrayList<>())
                        .add(row.file()));
        return files;
    }

    private static AssetFile file(ResultSet row) throws SQLException {
        return new AssetFile(
                Role.valueOf(row.getString("role")),
                ContentRecords.content(row),
                row.getString("original_name"),
                Instant.ofEpochMilli(row.getLong("modified_at")),
                row.getString("media_type"));
    }

    private static Asset asset(ResultSet row, List<AssetFile> files) throws SQLException {
        return new Asset(
                new AssetId(row.getLong("id")),
                local(row.getLong("taken_local")),
                optionalLong(row, "taken_offset_seconds").map(seconds -> ZoneOffset.ofTotalSeconds(seconds.intValue())),
                row.getString("taken_origin"),
                AssetKind.valueOf(row.getString("kind")),
                row.getInt("width"),
                row.getInt("height"),
                row.getLong("duration_millis"),
                position(row),
                row.getString("camera"),
                row.getString("lens"),
                FactsState.valueOf(row.getString("facts")),
                Soundness.valueOf(row.getString("soundness")),
                Shelf.valueOf(row.getString("shelf")),
                row.getInt("favourite") == 1,
                row.getInt("hidden") == 1,
                row.getInt("archived") == 1,
                optionalLong(row, "trashed_at").map(Instant::ofEpochMilli),
                row.getString("description"),
                row.getInt("rating"),
                Instant.ofEpochMilli(row.getLong("added_at")),
                files);
    }

    private static Optional<Asset.Position> position(ResultSet row) throws SQLException {
        double latitude = row.getDouble("latitude");
        if (row.wasNull()) {
            return Optional.empty();
        }
        return Optional.of(new Asset.Position(latitude, row.getDouble("longitude")));
    }

    private static Optional<Long> optionalLong(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(value);
    }

    /// A wall clock as the database keeps it.
    static LocalDateTime local(long millis) {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
    }

    static long millis(LocalDateTime local) {
        return local.toInstant(ZoneOffset.UTC).toEpochMilli();
    }

    /// Changes assets of a person.
    ///
    /// @return those that were there and are the person's
    public List<AssetId> edit(PersonId person, List<AssetId> assets, Edit edit) throws DatabaseException {
        requireFew(assets);
        return database.write(rows -> {
            ChangeFeed.begin(rows, person);
            return assets.stream()
                    .filter(asset -> AssetChanges.change(rows, person, asset, () -> apply(rows, asset, edit)))
                    .toList();
        });
    }

    private static void apply(Handle rows, AssetId asset, Edit edit) {
        rows.createUpdate("UPDATE asset SET favourite = coalesce(:favourite, favourite),"
                        + " hidden = coalesce(:hidden, hidden), archived = coalesce(:archived, archived),"
                        + " description = coalesce(:description, description), rating = coalesce(:rating, rating),"
                        + " taken_local = coalesce(:taken, taken_local),"
                        + " taken_origin = CASE WHEN :edited = 1 THEN '" + FactsReader.BY_PERSON
                        + "' ELSE taken_origin END WHERE id = :id")
                .bind("favourite", edit.favourite().map(Assets::number).orElse(null))
                .bind("hidden", edit.hidden().map(Assets::number).orElse(null))
                .bind("archived", edit.archived().map(Assets::number).orElse(null))
                .bind("description", edit.description().orElse(null))
                .bind("rating", edit.rating().orElse(null))
                .bind("taken", edit.taken().map(Assets::millis).orElse(null))
                .bind("edited", edit.taken().isPresent() ? 1 : 0)
                .bind("id", asset.value())
                .execute();
    }

    private static Integer number(boolean yes) {
        return yes ? 1 : 0;
    }

    private static void requireFew(List<AssetId> assets) {
        if (assets.size() > MAX_ASSETS) {
            throw new IllegalArgumentException("too many assets in one call: " + assets.size());
        }
    }
}
