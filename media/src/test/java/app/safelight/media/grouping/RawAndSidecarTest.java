package app.safelight.media.grouping;

import static app.safelight.media.grouping.Groups.grouped;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RawAndSidecarTest {
    @Test
    void rawAndJpegOfOneShotAreOneAsset() {
        assertThat(grouped(Shot.of("a/IMG_1.CR2").at(0), Shot.of("a/img_1.jpg").at(1.5)))
                .containsExactly("RAW_WITH_JPEG a/img_1.jpg + RAW a/IMG_1.CR2");
        assertThat(grouped(Shot.of("a/IMG_1.CR2"), Shot.of("a/IMG_1.JPG").at(0)))
                .containsExactly("RAW_WITH_JPEG a/IMG_1.JPG + RAW a/IMG_1.CR2");
        assertThat(grouped(Shot.of("a/PXL_1.RAW-01.COVER.jpg"), Shot.of("a/PXL_1.RAW-02.ORIGINAL.dng")))
                .containsExactly("RAW_WITH_JPEG a/PXL_1.RAW-01.COVER.jpg + RAW a/PXL_1.RAW-02.ORIGINAL.dng");
    }

    @Test
    void rawAndJpegOfDifferentShotsAreTwo() {
        assertThat(grouped(Shot.of("a/IMG_1.CR2").at(0), Shot.of("a/IMG_1.JPG").at(3)))
                .containsExactly("RAW_PHOTO a/IMG_1.CR2", "PHOTO a/IMG_1.JPG");
        assertThat(grouped(Shot.of("a/IMG_1.CR2").at(0), Shot.of("b/IMG_1.JPG").at(0)))
                .containsExactly("RAW_PHOTO a/IMG_1.CR2", "PHOTO b/IMG_1.JPG");
        assertThat(grouped(Shot.of("a/IMG_1.CR2").at(0), Shot.of("a/IMG_2.JPG").at(0)))
                .containsExactly("RAW_PHOTO a/IMG_1.CR2", "PHOTO a/IMG_2.JPG");
        assertThat(grouped(Shot.of("a/IMG_1.CR2"), Shot.of("a/IMG_1.MOV")))
                .containsExactly("RAW_PHOTO a/IMG_1.CR2", "VIDEO a/IMG_1.MOV");
    }

    @Test
    void theEditOfARawIsOneAssetWithIt() {
        assertThat(grouped(
                        Shot.of("a/IMG_1.DNG").at(0),
                        Shot.of("a/IMG_1-edited.jpg").at(0),
                        Shot.of("a/IMG_1.xmp")))
                .containsExactly("RAW_PHOTO a/IMG_1.DNG + EDITED_RENDER a/IMG_1-edited.jpg + SIDECAR a/IMG_1.xmp");
    }

    @Test
    void xmpIsFoundInBothNamings() {
        assertThat(grouped(Shot.of("a/x.jpg"), Shot.of("a/x.xmp"), Shot.of("a/x.jpg.xmp"), Shot.of("a/X.JPG.XMP")))
                .containsExactly("PHOTO a/x.jpg + SIDECAR a/X.JPG.XMP + SIDECAR a/x.jpg.xmp + SIDECAR a/x.xmp");
    }

    @Test
    void xmpOfAFullNameBelongsToThatFileOnly() {
        assertThat(grouped(Shot.of("a/x.jpg").at(0), Shot.of("a/x.mp4"), Shot.of("a/x.mp4.xmp"), Shot.of("a/x.xmp")))
                .containsExactly("PHOTO a/x.jpg + SIDECAR a/x.xmp", "VIDEO a/x.mp4 + SIDECAR a/x.mp4.xmp");
    }

    @Test
    void smallPicturesAndCopiesBelongToTheirVideo() {
        assertThat(grouped(
                        Shot.of("a/MVI_1.MP4"),
                        Shot.of("a/MVI_1.THM"),
                        Shot.of("a/MVI_1.SRT"),
                        Shot.of("a/GX010001.MP4"),
                        Shot.of("a/GX010001.THM"),
                        Shot.of("a/GL010001.LRV")))
                .containsExactly(
                        "VIDEO a/GX010001.MP4 + SIDECAR a/GL010001.LRV + SIDECAR a/GX010001.THM",
                        "VIDEO a/MVI_1.MP4 + SIDECAR a/MVI_1.SRT + SIDECAR a/MVI_1.THM");
        assertThat(grouped(Shot.of("a/CRW_1.CRW"), Shot.of("a/CRW_1.THM")))
                .containsExactly("RAW_PHOTO a/CRW_1.CRW + SIDECAR a/CRW_1.THM");
    }

    @Test
    void aSpokenNoteBelongsToItsPhotoAndAnyOtherSoundDoesNot() {
        assertThat(grouped(Shot.of("a/DSC_1.JPG"), Shot.of("a/DSC_1.WAV"), Shot.of("a/song.WAV")))
                .containsExactly("PHOTO a/DSC_1.JPG + SIDECAR a/DSC_1.WAV", "AUDIO a/song.WAV");
    }

    @Test
    void aSidecarWithoutItsMediaIsAnOrphan() {
        assertThat(grouped(
                        Shot.of("a/IMG_1.AAE"),
                        Shot.of("a/x.xmp"),
                        Shot.of("a/y.jpg.json"),
                        Shot.of("a/clip.SRT"),
                        Shot.of("b/IMG_1.HEIC"),
                        Shot.of("b/x.txt")))
                .containsExactly(
                        "ORPHAN_SIDECAR a/IMG_1.AAE",
                        "ORPHAN_SIDECAR a/clip.SRT",
                        "ORPHAN_SIDECAR a/x.xmp",
                        "ORPHAN_SIDECAR a/y.jpg.json",
                        "PHOTO b/IMG_1.HEIC",
                        "OTHER_FILE b/x.txt");
    }

    @Test
    void takeoutJsonBelongsToItsMedia() {
        assertThat(grouped(
                        Shot.of("a/X.JPG"),
                        Shot.of("a/X(1).JPG"),
                        Shot.of("a/X-edited.JPG"),
                        Shot.of("a/X.JPG.json"),
                        Shot.of("a/X.JPG.supplemental-metadata(1).json"),
                        Shot.of("a/metadata.json")))
                .containsExactly(
                        "PHOTO a/X(1).JPG + SIDECAR a/X.JPG.supplemental-metadata(1).json",
                        "PHOTO a/X.JPG + EDITED_RENDER a/X-edited.JPG + SIDECAR a/X.JPG.json",
                        "ORPHAN_SIDECAR a/metadata.json");
    }

    @Test
    void whatTheSourceSaysOfASidecarWins() {
        GroupingFile json = Shot.of("a/x.jpg.json").file().ownedBy("a/y.jpg");
        GroupingFile astray = Shot.of("a/z.xmp").file().ownedBy("nowhere.jpg");
        assertThat(
                        FileGrouping.group(List.of(
                                        Shot.of("a/x.jpg").file(),
                                        Shot.of("a/y.jpg").file(),
                                        json,
                                        astray))
                                .stream()
                                .map(GroupText::of))
                .containsExactly("PHOTO a/x.jpg", "PHOTO a/y.jpg + SIDECAR a/x.jpg.json", "ORPHAN_SIDECAR a/z.xmp");
    }

    @Test
    void aSidecarOfADamagedPhotoStaysWithIt() {
        assertThat(grouped(Shot.of("a/broken.bin"), Shot.of("a/broken.bin.xmp")))
                .containsExactly("OTHER_FILE a/broken.bin + SIDECAR a/broken.bin.xmp");
    }
}
