package app.safelight.apple.photoslibrary;

import app.safelight.apple.sqlite.DatabaseException;
import app.safelight.apple.sqlite.ReadOnlyDatabase;
import app.safelight.apple.sqlite.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The tables of a Photos database as they were found, not as some version should have them.
///
/// @param assets the table of assets
/// @param missing columns that this reader looks for and this database does not have
public record Schema(
        String assets, Optional<AlbumJoin> albumJoin, Optional<KeywordJoin> keywordJoin, List<String> missing) {
    static final String ADDITIONAL = "ZADDITIONALASSETATTRIBUTES";
    static final String RESOURCES = "ZINTERNALRESOURCE";
    static final String MASTERS = "ZCLOUDMASTER";
    static final String ALBUMS = "ZGENERICALBUM";

    /// Where it is written which asset is in which album.
    public record AlbumJoin(String table, String albumColumn, String assetColumn) {}

    /// Where it is written which asset has which keyword.
    public record KeywordJoin(String table, String attributesColumn, String keywordColumn) {}

    public Schema {
        missing = List.copyOf(missing);
    }

    /// @throws LibraryException [LibraryFault.Unsupported] if what iCloud's state is read from is not all there
    static Schema find(ReadOnlyDatabase database) throws DatabaseException, LibraryException {
        boolean old = database.hasTable("ZGENERICASSET");
        String assets = old ? "ZGENERICASSET" : "ZASSET";
        List<String> lacking = new ArrayList<>();
        require(database, lacking, assets, "Z_PK", "ZUUID", "ZDIRECTORY", "ZFILENAME", "ZKIND");
        require(database, lacking, assets, "ZSAVEDASSETTYPE", "ZCLOUDLOCALSTATE", "ZTRASHEDSTATE", "ZMASTER");
        require(database, lacking, assets, "ZCLOUDBATCHPUBLISHDATE", "ZADDITIONALATTRIBUTES");
        require(database, lacking, ADDITIONAL, "Z_PK");
        require(database, lacking, MASTERS, "Z_PK", "ZCLOUDLOCALSTATE", "ZCLOUDMASTERGUID");
        require(database, lacking, RESOURCES, "Z_PK", "ZASSET", "ZDATASTORECLASSID", "ZDATASTORESUBTYPE");
        require(database, lacking, RESOURCES, "ZVERSION", "ZLOCALAVAILABILITY", "ZREMOTEAVAILABILITY");
        require(database, lacking, RESOURCES, "ZCLOUDLOCALSTATE");
        if (!lacking.isEmpty()) {
            throw new LibraryException(
                    new LibraryFault.Unsupported("a database without " + String.join(", ", lacking)));
        }
        Map<String, Long> entities = entities(database);
        return new Schema(
                assets,
                albumJoin(database, entities.get("Album"), entities.get(old ? "GenericAsset" : "Asset")),
                keywordJoin(database, entities.get("AdditionalAssetAttributes"), entities.get("Keyword")),
                missing(database, assets));
    }

    private static void require(ReadOnlyDatabase database, List<String> lacking, String table, String... columns)
            throws DatabaseException {
        for (String column : columns) {
            if (!database.has(table, column)) {
                lacking.add(table + "." + column);
            }
        }
    }

    private static Map<String, Long> entities(ReadOnlyDatabase database) throws DatabaseException {
        Map<String, Long> entities = new HashMap<>();
        if (database.has("Z_PRIMARYKEY", "Z_NAME", "Z_ENT")) {
            try (Rows rows = database.query("SELECT Z_NAME, Z_ENT FROM Z_PRIMARYKEY WHERE Z_NAME IN ("
                    + "'Album', 'Asset', 'GenericAsset', 'AdditionalAssetAttributes', 'Keyword')")) {
                while (rows.next()) {
                    Long entity = rows.integer(2);
                    if (entity != null) {
                        entities.put(String.valueOf(rows.text(1)), entity);
                    }
                }
            }
        }
        return entities;
    }

    private static Optional<AlbumJoin> albumJoin(ReadOnlyDatabase database, @Nullable Long album, @Nullable Long asset)
            throws DatabaseException {
        AlbumJoin join = new AlbumJoin("Z_" + album + "ASSETS", "Z_" + album + "ALBUMS", "Z_" + asset + "ASSETS");
        boolean there = database.has(join.table, join.albumColumn, join.assetColumn);
        return there && database.has(ALBUMS, "Z_PK", "ZKIND", "ZTITLE", "ZPARENTFOLDER")
                ? Optional.of(join)
                : Optional.empty();
    }

    private static Optional<KeywordJoin> keywordJoin(
            ReadOnlyDatabase database, @Nullable Long attributes, @Nullable Long keyword) throws DatabaseException {
        KeywordJoin join = new KeywordJoin(
                "Z_" + attributes + "KEYWORDS", "Z_" + attributes + "ASSETATTRIBUTES", "Z_" + keyword + "KEYWORDS");
        boolean there = database.has(join.table, join.attributesColumn, join.keywordColumn);
        return there && database.has("ZKEYWORD", "Z_PK", "ZTITLE") && database.has(ADDITIONAL, "ZASSET")
                ? Optional.of(join)
                : Optional.empty();
    }

    private static List<String> missing(ReadOnlyDatabase database, String assets) throws DatabaseException {
        List<String> missing = new ArrayList<>();
        for (AssetColumn column : AssetColumn.values()) {
            String table = table(assets, column.table());
            if (column.candidates().stream().noneMatch(database.columns(table)::contains)) {
                missing.add(table + "." + column.candidates().getFirst());
            }
        }
        return missing;
    }

    static String table(String assets, AssetColumn.Table table) {
        return switch (table) {
            case ASSET -> assets;
            case ADDITIONAL -> ADDITIONAL;
            case ADJUSTMENT -> "ZUNMANAGEDADJUSTMENT";
            case DESCRIPTION -> "ZASSETDESCRIPTION";
            case MASTER -> MASTERS;
        };
    }
}
