package app.safelight.apple.photoslibrary;

import app.safelight.apple.sqlite.DatabaseException;
import app.safelight.apple.sqlite.ReadOnlyDatabase;
import app.safelight.apple.sqlite.Rows;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads albums and folders.
final class AlbumReader {
    /// Albums that are read; people have some hundreds, imports of other programs made some ten thousands.
    private static final int MAX_ALBUMS = 200_000;

    /// Folders within folders; a loop of them ends here too.
    private static final int MAX_DEPTH = 64;

    private static final Set<Long> LISTED = Set.of(Album.USER, Album.SHARED, Album.PROJECT, Album.FOLDER);

    private record Row(
            @Nullable String title,
            @Nullable Long kind,
            @Nullable Long parent,
            @Nullable Long trashed,
            @Nullable Long owned,
            @Nullable Long cloudLocalState) {}

    private final Map<Long, Row> rows = new HashMap<>();
    private final Map<Long, Album.Membership> memberships = new HashMap<>();

    static AlbumReader read(ReadOnlyDatabase database) throws DatabaseException, LibraryException {
        AlbumReader albums = new AlbumReader();
        Set<String> columns = database.columns(Schema.ALBUMS);
        try (Rows rows = database.query("SELECT Z_PK, substr(ZTITLE, 1, 1000), ZKIND, ZPARENTFOLDER, "
                + orNull(columns, "ZTRASHEDSTATE") + ", " + orNull(columns, "ZISOWNED") + ", "
                + orNull(columns, "ZCLOUDLOCALSTATE") + " FROM " + Schema.ALBUMS)) {
            while (rows.next()) {
                if (albums.rows.size() == MAX_ALBUMS) {
                    throw new LibraryException(new LibraryFault.TooMuch("albums", MAX_ALBUMS));
                }
                albums.rows.put(
                        rows.count(1),
                        new Row(
                                rows.text(2),
                                rows.integer(3),
                                rows.integer(4),
                                rows.integer(5),
                                rows.integer(6),
                                rows.integer(7)));
            }
        }
        return albums;
    }

    private static String orNull(Set<String> columns, String column) {
        return columns.contains(column) ? column : "NULL";
    }

    /// The albums that people see, with the number of their assets.
    List<Album> list(ReadOnlyDatabase database, Schema.AlbumJoin join) throws DatabaseException {
        Map<Long, Long> counts = new HashMap<>();
        try (Rows counted = database.query(
                "SELECT \"" + join.albumColumn() + "\", count(*) FROM \"" + join.table() + "\" GROUP BY 1")) {
            while (counted.next() && counts.size() < MAX_ALBUMS) {
                counts.put(counted.count(1), counted.count(2));
            }
        }
        List<Album> list = new ArrayList<>();
        for (Map.Entry<Long, Row> entry : rows.entrySet()) {
            Row row = entry.getValue();
            if (row.kind != null && LISTED.contains(row.kind)) {
                list.add(new Album(
                        row.title,
                        row.kind,
                        folders(row),
                        counts.getOrDefault(entry.getKey(), 0L),
                        row.trashed,
                        row.owned,
                        row.cloudLocalState));
            }
        }
        list.sort(Comparator.comparingLong((Album album) -> album.kind() == null ? 0L : album.kind())
                .thenComparing(album -> album.title() == null ? "" : album.title())
                .thenComparing(album -> String.join("/", album.folders()))
                .thenComparingLong(Album::count));
        return list;
    }

    /// What an asset says of the album of this key; empty if there is no such album.
    Optional<Album.Membership> membership(long key) {
        Row row = rows.get(key);
        return row == null
                ? Optional.empty()
                : Optional.of(memberships.computeIfAbsent(
                        key, _ -> new Album.Membership(row.title, row.kind, row.trashed, folders(row))));
    }

    private List<String> folders(Row row) {
        Deque<String> names = new ArrayDeque<>();
        Row parent = row.parent == null ? null : rows.get(row.parent);
        while (parent != null && parent.kind != null && parent.kind == Album.FOLDER && names.size() < MAX_DEPTH) {
            names.addFirst(parent.title == null ? "" : parent.title);
            parent = parent.parent == null ? null : rows.get(parent.parent);
        }
        return List.copyOf(names);
    }
}
