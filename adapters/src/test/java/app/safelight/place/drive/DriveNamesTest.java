package app.safelight.place.drive;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.core.place.Disk.DiskTraits;
import app.safelight.simulator.world.FileSystems;
import app.safelight.simulator.world.SimulatedDisk;
import app.safelight.simulator.world.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DriveNamesTest {
    private static String safe(DiskTraits traits, String original) {
        return new DriveNames(traits).safe(original, 0);
    }

    @Test
    void linuxKeepsAlmostEverySpelling() {
        for (String kept :
                List.of("a:b?.jpg", "back\\slash", "CON", "dot.", "space ", ".hidden", "caf\u00e9", "cafe\u0301")) {
            assertThat(safe(FileSystems.EXT4, kept)).isEqualTo(kept);
        }
        assertThat(safe(FileSystems.EXT4, "a/b\nc\u0000d\u0085e\u2028f.jpg")).isEqualTo("a_b_c_d_e_f.jpg");
        assertThat(safe(FileSystems.EXT4, "\ud83dx")).isEqualTo("_x");
        assertThat(safe(FileSystems.EXT4, ".")).isEqualTo("_");
        assertThat(safe(FileSystems.EXT4, "..")).isEqualTo("__");
        assertThat(safe(FileSystems.EXT4, "")).isEqualTo("_");
    }

    @Test
    void whatWindowsForbidsIsReplaced() {
        for (DiskTraits traits : List.of(FileSystems.NTFS, FileSystems.EXFAT, FileSystems.FAT32)) {
            assertThat(safe(traits, "a:b?c*d|e<f>g\"h\\i.jpg")).isEqualTo("a_b_c_d_e_f_g_h_i.jpg");
            assertThat(safe(traits, "name. .")).isEqualTo("name___");
            assertThat(safe(traits, "...")).isEqualTo("___");
            assertThat(safe(traits, "CON")).isEqualTo("CON_");
            assertThat(safe(traits, "con.tar.gz")).isEqualTo("con_.tar.gz");
            assertThat(safe(traits, "COM1.jpg")).isEqualTo("COM1_.jpg");
            assertThat(safe(traits, "lpt\u00b2.x")).isEqualTo("lpt\u00b2_.x");
            assertThat(safe(traits, "COMMON.jpg")).isEqualTo("COMMON.jpg");
        }
    }

    @Test
    void longNamesAreCutBetweenLettersAndKeepTheirExtension() {
        assertThat(safe(FileSystems.EXT4, "x".repeat(300) + ".HEIC")).isEqualTo("x".repeat(250) + ".HEIC");
        assertThat(safe(FileSystems.EXT4, "\ud83d\ude00".repeat(100) + ".jpg"))
                .isEqualTo("\ud83d\ude00".repeat(62) + ".jpg");
        assertThat(safe(FileSystems.EXT4, "x".repeat(300) + ".HEIC.xmp"))
                .endsWith("x.HEIC.xmp")
                .hasSize(255);
        assertThat(safe(FileSystems.EXT4, "." + "y".repeat(400))).isEqualTo("." + "y".repeat(254));
        for (String name : List.of("e\u0301".repeat(200), "\u6f22".repeat(200) + ".png", "a".repeat(255) + ".b")) {
            String cut = safe(FileSystems.FAT32, name);
            assertThat(cut.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(255);
            assertThat(cut).isNotEmpty();
        }
    }

    @Test
    void aNumberFitsIntoTheLongestName() {
        DriveNames names = new DriveNames(FileSystems.EXT4);
        assertThat(names.numbered("a".repeat(251) + ".jpg", 12_345, 4).getBytes(StandardCharsets.UTF_8))
                .hasSize(251);
        assertThat(names.numbered("IMG_1.JPG", 2, 0)).isEqualTo("IMG_1 (2).JPG");
        assertThat(names.numbered("noextension", 3, 0)).isEqualTo("noextension (3)");
        assertThat(names.numbered(".hidden", 3, 0)).isEqualTo(".hidden (3)");
    }

    @Test
    void namesThatAFileSystemTakesForOneClash() throws IOException {
        assertThat(taken(FileSystems.EXT4, "a.jpg", "A.JPG", "caf\u00e9", "cafe\u0301"))
                .containsExactlyInAnyOrder("a.jpg", "A.JPG", "caf\u00e9", "cafe\u0301");
        assertThat(taken(FileSystems.EXFAT, "a.jpg", "A.JPG", "caf\u00e9", "cafe\u0301"))
                .containsExactlyInAnyOrder("a.jpg", "A (2).JPG", "caf\u00e9", "cafe\u0301");
        assertThat(taken(FileSystems.APFS, "caf\u00e9", "CAFE\u0301", "stra\u00dfe", "STRASSE"))
                .containsExactlyInAnyOrder("caf\u00e9", "CAFE\u0301 (2)", "stra\u00dfe", "STRASSE (2)");
    }

    private static Set<String> taken(DiskTraits traits, String... originals) throws IOException {
        FolderNames names = new FolderNames(new SimulatedDisk(new World(1), traits), new DriveNames(traits));
        Set<String> taken = new HashSet<>();
        for (String original : originals) {
            taken.add(names.take("Photos", original, ""));
        }
        return taken;
    }

    /// Quadratic work would be fifty million steps here, and a second look at the folder each time.
    @Test
    void tenThousandEqualNamesAreAllTold() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(new World(1), FileSystems.EXFAT);
        FolderNames names = new FolderNames(disk, new DriveNames(FileSystems.EXFAT));
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            assertThat(taken.add(names.take("Photos", i % 2 == 0 ? "IMG_0001.JPG" : "img_0001.jpg", "")))
                    .isTrue();
        }
        assertThat(taken).contains("IMG_0001.JPG", "img_0001 (10000).jpg");
    }

    @Test
    void aFreedNameIsFreeAndOthersStayTaken() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(new World(1), FileSystems.EXT4);
        FolderNames names = new FolderNames(disk, new DriveNames(FileSystems.EXT4));
        for (int i = 0; i < 500; i++) {
            names.take("Photos", "n" + i, "");
        }
        for (int i = 0; i < 500; i += 2) {
            names.vacate("Photos/n" + i);
        }
        for (int i = 0; i < 500; i++) {
            assertThat(names.take("Photos", "n" + i, "")).isEqualTo(i % 2 == 0 ? "n" + i : "n" + i + " (2)");
        }
    }
}
