package app.safelight.apple.photoslibrary;

import app.safelight.apple.sqlite.DatabaseException;
import app.safelight.apple.sqlite.ReadOnlyDatabase;
import app.safelight.apple.sqlite.ReadOnlyDatabase.PackedColumn;
import app.safelight.apple.sqlite.Rows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads all assets in one pass: the table of assets joined with what there is one of, and beside it the tables
/// of what there are many of, all in the order of the assets' keys.
final class AssetReader {
    /// The key of a resource's asset, then its columns in the order of [Resource].
    private static final List<String> RESOURCE_COLUMNS = List.of(
            "ZASSET",
            "ZDATASTORECLASSID",
            "ZDATASTORESUBTYPE",
            "ZRESOURCETYPE",
            "ZVERSION",
            "ZRECIPEID",
            "ZLOCALAVAILABILITY",
            "ZREMOTEAVAILABILITY",
            "ZCLOUDLOCALSTATE",
            "ZDATALENGTH",
            "ZTRASHEDSTATE",
            "ZCOMPACTUTI");

    private final ReadOnlyDatabase database;
    private final Schema schema;
    private final AlbumReader albums;
    private final EngineIndex engine;
    private final boolean described;

    /// @param described whether to ask for what only describes an asset too
    AssetReader(ReadOnlyDatabase database, Schema schema, AlbumReader albums, EngineIndex engine, boolean described) {
        this.database = database;
        this.schema = schema;
        this.albums = albums;
        this.engine = engine;
        this.described = described;
    }

    void read(Consumer<Asset> sink) throws DatabaseException, LibraryException {
        // The columns that this database has, in the order of the answer.
        List<AssetColumn> answer = new ArrayList<>();
        String question = question(answer);
        try (Groups<Resource> resources = resources();
                Groups<Optional<Album.Membership>> memberships = memberships();
                Groups<String> keywords = keywords();
                Rows rows = database.query(question)) {
            while (rows.next()) {
                RawRow row = row(rows.unpack(1, answer.size()), answer);
                Long key = row.integer(AssetColumn.PK);
                if (key == null || key == Rows.NO_INTEGER) {
                    throw new LibraryException(new LibraryFault.Damaged("an asset without a key"));
                }
                List<Album.Membership> in = memberships.of(key).stream()
                        .flatMap(Optional::stream)
                        .sorted(Comparator.comparing(one -> one.title() == null ? "" : one.title()))
                        .toList();
                List<String> words = keywords.of(key);
                words.sort(Comparator.naturalOrder());
                sink.accept(Asset.of(row, resources.of(key), in, words, engine));
            }
        }
    }

    private RawRow row(@Nullable Object[] packed, List<AssetColumn> answer) {
        EnumMap<AssetColumn, Object> values = new EnumMap<>(AssetColumn.class);
        for (int i = 0; i < packed.length; i++) {
            Object value = packed[i];
            if (value != null) {
                values.put(answer.get(i), value);
            }
        }
        return new RawRow(values, described);
    }

    private String question(List<AssetColumn> answer) throws DatabaseException {
        List<PackedColumn> wanted = new ArrayList<>();
        boolean adjusted = database.has("ZUNMANAGEDADJUSTMENT", "Z_PK", "ZADJUSTMENTFORMATIDENTIFIER")
                && database.has(Schema.ADDITIONAL, "ZUNMANAGEDADJUSTMENT");
        boolean annotated = described
                && database.has("ZASSETDESCRIPTION", "Z_PK", "ZLONGDESCRIPTION")
                && database.has(Schema.ADDITIONAL, "ZASSETDESCRIPTION");
        for (AssetColumn column : AssetColumn.values()) {
            boolean wants = described || !column.describes();
            boolean joined = switch (column.table()) {
                case ASSET, ADDITIONAL, MASTER -> true;
                case ADJUSTMENT -> adjusted;
                case DESCRIPTION -> annotated;
            };
            String table = Schema.table(schema.assets(), column.table());
            Set<String> columns = database.columns(table);
            Optional<String> name =
                    column.candidates().stream().filter(columns::contains).findFirst();
            if (wants && joined && name.isPresent()) {
                wanted.add(database.column(table, alias(column.table()), name.get()));
                answer.add(column);
            }
        }
        return "SELECT " + ReadOnlyDatabase.packed(wanted) + " FROM " + schema.assets() + " a"
                + " LEFT JOIN " + Schema.ADDITIONAL + " x ON x.Z_PK = a.ZADDITIONALATTRIBUTES"
                + " LEFT JOIN " + Schema.MASTERS + " m ON m.Z_PK = a.ZMASTER"
                + (adjusted ? " LEFT JOIN ZUNMANAGEDADJUSTMENT u ON u.Z_PK = x.ZUNMANAGEDADJUSTMENT" : "")
                + (annotated ? " LEFT JOIN ZASSETDESCRIPTION d ON d.Z_PK = x.ZASSETDESCRIPTION" : "")
                + " ORDER BY a.Z_PK";
    }

    private static String alias(AssetColumn.Table table) {
        return switch (table) {
            case ASSET -> "a";
            case ADDITIONAL -> "x";
            case ADJUSTMENT -> "u";
            case DESCRIPTION -> "d";
            case MASTER -> "m";
        };
    }

    private Groups<Resource> resources() throws DatabaseException {
        Set<String> columns = database.columns(Schema.RESOURCES);
        List<PackedColumn> wanted = new ArrayList<>();
        for (String column : RESOURCE_COLUMNS) {
            wanted.add(
                    columns.contains(column)
                            ? database.column(Schema.RESOURCES, "r", column)
                            : new PackedColumn("NULL", false));
        }
        Rows rows = database.query("SELECT " + ReadOnlyDatabase.packed(wanted) + " FROM " + Schema.RESOURCES
                + " r WHERE r.ZASSET IS NOT NULL ORDER BY r.ZASSET, r.Z_PK");
        return new Groups<>(rows, "resources", AssetReader::resource);
    }

    private static Groups.Member<Resource> resource(Rows rows) throws DatabaseException {
        @Nullable Object[] values = rows.unpack(1, RESOURCE_COLUMNS.size());
        Resource resource = new Resource(
                Rows.integer(values[1]),
                Rows.integer(values[2]),
                Rows.integer(values[3]),
                Rows.integer(values[4]),
                Rows.integer(values[5]),
                Rows.integer(values[6]),
                Rows.integer(values[7]),
                Rows.integer(values[8]),
                Rows.integer(values[9]),
                Rows.integer(values[10]),
                Rows.text(values[11]));
        Long asset = Rows.integer(values[0]);
        return new Groups.Member<>(asset == null ? Rows.NO_INTEGER : asset, resource);
    }

    private Groups<Optional<Album.Membership>> memberships() throws DatabaseException {
        Rows rows = database.query(schema.albumJoin()
                .map(join -> "SELECT \"" + join.assetColumn() + "\", \"" + join.albumColumn() + "\" FROM \""
                        + join.table() + "\" WHERE \"" + join.assetColumn() + "\" IS NOT NULL ORDER BY 1")
                .orElse("SELECT 0, 0 WHERE 0"));
        return new Groups<>(rows, "albums", row -> new Groups.Member<>(row.count(1), albums.membership(row.count(2))));
    }

    private Groups<String> keywords() throws DatabaseException {
        // CROSS JOIN keeps the order of the tables: few assets have keywords, and all would be looked at else.
        Rows rows = database.query(schema.keywordJoin()
                .map(join -> "SELECT x.ZASSET, k.ZTITLE FROM \"" + join.table() + "\" j CROSS JOIN "
                        + Schema.ADDITIONAL + " x ON x.Z_PK = j.\"" + join.attributesColumn()
                        + "\" CROSS JOIN ZKEYWORD k ON k.Z_PK = j.\"" + join.keywordColumn()
                        + "\" WHERE x.ZASSET IS NOT NULL AND k.ZTITLE IS NOT NULL ORDER BY 1")
                .orElse("SELECT 0, '' WHERE 0"));
        return new Groups<>(rows, "keywords", row -> new Groups.Member<>(row.count(1), String.valueOf(row.text(2))));
    }
}
