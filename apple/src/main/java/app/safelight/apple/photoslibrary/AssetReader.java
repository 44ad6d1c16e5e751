package app.safelight.apple.photoslibrary;

import app.safelight.apple.sqlite.DatabaseException;
import app.safelight.apple.sqlite.ReadOnlyDatabase;
import app.safelight.apple.sqlite.Rows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Reads all assets in one pass: the table of assets joined with what there is one of, and beside it the tables
/// of what there are many of, all in the order of the assets' keys.
final class AssetReader {
    /// The columns of a resource after the key of its asset, in the order of [Resource].
    private static final List<String> RESOURCE_COLUMNS = List.of(
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

    /// Columns whose presence one whole number of SQLite tells, sign bit left alone.
    private static final int COLUMNS_A_MASK = 62;

    private final ReadOnlyDatabase database;
    private final Schema schema;
    private final AlbumReader albums;
    private final EngineIndex engine;

    AssetReader(ReadOnlyDatabase database, Schema schema, AlbumReader albums, EngineIndex engine) {
        this.database = database;
        this.schema = schema;
        this.albums = albums;
        this.engine = engine;
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
                RawRow row = row(rows, answer);
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

    /// Masks come first and say which of the columns after them are not NULL: half of them are, and asking for
    /// a value costs far more than SQLite's looking at it.
    private static RawRow row(Rows rows, List<AssetColumn> answer) throws DatabaseException {
        EnumMap<AssetColumn, Object> values = new EnumMap<>(AssetColumn.class);
        int masks = masks(answer.size());
        for (int mask = 0; mask < masks; mask++) {
            long left = rows.count(mask + 1);
            while (left != 0) {
                int column = mask * COLUMNS_A_MASK + Long.numberOfTrailingZeros(left);
                Object value = rows.value(masks + column + 1);
                if (value != null) {
                    values.put(answer.get(column), value);
                }
                left &= left - 1;
            }
        }
        return new RawRow(values);
    }

    private static int masks(int columns) {
        return (columns + COLUMNS_A_MASK - 1) / COLUMNS_A_MASK;
    }

    private static List<String> maskColumns(List<String> columns) {
        List<String> masks = new ArrayList<>();
        for (int start = 0; start < columns.size(); start += COLUMNS_A_MASK) {
            List<String> bits = new ArrayList<>();
            for (int bit = 0; bit < COLUMNS_A_MASK && start + bit < columns.size(); bit++) {
                bits.add("((" + columns.get(start + bit) + " IS NOT NULL) << " + bit + ")");
            }
            masks.add(String.join(" | ", bits));
        }
        return masks;
    }

    private String question(List<AssetColumn> answer) throws DatabaseException {
        List<String> wanted = new ArrayList<>();
        boolean adjusted = database.has("ZUNMANAGEDADJUSTMENT", "Z_PK", "ZADJUSTMENTFORMATIDENTIFIER")
                && database.has(Schema.ADDITIONAL, "ZUNMANAGEDADJUSTMENT");
        boolean described = database.has("ZASSETDESCRIPTION", "Z_PK", "ZLONGDESCRIPTION")
                && database.has(Schema.ADDITIONAL, "ZASSETDESCRIPTION");
        for (AssetColumn column : AssetColumn.values()) {
            boolean joined = switch (column.table()) {
                case ASSET, ADDITIONAL, MASTER -> true;
                case ADJUSTMENT -> adjusted;
                case DESCRIPTION -> described;
            };
            Set<String> columns = database.columns(Schema.table(schema.assets(), column.table()));
            Optional<String> name =
                    column.candidates().stream().filter(columns::contains).findFirst();
            if (joined && name.isPresent()) {
                wanted.add(alias(column.table()) + "." + name.get());
                answer.add(column);
            }
        }
        return "SELECT " + String.join(", ", maskColumns(wanted)) + ", " + String.join(", ", wanted) + " FROM "
                + schema.assets() + " a"
                + " LEFT JOIN " + Schema.ADDITIONAL + " x ON x.Z_PK = a.ZADDITIONALATTRIBUTES"
                + " LEFT JOIN " + Schema.MASTERS + " m ON m.Z_PK = a.ZMASTER"
                + (adjusted ? " LEFT JOIN ZUNMANAGEDADJUSTMENT u ON u.Z_PK = x.ZUNMANAGEDADJUSTMENT" : "")
                + (described ? " LEFT JOIN ZASSETDESCRIPTION d ON d.Z_PK = x.ZASSETDESCRIPTION" : "")
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
        List<String> wanted = new ArrayList<>(List.of("ZASSET"));
        RESOURCE_COLUMNS.forEach(column -> wanted.add(columns.contains(column) ? column : "NULL"));
        Rows rows = database.query("SELECT " + String.join(", ", wanted) + " FROM " + Schema.RESOURCES
                + " WHERE ZASSET IS NOT NULL ORDER BY ZASSET, Z_PK");
        return new Groups<>(rows, "resources", AssetReader::resource);
    }

    private static Resource resource(Rows rows) throws DatabaseException {
        return new Resource(
                rows.integer(2),
                rows.integer(3),
                rows.integer(4),
                rows.integer(5),
                rows.integer(6),
                rows.integer(7),
                rows.integer(8),
                rows.integer(9),
                rows.integer(10),
                rows.integer(11),
                rows.text(12));
    }

    private Groups<Optional<Album.Membership>> memberships() throws DatabaseException {
        Rows rows = database.query(schema.albumJoin()
                .map(join -> "SELECT \"" + join.assetColumn() + "\", \"" + join.albumColumn() + "\" FROM \""
                        + join.table() + "\" WHERE \"" + join.assetColumn() + "\" IS NOT NULL ORDER BY 1")
                .orElse("SELECT 0, 0 WHERE 0"));
        return new Groups<>(rows, "albums", row -> albums.membership(row.count(2)));
    }

    private Groups<String> keywords() throws DatabaseException {
        // CROSS JOIN keeps the order of the tables: few assets have keywords, and all would be looked at else.
        Rows rows = database.query(schema.keywordJoin()
                .map(join -> "SELECT x.ZASSET, k.ZTITLE FROM \"" + join.table() + "\" j CROSS JOIN "
                        + Schema.ADDITIONAL + " x ON x.Z_PK = j.\"" + join.attributesColumn()
                        + "\" CROSS JOIN ZKEYWORD k ON k.Z_PK = j.\"" + join.keywordColumn()
                        + "\" WHERE x.ZASSET IS NOT NULL AND k.ZTITLE IS NOT NULL ORDER BY 1")
                .orElse("SELECT 0, '' WHERE 0"));
        return new Groups<>(rows, "keywords", row -> String.valueOf(row.text(2)));
    }
}
