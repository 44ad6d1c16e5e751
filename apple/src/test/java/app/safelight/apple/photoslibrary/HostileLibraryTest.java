package app.safelight.apple.photoslibrary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.safelight.apple.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Databases that are damaged, strange, or made to trap their reader end in a typed fault or in facts that say
/// so.
class HostileLibraryTest {
    @TempDir
    private Path folder;

    private Path work = Path.of("");
    private Path database = Path.of("");

    @BeforeEach
    void makeFolders() throws IOException {
        work = Files.createDirectory(folder.resolve("work"));
        database = folder.resolve("Photos.sqlite");
    }

    /// A real library of 13 assets without its log.
    private byte[] real() throws IOException {
        Fixtures.unzip("photos-libraries/Test-13.0.0.zip", folder);
        return Files.readAllBytes(folder.resolve("Test-13.0.0.photoslibrary/database/Photos.sqlite"));
    }

    private List<Asset> read() throws LibraryException {
        List<Asset> assets = new ArrayList<>();
        try (PhotosLibrary library = PhotosLibrary.open(database, work)) {
            library.assets(assets::add);
            library.albums();
            library.mastersByState();
        }
        return assets;
    }

    private LibraryFault fault() {
        List<LibraryFault> faults = new ArrayList<>();
        assertThatThrownBy(this::read)
                .isInstanceOfSatisfying(LibraryException.class, failed -> faults.add(failed.fault()));
        assertThat(work).isEmptyDirectory();
        return faults.getFirst();
    }

    @Test
    void aDatabaseCutAnywhereIsDamaged() throws Exception {
        byte[] whole = real();
        for (int length : new int[] {0, 1, 99, 100, 512, 4_096, 40_000, whole.length / 2, whole.length - 1}) {
            Files.write(database, Arrays.copyOf(whole, length));
            assertThat(fault()).as("of %s bytes", length).isInstanceOf(LibraryFault.Damaged.class);
        }
    }

    @Test
    void flippedBytesGiveFactsOrATypedFault() throws Exception {
        byte[] whole = real();
        Random random = new Random(3);
        int faults = 0;
        for (int round = 0; round < 60; round++) {
            byte[] bytes = whole.clone();
            for (int i = 0; i < 2_000; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            Files.write(database, bytes);
            try {
                read();
            } catch (LibraryException failed) {
                faults++;
            }
        }
        assertThat(faults).isPositive();
    }

    private void change(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void anUnknownSchemaIsUnsupported() throws Exception {
        change("CREATE TABLE ZASSET (Z_PK INTEGER PRIMARY KEY, ZUUID TEXT)");
        assertThat(fault())
                .isInstanceOfSatisfying(
                        LibraryFault.Unsupported.class,
                        unsupported -> assertThat(unsupported.what())
                                .contains("ZASSET.ZCLOUDLOCALSTATE", "ZINTERNALRESOURCE.ZASSET"));
    }

    /// The smallest database that this reader takes for a photo library.
    private void small(String assets) throws SQLException {
        change(
                assets,
                "CREATE TABLE ZADDITIONALASSETATTRIBUTES (Z_PK INTEGER PRIMARY KEY)",
                "CREATE TABLE ZCLOUDMASTER (Z_PK INTEGER PRIMARY KEY, ZCLOUDLOCALSTATE INTEGER, ZCLOUDMASTERGUID TEXT)",
                "CREATE TABLE ZINTERNALRESOURCE (Z_PK INTEGER PRIMARY KEY, ZASSET INTEGER, ZDATASTORECLASSID INTEGER,"
                        + " ZDATASTORESUBTYPE INTEGER, ZVERSION INTEGER, ZLOCALAVAILABILITY INTEGER,"
                        + " ZREMOTEAVAILABILITY INTEGER, ZCLOUDLOCALSTATE INTEGER)");
    }

    private static final String ASSETS = "CREATE TABLE ZASSET (Z_PK INTEGER PRIMARY KEY, ZUUID, ZDIRECTORY, ZFILENAME,"
            + " ZKIND, ZSAVEDASSETTYPE, ZCLOUDLOCALSTATE, ZTRASHEDSTATE, ZMASTER, ZCLOUDBATCHPUBLISHDATE,"
            + " ZADDITIONALATTRIBUTES)";

    @Test
    void strangeValuesAreShownRawAndNeverTakenForUploaded() throws Exception {
        small(ASSETS);
        change(
                "INSERT INTO ZCLOUDMASTER VALUES (1, 3, 'g')",
                "INSERT INTO ZASSET VALUES (1, 'A', 'D', 'F', 7, 3, 9, 5, 1, NULL, NULL)",
                "INSERT INTO ZASSET VALUES (2, NULL, NULL, NULL, x'00', 'three', 'one', NULL, 1, NULL, NULL)",
                "INSERT INTO ZASSET VALUES (3, 'C', 'D', 'F', 0, 3, 1, 0, 99, NULL, NULL)",
                "INSERT INTO ZASSET VALUES (4, 'E', 'D', 'F', 0, 3, 1, 0, 1, NULL, NULL)",
                "INSERT INTO ZINTERNALRESOURCE VALUES (1, 1, 0, 1, 0, -7, 1, 3)");
        List<Asset> assets = read();
        assertThat(assets)
                .extracting(asset -> asset.icloud().code())
                .containsExactly("unknown", "unknown", "unknown", "uploaded");
        assertThat(assets)
                .extracting(asset -> asset.trashed().code())
                .containsExactly("unknown(5)", "unknown(null)", "no", "no");
        assertThat(assets.getFirst().originalLocal().code()).isEqualTo("unknown(-7)");
        assertThat(assets.getFirst().types()).isEmpty();
        assertThat(assets.getFirst().unknown())
                .contains(
                        new UnknownValue("kind", "7"),
                        new UnknownValue("cloudLocalState", "9"),
                        new UnknownValue("trashedState", "5"));
        assertThat(assets.get(1).uuid()).isEmpty();
    }

    @Test
    void aViewInPlaceOfATableIsNoTable() throws Exception {
        small("CREATE VIEW ZASSET AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS Z_PK,"
                + " 'x' AS ZUUID, '' AS ZDIRECTORY, '' AS ZFILENAME, 0 AS ZKIND, 3 AS ZSAVEDASSETTYPE, 1 AS"
                + " ZCLOUDLOCALSTATE, 0 AS ZTRASHEDSTATE, 1 AS ZMASTER, NULL AS ZCLOUDBATCHPUBLISHDATE, NULL AS"
                + " ZADDITIONALATTRIBUTES FROM n");
        assertThat(fault()).isInstanceOf(LibraryFault.Unsupported.class);
    }

    @Test
    void aJoinWithoutEndRunsOutOfSteps() throws Exception {
        small(ASSETS.replace("Z_PK INTEGER PRIMARY KEY", "Z_PK"));
        change(
                "DROP TABLE ZCLOUDMASTER",
                "CREATE TABLE ZCLOUDMASTER (Z_PK, ZCLOUDLOCALSTATE, ZCLOUDMASTERGUID)",
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
                        + " INSERT INTO ZCLOUDMASTER SELECT 1, 3, 'g' FROM n",
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
                        + " INSERT INTO ZASSET SELECT i, 'u', 'd', 'f', 0, 3, 1, 0, 1, NULL, NULL FROM n");
        assertThat(fault()).isEqualTo(new LibraryFault.Damaged("it takes too much work to read"));
    }

    @Test
    void oneAssetWithAllResourcesIsTooMuch() throws Exception {
        small(ASSETS);
        change(
                "INSERT INTO ZASSET VALUES (1, 'A', 'D', 'F', 0, 3, 1, 0, NULL, NULL, NULL)",
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)"
                        + " INSERT INTO ZINTERNALRESOURCE SELECT i, 1, 0, 1, 0, 1, 1, 3 FROM n");
        assertThat(fault()).isInstanceOf(LibraryFault.TooMuch.class);
    }

    @Test
    void foldersInACircleEnd() throws Exception {
        Files.write(database, real());
        change(
                "DROP TRIGGER IF EXISTS x",
                "CREATE TABLE keep AS SELECT * FROM ZGENERICALBUM",
                "DROP TABLE ZGENERICALBUM");
        change(
                "ALTER TABLE keep RENAME TO ZGENERICALBUM",
                "UPDATE ZGENERICALBUM SET ZKIND = 4000, ZPARENTFOLDER = Z_PK");
        assertThat(read()).hasSize(16);
    }

    @Test
    void aNewerColumnIsNotMissedAndAnOlderOneIsNamed() throws Exception {
        small(ASSETS);
        try (PhotosLibrary library = PhotosLibrary.open(database, work)) {
            assertThat(library.schema().missing()).contains("ZASSET.ZFAVORITE", "ZASSET.ZBUNDLESCOPE");
            assertThat(library.schema().albumJoin()).isEmpty();
            assertThat(library.albums()).isEmpty();
            assertThat(library.modelVersion()).isEmpty();
            assertThat(library.resourcesByState()).isEqualTo(Map.of());
        }
    }
}
