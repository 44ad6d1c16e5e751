package app.safelight.media.grouping;

import static app.safelight.media.grouping.Groups.grouped;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;

final class LivePhotoTest {
    private static final String ID = "71DCA213-5710-4A6C-BC6D-CE6306AEB8D8";

    @Test
    void oneIdentifierIsOnePhoto() {
        assertThat(grouped(
                        Shot.of("a/IMG_1.HEIC").identifier(ID),
                        Shot.of("a/IMG_1.MOV").identifier(ID)))
                .containsExactly("LIVE_PHOTO a/IMG_1.HEIC + LIVE_MOVIE a/IMG_1.MOV");
    }

    @Test
    void identifiersAreComparedWithoutCase() {
        assertThat(grouped(
                        Shot.of("a/x.heic").identifier(" abc-def "),
                        Shot.of("a/y.mov").identifier("ABC-DEF")))
                .containsExactly("LIVE_PHOTO a/x.heic + LIVE_MOVIE a/y.mov");
    }

    @Test
    void blankIdentifiersJoinNothing() {
        assertThat(grouped(
                        Shot.of("a/x.heic").identifier(" "), Shot.of("a/y.mov").identifier(" ")))
                .containsExactly("PHOTO a/x.heic", "VIDEO a/y.mov");
    }

    @Test
    void namesMayDiffer() {
        assertThat(grouped(
                        Shot.of("a/IMG_7943.HEIC").identifier(ID),
                        Shot.of("a/IMG_7943_HEVC.MOV").identifier(ID)))
                .containsExactly("LIVE_PHOTO a/IMG_7943.HEIC + LIVE_MOVIE a/IMG_7943_HEVC.MOV");
    }

    @Test
    void halvesMayLieInDifferentDirectories() {
        assertThat(grouped(
                        Shot.of("movies/x.mov").identifier(ID),
                        Shot.of("stills/y.heic").identifier(ID)))
                .containsExactly("LIVE_PHOTO stills/y.heic + LIVE_MOVIE movies/x.mov");
    }

    @Test
    void aMovieBringsItsSidecarsAlong() {
        assertThat(grouped(
                        Shot.of("movies/x.mov").identifier(ID),
                        Shot.of("movies/x.xmp"),
                        Shot.of("stills/y.heic").identifier(ID)))
                .containsExactly("LIVE_PHOTO stills/y.heic + LIVE_MOVIE movies/x.mov + SIDECAR movies/x.xmp");
    }

    @Test
    void differentIdentifiersAreTwoAssetsWhateverTheNamesSay() {
        assertThat(grouped(
                        Shot.of("a/IMG_1234.HEIC").identifier(ID).at(0),
                        Shot.of("a/IMG_1234.MOV").identifier("OTHER").at(0).lasting(2)))
                .containsExactly(
                        "PHOTO a/IMG_1234.HEIC (open a/IMG_1234.HEIC)", "VIDEO a/IMG_1234.MOV (open a/IMG_1234.MOV)");
    }

    @Test
    void ofTwoStillsTheOneOfTheMoviesNameIsThePhoto() {
        assertThat(grouped(
                        Shot.of("a/IMG_0 copy.HEIC").identifier(ID),
                        Shot.of("a/IMG_1.HEIC").identifier(ID),
                        Shot.of("a/IMG_1.MOV").identifier(ID)))
                .containsExactly(
                        "PHOTO a/IMG_0 copy.HEIC (open a/IMG_0 copy.HEIC)",
                        "LIVE_PHOTO a/IMG_1.HEIC + LIVE_MOVIE a/IMG_1.MOV");
    }

    @Test
    void ofTwoMoviesTheOneInTheStillsDirectoryIsThePhotos() {
        assertThat(grouped(
                        Shot.of("a/IMG_1.MOV").identifier(ID),
                        Shot.of("b/IMG_1.HEIC").identifier(ID),
                        Shot.of("b/other.MOV").identifier(ID)))
                .containsExactly(
                        "VIDEO a/IMG_1.MOV (open a/IMG_1.MOV)", "LIVE_PHOTO b/IMG_1.HEIC + LIVE_MOVIE b/other.MOV");
    }

    @Test
    void acrossDirectoriesTheSameStemComesFirst() {
        assertThat(grouped(
                        Shot.of("a/IMG_0.HEIC").identifier(ID),
                        Shot.of("b/IMG_1.HEIC").identifier(ID),
                        Shot.of("c/IMG_1_HEVC.MOV").identifier(ID)))
                .containsExactly(
                        "PHOTO a/IMG_0.HEIC (open a/IMG_0.HEIC)",
                        "LIVE_PHOTO b/IMG_1.HEIC + LIVE_MOVIE c/IMG_1_HEVC.MOV");
    }

    @Test
    void aCopiedFolderIsPhotosOfItsOwn() {
        assertThat(grouped(
                        Shot.of("a/IMG_1.HEIC").identifier(ID),
                        Shot.of("a/IMG_1.MOV").identifier(ID),
                        Shot.of("b/IMG_1.HEIC").identifier(ID),
                        Shot.of("b/IMG_1.MOV").identifier(ID)))
                .containsExactly(
                        "LIVE_PHOTO a/IMG_1.HEIC + LIVE_MOVIE a/IMG_1.MOV",
                        "LIVE_PHOTO b/IMG_1.HEIC + LIVE_MOVIE b/IMG_1.MOV");
    }

    @Test
    void anEditedLivePhotoHasAnIdentifierOfItsOwn() {
        assertThat(grouped(
                        Shot.of("a/IMG_1234.HEIC").identifier(ID),
                        Shot.of("a/IMG_1234.MOV").identifier(ID),
                        Shot.of("a/IMG_1234.AAE"),
                        Shot.of("a/IMG_O1234.AAE"),
                        Shot.of("a/IMG_E1234.HEIC").identifier("EDIT"),
                        Shot.of("a/IMG_E1234.MOV").identifier("EDIT")))
                .containsExactly("LIVE_PHOTO a/IMG_1234.HEIC + LIVE_MOVIE a/IMG_1234.MOV"
                        + " + EDITED_RENDER a/IMG_E1234.HEIC + EDITED_LIVE_MOVIE a/IMG_E1234.MOV"
                        + " + ADJUSTMENT a/IMG_1234.AAE + ADJUSTMENT a/IMG_O1234.AAE");
    }

    @Test
    void anEditedMovieInAnotherDirectoryIsStillAnEditedMovie() {
        assertThat(grouped(
                        Shot.of("a/IMG_1234.HEIC").identifier(ID),
                        Shot.of("a/IMG_E1234.HEIC").identifier("EDIT"),
                        Shot.of("b/one.MOV").identifier(ID),
                        Shot.of("b/two.MOV").identifier("EDIT")))
                .containsExactly("LIVE_PHOTO a/IMG_1234.HEIC + LIVE_MOVIE b/one.MOV"
                        + " + EDITED_RENDER a/IMG_E1234.HEIC + EDITED_LIVE_MOVIE b/two.MOV");
    }

    @Test
    void aRawOfTheSameShotBelongsToTheLivePhoto() {
        assertThat(grouped(
                        Shot.of("a/IMG_1.DNG").identifier(ID),
                        Shot.of("a/IMG_1.HEIC").identifier(ID),
                        Shot.of("a/IMG_1.MOV").identifier(ID)))
                .containsExactly("LIVE_PHOTO a/IMG_1.HEIC + LIVE_MOVIE a/IMG_1.MOV + RAW a/IMG_1.DNG");
    }

    @Test
    void aRawMayBeTheStill() {
        assertThat(grouped(
                        Shot.of("a/IMG_1.DNG").identifier(ID),
                        Shot.of("a/IMG_1.MOV").identifier(ID)))
                .containsExactly("LIVE_PHOTO a/IMG_1.DNG + LIVE_MOVIE a/IMG_1.MOV");
    }

    @Test
    void withoutIdentifierAnIphonesNameAShortMovieAndTheSameTimeAreEnough() {
        assertThat(grouped(
                        Shot.of("a/IMG_1234.HEIC").at(1),
                        Shot.of("a/IMG_1234.MOV").at(0).lasting(2.5)))
                .containsExactly("LIVE_PHOTO a/IMG_1234.HEIC + LIVE_MOVIE a/IMG_1234.MOV");
        assertThat(grouped(
                        Shot.of("a/IMG_1234.JPG").at(1).zone(2),
                        Shot.of("a/IMG_1234_HEVC.MOV").at(-7200).zone(0).lasting(2.5)))
                .containsExactly("LIVE_PHOTO a/IMG_1234.JPG + LIVE_MOVIE a/IMG_1234_HEVC.MOV");
    }

    @Test
    void anIdentifierLostByOneHalfDoesNotPart() {
        assertThat(grouped(
                        Shot.of("a/IMG_1234.HEIC").identifier(ID).at(1),
                        Shot.of("a/IMG_1234.MOV").at(0).lasting(2.5)))
                .containsExactly("LIVE_PHOTO a/IMG_1234.HEIC + LIVE_MOVIE a/IMG_1234.MOV");
    }

    @Test
    void aSharedNameAloneIsNeverEnough() {
        // Each lacks one thing that the fallback asks for.
        assertTwo(Shot.of("a/IMG_1234.HEIC"), Shot.of("a/IMG_1234.MOV"));
        assertTwo(Shot.of("a/IMG_1234.HEIC").at(0), Shot.of("a/IMG_1234.MOV").at(0));
        assertTwo(
                Shot.of("a/IMG_1234.HEIC").at(0),
                Shot.of("a/IMG_1234.MOV").at(0).lasting(5.5));
        assertTwo(Shot.of("a/IMG_1234.HEIC"), Shot.of("a/IMG_1234.MOV").at(0).lasting(3));
        assertTwo(
                Shot.of("a/IMG_1234.HEIC").at(4),
                Shot.of("a/IMG_1234.MOV").at(0).lasting(3));
        assertTwo(
                Shot.of("a/IMG_1234.HEIC").at(0).zone(2),
                Shot.of("a/IMG_1234.MOV").at(0).zone(0).lasting(3));
        assertTwo(
                Shot.of("a/holiday.HEIC").at(0), Shot.of("a/holiday.MOV").at(0).lasting(3));
        assertTwo(
                Shot.of("a/DSC_1234.JPG").at(0), Shot.of("a/DSC_1234.MOV").at(0).lasting(3));
        assertTwo(
                Shot.of("a/IMG_1234.PNG").at(0), Shot.of("a/IMG_1234.MOV").at(0).lasting(3));
        assertTwo(
                Shot.of("a/IMG_1234.HEIC").at(0),
                Shot.of("b/IMG_1234.MOV").at(0).lasting(3));
        assertTwo(
                Shot.of("a/IMG_1234.HEIC").at(0),
                Shot.of("a/IMG_1235.MOV").at(0).lasting(3));
    }

    @Test
    void aMotionPhotosMovieBelongsToItsStill() {
        assertThat(grouped(
                        Shot.of("a/PXL_20200710_061629144.MP.jpg").at(1),
                        Shot.of("a/PXL_20200710_061629144.MP").lasting(2)))
                .containsExactly("LIVE_PHOTO a/PXL_20200710_061629144.MP.jpg + LIVE_MOVIE a/PXL_20200710_061629144.MP");
        assertThat(grouped(
                        Shot.of("a/MVIMG_20190101_120000.jpg"),
                        Shot.of("a/MVIMG_20190101_120000.MP4").lasting(2)))
                .containsExactly("LIVE_PHOTO a/MVIMG_20190101_120000.jpg + LIVE_MOVIE a/MVIMG_20190101_120000.MP4");
        assertTwo(
                Shot.of("a/MVIMG_20190101_120000.jpg"),
                Shot.of("a/MVIMG_20190101_120000.MP4").lasting(9));
        assertTwo(
                Shot.of("a/MVIMG_20190101_120000.jpg").at(0),
                Shot.of("a/MVIMG_20190101_120000.MP4").at(9).lasting(2));
        assertTwo(
                Shot.of("a/20190101_120000.jpg").at(0),
                Shot.of("a/20190101_120000.MP4").at(0).lasting(2));
    }

    @Test
    void impossibleTimesDoNotStopTheRest() {
        GroupingFile first = timed("a/IMG_1234.HEIC", LocalDateTime.MIN);
        GroupingFile second = timed("a/IMG_1234.MOV", LocalDateTime.MAX);
        assertThat(FileGrouping.group(java.util.List.of(first, second))).hasSize(2);
    }

    private static GroupingFile timed(String path, LocalDateTime time) {
        GroupingFile file = Shot.of(path).lasting(2).file();
        return new GroupingFile(
                path,
                file.kind(),
                file.type(),
                null,
                null,
                time,
                java.time.ZoneOffset.MAX,
                file.duration(),
                file.sizeBytes(),
                null);
    }

    private static void assertTwo(Shot still, Shot movie) {
        assertThat(grouped(still, movie))
                .containsExactlyInAnyOrder(
                        "PHOTO " + still.file().path(), "VIDEO " + movie.file().path());
    }
}
