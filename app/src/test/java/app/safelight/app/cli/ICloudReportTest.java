package app.safelight.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.simulator.iphone.LockState;
import app.safelight.simulator.iphone.PhoneTrouble;
import app.safelight.simulator.iphone.SimulatedPhone;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/// `icloud` of a phone over its cable, what it remembers, and the page it writes.
class ICloudReportTest {
    private static final Path PHONE = Trial.MEDIA.resolveSibling("iphone-synthetic");

    /// Those of the synthetic phone of which something may exist on it only.
    private static final List<String> AT_RISK = List.of(
            "IMG_0664.JPG",
            "IMG_0667.JPG",
            "IMG_0675.JPG",
            "IMG_0905.MOV",
            "IMG_4394.HEIC",
            "IMG_5747.HEIC",
            "IMG_7027.MOV");

    private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");

    private final Trial trial;
    private final PhoneBench bench;
    private final Path media;
    private Instant now = START;

    ICloudReportTest() throws IOException {
        trial = new Trial(() -> now, ZoneId.of("Europe/Berlin"));
        media = trial.unpacked(PHONE.resolve("Media.zip")).resolve("Media");
        bench = new PhoneBench(trial.folder());
        trial.with(bench.environment(), this::pass, Person.NOBODY);
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    @AfterEach
    void cleanUp() throws IOException {
        bench.close();
        trial.close();
    }

    private SimulatedPhone paired(String name) {
        SimulatedPhone phone = bench.phone(18, name, media);
        trial.run("pair").expect(ExitCode.OK);
        return phone;
    }

    private Map<String, @Nullable Object> trend(String source) {
        return Trial.object(trial.run("icloud", source, "--json")
                .expect(ExitCode.NOT_SAFE)
                .json()
                .get("trend"));
    }

    /// Changes the phone's database. Its triggers call functions that only Apple's programs have.
    private void change(String file, String... changes) throws SQLException {
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + media.resolve(file));
                Statement statement = database.createStatement()) {
            List<String> triggers = new ArrayList<>();
            try (ResultSet found = statement.executeQuery("SELECT name FROM sqlite_master WHERE type = 'trigger'")) {
                while (found.next()) {
                    triggers.add(found.getString(1));
                }
            }
            for (String trigger : triggers) {
                statement.execute("DROP TRIGGER \"" + trigger + "\"");
            }
            for (String change : changes) {
                statement.execute(change);
            }
        }
    }

    @Test
    void aPhoneSaysOverItsCableWhatItsCopySays() throws IOException {
        SimulatedPhone phone = paired("Ada’s iPhone");
        Trial.Run cable = trial.run("icloud", "iphone", "--list").expect(ExitCode.NOT_SAFE);
        assertThat(cable.out())
                .contains("Ada’s iPhone (iPhone 14 Pro, iOS 18.5)")
                .contains("DO NOT ERASE THIS DEVICE: 7 photos and videos", "iCloud Backup leaves all photos out")
                .contains("HINT: Copy them now: safelight rescue iphone --to DRIVE")
                .contains("this was the first");
        AT_RISK.forEach(name -> assertThat(cable.out()).contains(name));
        Trial.Run copy = trial.run("icloud", media.toString(), "--list").expect(ExitCode.NOT_SAFE);
        assertThat(withoutNames(copy.out())).isEqualTo(withoutNames(cable.out()));
        assertThat(trial.run("icloud", "iphone:" + phone.udid(), "--json")
                        .expect(ExitCode.NOT_SAFE)
                        .json())
                .containsEntry("source", "iphone:" + phone.udid());
        assertThat(trial.run("icloud", "iphone:ada's iphone")
                        .expect(ExitCode.NOT_SAFE)
                        .out())
                .contains("safelight rescue 'iphone:ada'\\''s iphone' --to DRIVE");
        assertThat(trial.home().resolve("work")).isEmptyDirectory();
        assertThat(bench.usbmux().complaints()).isEmpty();
    }

    /// Without the first line, and without what names the source.
    private static List<String> withoutNames(String out) {
        return out.lines()
                .skip(1)
                .filter(line -> !line.startsWith("HINT: Copy them"))
                .toList();
    }

    @Test
    void aPhoneThatCannotBeReadSaysWhy() {
        assertThat(trial.run("icloud", "iphone").expect(ExitCode.SOURCE).err()).contains("no phone is plugged in");
        SimulatedPhone phone = paired("Ada");
        assertThat(trial.run("icloud", "iphone:Bob").expect(ExitCode.NOT_FOUND).err())
                .contains("There is: Ada = ");
        phone.lock(LockState.LOCKED_SINCE_START);
        assertThat(trial.run("icloud", "iphone").expect(ExitCode.SOURCE).err())
                .contains("is locked", "Unlock the phone");
        phone.lock(LockState.LOCKED);
        trial.run("icloud", "iphone").expect(ExitCode.NOT_SAFE);
        phone.strike(new PhoneTrouble.LosesCable(200_000));
        assertThat(trial.run("icloud", "iphone").expect(ExitCode.SOURCE).err())
                .contains("The phone is not plugged in: " + phone.udid(), "Plug the phone in");
        assertThat(trial.home().resolve("work")).isEmptyDirectory();
    }

    @Test
    void slowIsToldFromStuck() throws SQLException {
        paired("Ada");
        assertThat(trend("iphone")).containsEntry("code", "FIRST");
        pass(Duration.ofMinutes(10));
        assertThat(trend("iphone")).containsEntry("code", "TOO_SOON").containsEntry("betweenSeconds", 600L);
        pass(Duration.ofMinutes(50));
        assertThat(trend("iphone")).containsEntry("code", "STUCK").containsEntry("betweenSeconds", 3_600L);
        Trial.Run stuck = trial.run("icloud", "iphone").expect(ExitCode.NOT_SAFE);
        assertThat(stuck.out())
                .contains("STUCK: nothing of what waited has arrived in 60 min.", "Do not switch iCloud Photos off");
        change(
                "PhotoData/Photos.sqlite",
                "UPDATE ZCLOUDMASTER SET ZCLOUDLOCALSTATE = 3 WHERE Z_PK = (SELECT ZMASTER FROM ZASSET WHERE"
                        + " ZFILENAME = 'IMG_0664.JPG')");
        pass(Duration.ofHours(1));
        assertThat(trend("iphone"))
                .containsEntry("code", "MOVING")
                .containsEntry("arrived", 1L)
                .containsEntry("betweenSeconds", 7_200L)
                .doesNotContainKey("secondsLeft");
        pass(Duration.ofMinutes(15));
        assertThat(trend("iphone")).containsEntry("code", "STUCK").containsEntry("betweenSeconds", 900L);
        now = START;
        assertThat(trend("iphone")).containsEntry("code", "CLOCK_SET_BACK");
    }

    @Test
    void twoReadingsInOneRun() {
        paired("Ada");
        Trial.Run run = trial.run("icloud", "iphone", "--wait", "20m").expect(ExitCode.NOT_SAFE);
        assertThat(run.err()).contains("Waiting 20 min for the second");
        assertThat(run.out()).contains("STUCK: nothing of what waited has arrived in 20 min.");
        assertThat(Duration.between(START, now)).isEqualTo(Duration.ofMinutes(20));
        assertThat(trial.run("icloud", "iphone", "--wait", "14m")
                        .expect(ExitCode.USAGE)
                        .err())
                .contains("15 min at least");
        assertThat(trial.run("icloud", "iphone", "--wait", "25h")
                        .expect(ExitCode.USAGE)
                        .err())
                .contains("24 h at most");
        assertThat(trial.run("icloud", "iphone", "--wait", "soon")
                        .expect(ExitCode.USAGE)
                        .err())
                .contains("is no time");
        assertThat(trial.run("icloud", media.toString(), "--wait", "20m")
                        .expect(ExitCode.USAGE)
                        .err())
                .contains("a copy stays as it is");
    }

    @Test
    void aCopyIsNotCalledStuck() throws IOException {
        String source = media.toString();
        assertThat(trend(source)).containsEntry("code", "FIRST");
        pass(Duration.ofDays(2));
        assertThat(trend(source)).containsEntry("code", "UNCHANGED");
        Path database = media.resolve("PhotoData/Photos.sqlite-wal");
        Instant changed = Files.getLastModifiedTime(database).toInstant();
        Files.setLastModifiedTime(database, FileTime.from(changed.plus(Duration.ofHours(2))));
        assertThat(trend(source)).containsEntry("code", "STUCK").containsEntry("betweenSeconds", 7_200L);
        Files.setLastModifiedTime(database, FileTime.from(changed.minus(Duration.ofHours(2))));
        Files.setLastModifiedTime(
                media.resolve("PhotoData/Photos.sqlite"), FileTime.from(changed.minus(Duration.ofHours(2))));
        assertThat(trend(source)).containsEntry("code", "CLOCK_SET_BACK");
    }

    @Test
    void aReadingThatIsDamagedIsToldAndMadeAnew() throws IOException {
        paired("Ada");
        trend("iphone");
        Path reading = Trial.files(trial.home().resolve("icloud-readings")).getFirst();
        Files.writeString(reading, "{");
        pass(Duration.ofHours(1));
        Trial.Run run = trial.run("icloud", "iphone", "--json").expect(ExitCode.NOT_SAFE);
        assertThat(run.err()).contains("The last reading of this library cannot be used");
        assertThat(Trial.object(run.json().get("trend"))).containsEntry("code", "FIRST");
        pass(Duration.ofHours(1));
        assertThat(trend("iphone")).containsEntry("code", "STUCK");
    }

    @Test
    void theHintIsACommandThatWorks() throws IOException {
        Path plain = trial.unpacked(PHONE.resolve("backup-plain.zip")).resolve("backup-plain");
        assertThat(trial.run("icloud", plain.toString())
                        .expect(ExitCode.NOT_SAFE)
                        .out())
                .contains("HINT: Copy them now: safelight rescue " + plain + " --to DRIVE\n");
        Path spaced = Files.move(
                trial.unpacked(PHONE.resolve("backup-encrypted.zip")).resolve("backup-encrypted"),
                trial.folder().resolve("Ada's backup"));
        trial.file("password.txt", "test1234");
        assertThat(trial.run("icloud", "Ada's backup", "--password-file", "password.txt")
                        .expect(ExitCode.NOT_SAFE)
                        .out())
                .contains("safelight rescue '" + spaced.toString().replace("'", "'\\''")
                        + "' --to DRIVE --password-file FILE\n");
    }

    @Test
    void withICloudPhotosOffNothingIsCalledStuck() throws IOException {
        Files.delete(media.resolve("PhotoData/cpl_enabled_marker"));
        Trial.Run run = trial.run("icloud", media.toString()).expect(ExitCode.NOT_SAFE);
        assertThat(run.out())
                .contains("switched OFF", "iCloud Photos is off, so nothing is uploaded by it", "DO NOT ERASE")
                .doesNotContain("Slow or stuck", "iCloud Backup leaves");
    }

    @Test
    void thePageNamesEveryPhotoAtRiskAndLetsNoNameOut() throws Exception {
        String hostile = "</td><script>alert(1)</script>&amp;\"'\u202Egnp\u0007.jpg";
        change("PhotoData/CPL/storage/store.cloudphotodb", "UPDATE quarantinedRecords SET reason = 'too <b>large</b>'");
        change("PhotoData/Photos.sqlite", "PRAGMA user_version = 0");
        try (Connection database =
                        DriverManager.getConnection("jdbc:sqlite:" + media.resolve("PhotoData/Photos.sqlite"));
                PreparedStatement update = database.prepareStatement(
                        "UPDATE ZADDITIONALASSETATTRIBUTES SET ZORIGINALFILENAME = ? WHERE ZASSET = (SELECT Z_PK FROM"
                                + " ZASSET WHERE ZFILENAME = 'IMG_0667.JPG')")) {
            update.setString(1, hostile);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
        paired("Ada <img src=x onerror=alert(1)>");
        trial.run("icloud", "iphone", "--html", "report.html").expect(ExitCode.NOT_SAFE);
        String page = Files.readString(trial.folder().resolve("report.html"));
        assertThat(page)
                .startsWith("<!DOCTYPE html>")
                .doesNotContain("<script", "<b>", "<img", "\u202E", "\u0007", "http:", "https:", "url(", "@import")
                .contains("&lt;script&gt;alert(1)", "Ada &lt;img src=x");

        Document document = parsed(page);
        assertThat(document.getDocumentElement().getAttribute("lang")).isEqualTo("en");
        assertThat(texts(document, "h1").getFirst())
                .startsWith("Do not erase this device: 7 photos and videos")
                .endsWith("may exist only there");
        List<String> rows = texts(document, "tr");
        for (String name : AT_RISK) {
            assertThat(rows)
                    .as(name)
                    .filteredOn(row -> row.contains("/" + name))
                    .hasSize(1);
        }
        assertThat(rows).anyMatch(row -> row.contains("IMG_0905.MOV") && row.contains("too <b>large</b>"));
        assertThat(rows).anyMatch(row -> row.contains("IMG_0667.JPG") && row.contains("</td><script>alert(1)"));
        assertThat(rows).noneMatch(row -> row.contains("IMG_0102.HEIC"));
        assertThat(rows).anyMatch(row -> row.contains("The iCloud storage is full."));
        NodeList heads = document.getElementsByTagName("th");
        for (int i = 0; i < heads.getLength(); i++) {
            assertThat(((Element) heads.item(i)).getAttribute("scope")).isIn("col", "row");
        }
        assertThat(trial.run("icloud", "iphone", "--html", "report.html")
                        .expect(ExitCode.USAGE)
                        .err())
                .contains("is there already");
    }

    /// Leaves three photos, all of them in iCloud, in the database, and only theirs among the files.
    private void leaveWhatIsInICloud() throws SQLException, IOException {
        List<String> left = List.of("IMG_0102", "IMG_0658", "IMG_2226");
        change(
                "PhotoData/Photos.sqlite",
                "DELETE FROM ZASSET WHERE ZFILENAME NOT IN ('IMG_0102.HEIC', 'IMG_0658.JPG', 'IMG_2226.HEIC')");
        for (String folder : List.of("DCIM", "PhotoData/Mutations", "PhotoData/CPLAssets")) {
            for (Path file : Trial.files(media.resolve(folder))) {
                if (left.stream().noneMatch(file.toString()::contains)) {
                    Files.delete(file);
                }
            }
        }
    }

    @Test
    void photosThatTheLibraryHasLostAreAtRisk() throws Exception {
        long files = Trial.files(media.resolve("DCIM")).size();
        change("PhotoData/Photos.sqlite", "DELETE FROM ZASSET");
        paired("Ada");
        Trial.Run run =
                trial.run("icloud", "iphone", "--list", "--html", "report.html").expect(ExitCode.NOT_SAFE);
        assertThat(run.out())
                .contains("DO NOT ERASE THIS DEVICE", "the library does not know them")
                .contains("NOT_IN_LIBRARY  DCIM/100APPLE/IMG_0664.JPG");
        assertThat(Files.readString(trial.folder().resolve("report.html"))).contains("DCIM/100APPLE/IMG_0664.JPG");
        Map<String, @Nullable Object> json = trial.run("icloud", "iphone", "--json")
                .expect(ExitCode.NOT_SAFE)
                .json();
        assertThat((Long) json.get("strays")).isGreaterThanOrEqualTo(files);
        trial.run("rescue", "iphone", "--to", "drive").expect(ExitCode.OK);
        trial.run("icloud", "iphone").expect(ExitCode.OK);
        Path stray = media.resolve("DCIM/100APPLE/IMG_0664.JPG");
        Files.write(stray, new byte[] {1, 2, 3});
        assertThat(trial.run("icloud", "iphone").expect(ExitCode.NOT_SAFE).out())
                .contains("DO NOT ERASE THIS DEVICE: 1 photo or video (3 B)");
    }

    @Test
    void aLibraryThatWasSwitchedOffSaysNothingForCertain() throws Exception {
        leaveWhatIsInICloud();
        Files.delete(media.resolve("PhotoData/cpl_enabled_marker"));
        Trial.Run run =
                trial.run("icloud", media.toString(), "--html", "report.html").expect(ExitCode.NOT_SAFE);
        assertThat(run.out())
                .contains("NOT CERTAIN: iCloud Photos is switched off", "DO NOT ERASE THIS DEVICE yet")
                .doesNotContain("iCloud reports to have everything");
        assertThat(Files.readString(trial.folder().resolve("report.html"))).contains("not the whole truth");
        assertThat(trial.run("icloud", media.toString(), "--json")
                        .expect(ExitCode.NOT_SAFE)
                        .out())
                .contains("\"SWITCHED_OFF\"");
    }

    @Test
    void whatICloudCountsLessIsNoticed() throws Exception {
        leaveWhatIsInICloud();
        change("PhotoData/Photos.sqlite", "UPDATE ZCLOUDMASTER SET ZCLOUDLOCALSTATE = 3");
        assertThat(trial.run("icloud", media.toString())
                        .expect(ExitCode.NOT_SAFE)
                        .out())
                .contains("NOT CERTAIN: iCloud itself counts", "DO NOT ERASE THIS DEVICE yet");
    }

    @Test
    void statesThatNobodyKnowsAreShownAsTheyAreStored() throws Exception {
        change("PhotoData/Photos.sqlite", "UPDATE ZASSET SET ZCLOUDLOCALSTATE = 77 WHERE ZFILENAME = 'IMG_0102.HEIC'");
        assertThat(trial.run("icloud", media.toString(), "--list", "--csv", "photos.csv")
                        .expect(ExitCode.NOT_SAFE)
                        .out())
                .contains("UNKNOWN  DCIM/100APPLE/IMG_0102.HEIC", "photo 77");
        assertThat(Files.readString(trial.folder().resolve("photos.csv"))).contains("photo 77");
    }

    @Test
    void aDatabaseAloneIsRead() throws IOException {
        Trial.Run run = trial.run(
                        "icloud", media.resolve("PhotoData/Photos.sqlite").toString(), "--list")
                .expect(ExitCode.NOT_SAFE);
        assertThat(run.out()).contains("safelight rescue FOLDER-WITH-THE-PHOTOS --to DRIVE");
        AT_RISK.forEach(name -> assertThat(run.out()).contains(name));
    }

    @Test
    void thePageOfALibraryThatIsAllInICloudIsCalm() throws Exception {
        leaveWhatIsInICloud();
        trial.run("icloud", media.toString(), "--html", "report.html").expect(ExitCode.OK);
        Document document = parsed(Files.readString(trial.folder().resolve("report.html")));
        assertThat(texts(document, "h1")).containsExactly("iCloud reports to have everything of this library");
        assertThat(texts(document, "h2")).doesNotContain("The photos at risk, one by one");
        assertThat(texts(document, "p")).anyMatch(text -> text.startsWith("That is a report, not a proof."));
    }

    private static Document parsed(String page) throws ParserConfigurationException, SAXException, IOException {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> texts(Document document, String name) {
        List<String> texts = new ArrayList<>();
        NodeList found = document.getElementsByTagName(name);
        for (int i = 0; i < found.getLength(); i++) {
            texts.add(found.item(i).getTextContent().strip());
        }
        return texts;
    }
}
