package app.safelight.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.apple.mediafiles.FolderFiles;
import app.safelight.apple.photoslibrary.LibraryException;
import app.safelight.apple.photoslibrary.PhotosLibrary;
import app.safelight.simulator.iphone.Attachment;
import app.safelight.simulator.iphone.PhoneTrouble;
import app.safelight.simulator.iphone.SimulatedPhone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Copying from a phone over its cable: all of it, a part of it, and what is at risk. The phone is simulated;
/// what is on it, and what iCloud has of it, was written down by independent tools.
class RescueCommandTest {
    private static final Path FIXTURE = Trial.MEDIA.resolveSibling("iphone-synthetic");

    /// Scenarios of the fixture of which something may exist on the phone only.
    private static final Set<String> AT_RISK =
            Set.of("pushedNotUploaded", "notPushed", "pushFailed", "quarantined", "editNotUploaded");

    private final List<Duration> waits = new ArrayList<>();
    private final Trial trial;
    private final PhoneBench bench;
    private final Path media;
    private final SimulatedPhone phone;

    RescueCommandTest() throws IOException {
        trial = new Trial();
        bench = new PhoneBench(trial.folder());
        media = trial.unpacked(FIXTURE.resolve("Media.zip")).resolve("Media");
        phone = bench.phone(18, "Ada", media);
    }

    @BeforeEach
    void pair() {
        trial.with(bench.environment(), waits::add, Person.NOBODY);
        trial.run("pair").expect(ExitCode.OK);
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
        trial.close();
    }

    private static List<Map<String, @Nullable Object>> expectedAssets() throws IOException {
        Map<String, @Nullable Object> expected =
                new Trial.Run(0, Files.readString(FIXTURE.resolve("EXPECTED.json")), "").json();
        return Trial.object(expected.get("assets")).values().stream()
                .map(Trial::object)
                .toList();
    }

    /// The digests of all files on the phone of assets whose scenario is, or is not, one of those at risk.
    private static Set<String> digests(boolean atRisk) throws IOException {
        Set<String> digests = new TreeSet<>();
        for (Map<String, @Nullable Object> asset : expectedAssets()) {
            boolean counts = AT_RISK.contains(String.valueOf(asset.get("scenario")));
            for (Object file : Trial.object(asset.get("files")).values()) {
                Map<String, @Nullable Object> facts = Trial.object(file);
                if (counts == atRisk && Boolean.TRUE.equals(facts.get("onDevice"))) {
                    digests.add(Objects.requireNonNull(facts.get("sha256")).toString());
                }
            }
        }
        return digests;
    }

    /// A film that the library does not know, and the loss of the cable in its midst.
    private String filmAndLoss() throws IOException {
        byte[] film = new byte[6_000_000];
        new SplittableRandom(7).nextBytes(film);
        Path file = Files.write(media.resolve("DCIM/100APPLE/IMG_9998.MOV"), film);
        phone.strike(new PhoneTrouble.LosesCable(5_000_000));
        return Trial.sha256(file);
    }

    private Path drive() {
        return trial.folder().resolve("drive");
    }

    @Test
    void exactlyWhatIsAtRiskIsCopiedAndProven() throws IOException {
        Trial.Run run = trial.run("rescue", "iphone", "--to", "drive").expect(ExitCode.NOT_SAFE);
        assertThat(new TreeSet<>(Trial.shelved(drive()))).isEqualTo(digests(true));
        Trial.sumsHold(drive());
        assertThat(run.out())
                .contains("7 photos were at risk", "iphone:Ada, of what was at risk: 2 of 7 items are NOT safe yet.");
        Trial.Run report = trial.run("icloud", "iphone", "--html", "after.html").expect(ExitCode.NOT_SAFE);
        assertThat(report.out())
                .contains("5 photos and videos that are not in iCloud, whole or in part: proven safe in copies")
                .contains("DO NOT ERASE THIS DEVICE: 2 photos and videos");
        assertThat(Files.readString(trial.folder().resolve("after.html")))
                .contains("Do not erase this device: 2 photos and videos", "proven safe in copies of your own");
        Map<String, @Nullable Object> again = trial.run("rescue", "iphone", "--to", "drive", "--json")
                .expect(ExitCode.NOT_SAFE)
                .json();
        assertThat(again).containsEntry("copied", 0L);
        assertThat(Trial.object(again.get("tally")))
                .containsEntry("safe", 5L)
                .containsEntry("unsafe", 2L)
                .containsEntry("excluded", 0L);
    }

    @Test
    void anotherPhotoOfTheSameNameIsNotProven() throws IOException {
        trial.run("rescue", "iphone", "--to", "drive").expect(ExitCode.NOT_SAFE);
        Files.write(media.resolve("DCIM/100APPLE/IMG_0664.JPG"), new byte[] {1, 2, 3});
        assertThat(trial.run("icloud", "iphone").expect(ExitCode.NOT_SAFE).out())
                .contains("DO NOT ERASE THIS DEVICE: 3 photos and videos");
        assertThat(safety("IMG_0664.JPG")).isEqualTo("NOT_SAFE");
    }

    @Test
    void aPhotoThatWasEditedSinceIsNotProven() throws IOException {
        trial.run("rescue", "iphone", "--to", "drive").expect(ExitCode.NOT_SAFE);
        assertThat(safety("IMG_0664.JPG")).isEqualTo("SAFE");
        Path edits = Files.createDirectories(media.resolve("PhotoData/Mutations/DCIM/100APPLE/IMG_0664/Adjustments"));
        Files.write(edits.resolve("FullSizeRender.jpg"), new byte[] {1, 2, 3});
        assertThat(trial.run("icloud", "iphone").expect(ExitCode.NOT_SAFE).out())
                .contains("DO NOT ERASE THIS DEVICE: 3 photos and videos");
        assertThat(safety("IMG_0664.JPG")).isEqualTo("NOT_SAFE");
    }

    @Test
    void anEditThatTheLibraryDoesNotKnowIsAtRiskBesideAPhotoThatIsUploaded() throws IOException {
        Map<String, @Nullable Object> before =
                trial.run("icloud", "iphone", "--json").json();
        String photo = uploaded(before);
        String stem = photo.substring(0, photo.lastIndexOf('.'));
        Path edits = Files.createDirectories(media.resolve("PhotoData/Mutations/" + stem + "/Adjustments"));
        Files.write(edits.resolve("FullSizeRender.jpg"), new byte[] {1, 2, 3});
        Map<String, @Nullable Object> after = trial.run("icloud", "iphone", "--json")
                .expect(ExitCode.NOT_SAFE)
                .json();
        assertThat(number(after, "atRisk")).isEqualTo(number(before, "atRisk") + 1);
        assertThat(number(after, "atRiskNotElsewhere")).isEqualTo(number(before, "atRiskNotElsewhere") + 1);
        assertThat(standing(after, photo)).isEqualTo("PARTLY_IN_ICLOUD");
        assertThat(trial.run("icloud", "iphone", "--list").out())
                .contains("PARTLY_IN_ICLOUD  " + photo + ": ")
                .contains("a file beside it is not known to the library, and so not uploaded");
        trial.run("rescue", "iphone", "--to", "drive").expect(ExitCode.NOT_SAFE);
        assertThat(Trial.shelved(drive())).contains(Trial.sha256(edits.resolve("FullSizeRender.jpg")));
        assertThat(number(trial.run("icloud", "iphone", "--json").json(), "atRiskNotElsewhere"))
                .isEqualTo(2);
    }

    private static long number(Map<String, @Nullable Object> report, String name) {
        return ((Number) Objects.requireNonNull(report.get(name))).longValue();
    }

    /// The path of a photo that iCloud is reported to have, whole and unedited, and that is here.
    private String uploaded(Map<String, @Nullable Object> report) {
        return Trial.objects(report.get("assets")).stream()
                .filter(photo -> "IN_ICLOUD".equals(photo.get("standing")))
                .map(photo -> String.valueOf(photo.get("path")))
                .filter(path -> path.startsWith("DCIM/") && Files.exists(media.resolve(path)))
                .findFirst()
                .orElseThrow();
    }

    private static String standing(Map<String, @Nullable Object> report, String path) {
        return Trial.objects(report.get("assets")).stream()
                .filter(photo -> path.equals(photo.get("path")))
                .map(photo -> String.valueOf(photo.get("standing")))
                .findFirst()
                .orElseThrow();
    }

    private String safety(String name) {
        return Trial.objects(trial.run("browse", "iphone", "--json")
                        .expect(ExitCode.OK)
                        .json()
                        .get("assets"))
                .stream()
                .filter(photo -> String.valueOf(photo.get("path")).endsWith("/" + name))
                .map(photo -> String.valueOf(photo.get("safety")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aFileThatTheLibraryDoesNotKnowIsAtRiskToo() throws IOException {
        Path stray = media.resolve("DCIM/100APPLE/IMG_9999.JPG");
        Files.copy(media.resolve("DCIM/100APPLE/IMG_0664.JPG"), stray);
        Files.write(stray, new byte[] {1, 2, 3}, java.nio.file.StandardOpenOption.APPEND);
        trial.run("rescue", "iphone", "--to", "drive").expect(ExitCode.NOT_SAFE);
        assertThat(Trial.shelved(drive())).contains(Trial.sha256(stray));
    }

    /// Damages the library's database so that it can be read, but not to its end.
    ///
    /// @return how many photos can be heard of
    private int damageHalfWay() throws IOException {
        Path database = media.resolve("PhotoData/Photos.sqlite");
        byte[] whole = Files.readAllBytes(database);
        int pageBytes = 4096;
        Path work = Files.createDirectories(trial.folder().resolve("heard"));
        for (int page = pageBytes; page < whole.length; page += pageBytes) {
            byte[] damaged = whole.clone();
            Arrays.fill(damaged, page, page + pageBytes, (byte) 0xff);
            Files.write(database, damaged);
            List<String> heard = new ArrayList<>();
            try (PhotosLibrary library = PhotosLibrary.open(new FolderFiles(media), work)) {
                library.assets(asset -> heard.add(asset.uuid()));
            } catch (LibraryException failed) {
                if (!heard.isEmpty()) {
                    return heard.size();
                }
            }
        }
        throw new AssertionError("no page damages it half way");
    }

    @Test
    void aLibraryThatCannotBeReadToItsEndLeavesNothingOut() throws IOException {
        assertThat(damageHalfWay()).isLessThan(expectedAssets().size());
        Trial.Run run = trial.run("rescue", "iphone", "--to", "drive").expect(ExitCode.NOT_SAFE);
        Set<String> camera = new TreeSet<>();
        for (Path file : Trial.files(media.resolve("DCIM"))) {
            camera.add(Trial.sha256(file));
        }
        assertThat(Trial.shelved(drive())).containsAll(camera);
        assertThat(camera).hasSizeGreaterThan(digests(true).size());
        assertThat(run.out()).contains("SOURCE_LIBRARY_UNREADABLE");
    }

    @Test
    void whatIsNoPhotoLibraryHasNothingToRescue() throws IOException {
        Files.createDirectories(trial.folder().resolve("card/DCIM"));
        assertThat(trial.run("rescue", "card", "--to", "drive")
                        .expect(ExitCode.USAGE)
                        .err())
                .contains("is no photo library", "HINT: To copy all of it: safelight backup");
        assertThat(drive()).doesNotExist();
    }

    @Test
    void allOfAPhoneIsBackedUpAndKnownByItsId() throws IOException {
        trial.run("backup", "iphone", "--to", "drive").expect(ExitCode.NOT_SAFE);
        assertThat(Trial.shelved(drive())).containsAll(digests(true));
        assertThat(trial.run("status").out()).contains("iphone:Ada");
        trial.run("verify", "drive").expect(ExitCode.OK);
        Trial.Run browsed = trial.run("browse", "iphone", "--json").expect(ExitCode.OK);
        assertThat(browsed.out()).contains("\"SAFE\"").contains("IMG_0664.JPG");
        Path copy = Trial.files(drive().resolve("Photos")).stream()
                .filter(file -> file.getFileName().toString().equals("IMG_0664.JPG"))
                .findFirst()
                .orElseThrow();
        byte[] bytes = Files.readAllBytes(copy);
        bytes[0] ^= 1;
        Files.write(copy, bytes);
        trial.run("verify", "drive").expect(ExitCode.DAMAGE);
        assertThat(trial.run("heal").expect(ExitCode.OK).out()).contains("1 of 1 copy healed");
        trial.run("verify", "drive").expect(ExitCode.OK);
    }

    @Test
    void onlyAPartIsTaken() throws IOException {
        trial.run("backup", "iphone", "--to", "drive", "--icloud", "refused").expect(ExitCode.NOT_SAFE);
        assertThat(Trial.shelved(drive())).containsExactly(Trial.sha256(media.resolve("DCIM/100APPLE/IMG_0905.MOV")));
        Files.createDirectories(trial.folder().resolve("card/DCIM"));
        assertThat(trial.run("backup", "card", "--to", "drive", "--favorites")
                        .expect(ExitCode.USAGE)
                        .err())
                .contains("is no photo library");
    }

    @Test
    void aCableThatIsPulledAndPutBackCostsNothing() throws IOException {
        trial.with(
                bench.environment(),
                wait -> {
                    waits.add(wait);
                    bench.usbmux().attach(phone, Attachment.Kind.USB);
                },
                Person.NOBODY);
        Set<String> wanted = digests(true);
        wanted.add(filmAndLoss());
        Trial.Run run = trial.run("rescue", "iphone", "--to", "drive").expect(ExitCode.NOT_SAFE);
        assertThat(new TreeSet<>(Trial.shelved(drive())))
                .as("out: %s err: %s", run.out(), run.err())
                .isEqualTo(wanted);
        assertThat(waits).isNotEmpty();
        assertThat(run.err()).containsOnlyOnce("Ada does not answer. Plug it in again");
        Trial.sumsHold(drive());
    }

    @Test
    void aCableThatStaysOutIsAReasonAndTheNextRunGoesOn() throws IOException {
        String film = filmAndLoss();
        Trial.Run run = trial.run("backup", "iphone", "--to", "drive");
        assertThat(run.code()).as("out: %s err: %s", run.out(), run.err()).isNotEqualTo(ExitCode.OK.code());
        assertThat(run.out() + run.err()).contains("HINT");
        assertThat(waits).hasSize(300);
        assertThat(Trial.shelved(drive())).doesNotContain(film);
        bench.usbmux().attach(phone, Attachment.Kind.USB);
        trial.run("backup", "iphone", "--to", "drive").expect(ExitCode.NOT_SAFE);
        assertThat(Trial.shelved(drive())).containsAll(digests(true)).contains(film);
    }

    @Test
    void anEditThatTheLibraryDoesNotKnowIsAtRiskToo() throws IOException {
        Path sidecar = Files.writeString(media.resolve("DCIM/100APPLE/IMG_0102.AAE"), "an edit of a photo");
        Path edits = Files.createDirectories(media.resolve("PhotoData/Mutations/DCIM/100APPLE/IMG_1994/Adjustments"));
        Path render = Files.writeString(edits.resolve("FullSizeRender.jpg"), "an edit of another");
        Trial.Run run = trial.run("rescue", "iphone", "--to", "drive").expect(ExitCode.NOT_SAFE);
        Set<String> wanted = digests(true);
        for (Path file : List.of(
                sidecar,
                render,
                media.resolve("DCIM/100APPLE/IMG_0102.HEIC"),
                media.resolve("DCIM/100APPLE/IMG_1994.JPG"),
                media.resolve("DCIM/100APPLE/IMG_1994.DNG"))) {
            wanted.add(Trial.sha256(file));
        }
        assertThat(new TreeSet<>(Trial.shelved(drive()))).isEqualTo(wanted);
        assertThat(run.out()).contains("9 photos were at risk");
        Trial.sumsHold(drive());
    }

    @Test
    void ofTwoPhonesTheOneThatIsNamedIsTaken() throws IOException {
        Path others = Files.createDirectories(trial.folder().resolve("bob/DCIM/100APPLE"));
        Path alone = Files.copy(media.resolve("DCIM/100APPLE/IMG_0664.JPG"), others.resolve("IMG_0001.JPG"));
        Files.write(alone, new byte[] {7}, java.nio.file.StandardOpenOption.APPEND);
        SimulatedPhone bob = bench.phone(17, "Bob", trial.folder().resolve("bob"));
        trial.run("pair", "Bob").expect(ExitCode.OK);
        for (String command : List.of("rescue", "backup")) {
            assertThat(trial.run(command, "iphone", "--to", "drive")
                            .expect(ExitCode.USAGE)
                            .err())
                    .contains("2 phones are plugged in", phone.udid(), bob.udid());
        }
        assertThat(drive()).doesNotExist();

        trial.run("rescue", "iphone:Ada", "--to", "drive").expect(ExitCode.NOT_SAFE);
        assertThat(new TreeSet<>(Trial.shelved(drive()))).isEqualTo(digests(true));

        trial.run("backup", "iphone:" + bob.udid(), "--to", "drive").expect(ExitCode.NOT_SAFE);
        Set<String> both = digests(true);
        both.add(Trial.sha256(alone));
        assertThat(new TreeSet<>(Trial.shelved(drive()))).isEqualTo(both);
        assertThat(trial.run("status").out()).contains("iphone:Ada", "iphone:Bob");
    }

    @Test
    void theSamePhoneOverTheNetworkIsNoSecondOne() throws IOException {
        bench.usbmux().attach(phone, Attachment.Kind.NETWORK);
        Set<String> wanted = digests(true);
        wanted.add(filmAndLoss());
        Trial.Run run = trial.run("rescue", "iphone", "--to", "drive").expect(ExitCode.NOT_SAFE);
        assertThat(new TreeSet<>(Trial.shelved(drive())))
                .as("out: %s err: %s", run.out(), run.err())
                .isEqualTo(wanted);
        assertThat(waits).as("the network takes over from the cable").isEmpty();
        assertThat(bench.usbmux().attachments()).extracting(Attachment::kind).containsExactly(Attachment.Kind.NETWORK);
        Map<String, @Nullable Object> backup = trial.run("backup", "iphone", "--to", "drive", "--json")
                .expect(ExitCode.NOT_SAFE)
                .json();
        assertThat(backup).containsEntry("complete", true);
        assertThat(Trial.objects(trial.run("status", "--json").json().get("sources")))
                .as("one source, by whatever way it is read")
                .hasSize(1);
    }

    @Test
    void anUnpairedPhoneSaysWhatToDo() {
        phone.forgetPairings();
        assertThat(trial.run("rescue", "iphone", "--to", "drive")
                        .expect(ExitCode.SOURCE)
                        .err())
                .contains("HINT: Run 'safelight pair'");
        assertThat(drive()).doesNotExist();
    }
}
