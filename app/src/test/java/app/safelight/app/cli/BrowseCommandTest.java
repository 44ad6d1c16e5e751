package app.safelight.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.simulator.iphone.SimulatedPhone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BrowseCommandTest {
    private static final Path PHONE = Trial.MEDIA.resolveSibling("iphone-synthetic");

    private final Trial trial;
    private final String media;

    BrowseCommandTest() throws IOException {
        trial = new Trial();
        media = trial.unpacked(PHONE.resolve("Media.zip")).resolve("Media").toString();
    }

    @AfterEach
    void cleanUp() throws IOException {
        trial.close();
    }

    private List<String> chosen(String... options) {
        String[] command = Stream.concat(Stream.of("browse", media, "--json"), Stream.of(options))
                .toArray(String[]::new);
        Map<String, @Nullable Object> json =
                trial.run(command).expect(ExitCode.OK).json();
        List<String> names = new ArrayList<>();
        for (Map<String, @Nullable Object> asset : Trial.objects(json.get("assets"))) {
            String path = String.valueOf(asset.get("path"));
            names.add(path.substring(path.lastIndexOf('/') + 1));
        }
        assertThat(Trial.object(json.get("total"))).containsEntry("photos", (long) names.size());
        return names;
    }

    @Test
    void allButTheDeletedOnesInTheOrderTheyWereTaken() {
        assertThat(chosen())
                .containsExactly(
                        "IMG_0001.MOV",
                        "IMG_0658.JPG",
                        "IMG_0664.JPG",
                        "IMG_0667.JPG",
                        "IMG_0675.JPG",
                        "IMG_0905.MOV",
                        "IMG_1994.JPG",
                        "IMG_4347.HEIC",
                        "IMG_0102.HEIC",
                        "IMG_7027.MOV",
                        "IMG_3582.HEIC",
                        "IMG_3932.MOV",
                        "CDFC3B62-EDFD-4A49-A80F-00BB7822D0E8.HEIC",
                        "IMG_4394.HEIC",
                        "IMG_5747.HEIC");
    }

    @Test
    void everyConditionChooses() {
        assertThat(chosen("--album", "burstalbum")).containsExactly("IMG_0658.JPG");
        assertThat(chosen("--album", "BurstAlbum", "--album", "BurstPhotoSelection"))
                .containsExactly("IMG_0658.JPG", "IMG_0667.JPG");
        assertThat(chosen("--kind", "slowmo,raw")).containsExactly("IMG_0905.MOV", "IMG_1994.JPG");
        assertThat(chosen("--kind", "live", "--hidden")).containsExactly("IMG_4347.HEIC");
        assertThat(chosen("--since", "2020-01-01", "--until", "2020-12-31"))
                .containsExactly("IMG_0905.MOV", "IMG_1994.JPG");
        assertThat(chosen("--favorites")).containsExactly("IMG_0102.HEIC");
        assertThat(chosen("--trashed")).containsExactly("IMG_2908.PNG", "IMG_2226.HEIC", "IMG_4580.HEIC");
        assertThat(chosen("--icloud", "failed,refused")).containsExactly("IMG_0675.JPG", "IMG_0905.MOV");
        assertThat(chosen("--icloud", "being-removed")).containsExactly("IMG_4580.HEIC");
        assertThat(chosen("--larger", "100GB")).isEmpty();
        assertThat(chosen("--larger", "0")).isNotEmpty();
    }

    @Test
    void senselessConditionsAreRefused() {
        assertThat(trial.run("browse", media, "--since", "2026-02-01", "--until", "2026-01-31")
                        .expect(ExitCode.USAGE)
                        .err())
                .contains("is before");
        assertThat(trial.run("browse", media, "--larger", "ten")
                        .expect(ExitCode.USAGE)
                        .err())
                .contains("no size");
        assertThat(trial.run("browse", media, "--icloud", "gone")
                        .expect(ExitCode.USAGE)
                        .err())
                .contains("no state", "not-started");
        assertThat(trial.run("browse", media, "--kind", "cats")
                        .expect(ExitCode.USAGE)
                        .err())
                .contains("cats");
        assertThat(trial.run("browse", "nowhere").expect(ExitCode.SOURCE).err()).contains("no photo library");
    }

    @Test
    void aLineForEachAndATotal() {
        List<String> lines = trial.run("browse", media, "--until", "2016-12-31")
                .expect(ExitCode.OK)
                .out()
                .lines()
                .toList();
        assertThat(lines).hasSize(6);
        assertThat(lines.get(2))
                .contains("2016-10-09", "burst frame", "waiting", "no backup", "DCIM/100APPLE/IMG_0664.JPG");
        assertThat(lines.getFirst()).contains("time-lapse", "shared album", "(IMG_3539.MOV)");
        assertThat(lines.getLast()).startsWith("5 photos and videos (").endsWith("of which 5 not proven safe.");
    }

    @Test
    void photosAreCountedByWhatTheyHaveInCommon() {
        assertThat(trial.run("browse", media, "--by", "month")
                        .expect(ExitCode.OK)
                        .out())
                .contains("2016-10", "2025-08");
        assertThat(trial.run("browse", media, "--by", "album")
                        .expect(ExitCode.OK)
                        .out())
                .contains("BurstAlbum", "in no album");
        Map<String, @Nullable Object> kinds = trial.run("browse", media, "--by", "kind", "--json")
                .expect(ExitCode.OK)
                .json();
        assertThat(Trial.objects(kinds.get("groups")))
                .anySatisfy(group ->
                        assertThat(group).containsEntry("name", "bursts").containsEntry("photos", 4L));
        assertThat(Trial.object(kinds.get("total"))).containsEntry("photos", 15L);
        trial.run("browse", media, "--by", "size").expect(ExitCode.OK);
    }

    @Test
    void aTableForOtherProgramsNeverOverwrites() throws IOException {
        trial.run("browse", media, "--csv", "photos.csv").expect(ExitCode.OK);
        List<String> lines = Files.readAllLines(trial.folder().resolve("photos.csv"));
        assertThat(lines).hasSize(16);
        assertThat(lines.getFirst()).startsWith("uuid,path,originalFilename,kinds,taken");
        assertThat(lines.get(2)).contains("BurstAlbum", "in-icloud", "NOT_SEEN");
        assertThat(trial.run("browse", media, "--csv", "photos.csv")
                        .expect(ExitCode.USAGE)
                        .err())
                .contains("is there already");
    }

    @Test
    void whatABackupHasProvenIsKnown() throws IOException {
        Trial.Run backup = trial.run("backup", media, "--to", "drive");
        assertThat(backup.code()).as(backup.err()).isIn(ExitCode.OK.code(), ExitCode.NOT_SAFE.code());
        Trial.Run policy = trial.run("policy", "--evidence", "READ_BACK");
        assertThat(policy.code()).isIn(ExitCode.OK.code(), ExitCode.USAGE.code());
        List<String> safe = trial.run("browse", media)
                .expect(ExitCode.OK)
                .out()
                .lines()
                .filter(line -> line.contains("  safe  "))
                .toList();
        assertThat(safe).anyMatch(line -> line.contains("IMG_0664.JPG"));
        assertThat(chosen("--not-safe")).doesNotContain("IMG_0664.JPG").contains("IMG_7027.MOV");
    }

    @Test
    void aPhoneIsBrowsedOverItsCable() throws IOException {
        try (PhoneBench bench = new PhoneBench(trial.folder())) {
            SimulatedPhone phone = bench.phone(18, "Ada’s iPhone", Path.of(media));
            trial.with(bench.environment(), _ -> {}, Person.NOBODY);
            assertThat(trial.run("browse", "iphone").expect(ExitCode.SOURCE).err())
                    .contains("does not know this");
            trial.run("pair").expect(ExitCode.OK);
            for (String name : List.of("iphone", "iphone:Ada's iPhone", "iphone:" + phone.udid())) {
                Map<String, @Nullable Object> json =
                        trial.run("browse", name, "--json").expect(ExitCode.OK).json();
                assertThat(json).containsEntry("source", "iphone:" + phone.udid());
                assertThat(Trial.objects(json.get("assets"))).hasSize(15);
            }
            assertThat(bench.usbmux().complaints()).isEmpty();
        }
    }
}
