package app.safelight.media.grouping;

import static app.safelight.media.grouping.Groups.grouped;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EditTest {
    @Test
    void anIphonesRenderBelongsToItsOriginal() {
        assertThat(grouped(
                        Shot.of("a/IMG_1853.HEIC").at(0),
                        Shot.of("a/IMG_E1853.JPG").at(0),
                        Shot.of("a/IMG_1853.AAE")))
                .containsExactly("PHOTO a/IMG_1853.HEIC + EDITED_RENDER a/IMG_E1853.JPG + ADJUSTMENT a/IMG_1853.AAE");
    }

    @Test
    void anotherTimeIsAnotherPhoto() {
        assertThat(grouped(
                        Shot.of("a/IMG_1853.HEIC").at(0),
                        Shot.of("a/IMG_E1853.HEIC").at(60)))
                .containsExactly("PHOTO a/IMG_1853.HEIC", "PHOTO a/IMG_E1853.HEIC");
    }

    @Test
    void anotherDirectoryIsAnotherPhoto() {
        assertThat(grouped(
                        Shot.of("a/IMG_1853.HEIC").at(0),
                        Shot.of("b/IMG_E1853.HEIC").at(0)))
                .containsExactly("PHOTO a/IMG_1853.HEIC", "PHOTO b/IMG_E1853.HEIC");
    }

    @Test
    void aRenderWithoutItsOriginalIsAnAsset() {
        assertThat(grouped(Shot.of("a/IMG_E1853.HEIC"), Shot.of("a/IMG_E1853.AAE")))
                .containsExactly("PHOTO a/IMG_E1853.HEIC + ADJUSTMENT a/IMG_E1853.AAE");
        assertThat(grouped(Shot.of("a/IMG_Evening.HEIC"), Shot.of("a/IMG_vening.HEIC")))
                .containsExactly("PHOTO a/IMG_Evening.HEIC", "PHOTO a/IMG_vening.HEIC");
    }

    @Test
    void ofTwoOriginalsTheOneOfTheSameTimeIsMeant() {
        assertThat(grouped(
                        Shot.of("a/IMG_1853.HEIC"),
                        Shot.of("a/IMG_1853.JPG").at(0),
                        Shot.of("a/IMG_E1853.HEIC").at(0)))
                .containsExactly("PHOTO a/IMG_1853.HEIC", "PHOTO a/IMG_1853.JPG + EDITED_RENDER a/IMG_E1853.HEIC");
    }

    @Test
    void anEditedVideoBelongsToItsOriginal() {
        assertThat(grouped(
                        Shot.of("a/IMG_1853.MOV").lasting(60),
                        Shot.of("a/IMG_E1853.MOV").lasting(20)))
                .containsExactly("VIDEO a/IMG_1853.MOV + EDITED_RENDER a/IMG_E1853.MOV");
        // A still is no edit of a video.
        assertThat(grouped(Shot.of("a/IMG_1853.MOV").lasting(60), Shot.of("a/IMG_E1853.JPG")))
                .containsExactly("VIDEO a/IMG_1853.MOV", "PHOTO a/IMG_E1853.JPG");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "IMG_1-edited.jpg",
                "IMG_1-EDITED.jpg",
                "IMG_1-bearbeitet.jpg",
                "IMG_1-modifié.jpg",
                "IMG_1-modifie\u0301.jpg",
                "IMG_1-editado.jpg",
                "IMG_1-ha editado.jpg",
                "IMG_1-modificato.jpg",
                "IMG_1-編集済み.jpg",
                "IMG_1-bewerkt.jpg",
                "IMG_1-edytowane.jpg",
                "IMG_1 (edited).jpg",
                "IMG_1(Edited).jpg",
                "IMG_1 (bearbeitet).jpg"
            })
    void editedCopiesBelongToTheirOriginalInManyLanguages(String edited) {
        assertThat(grouped(Shot.of("a/IMG_1.jpg"), Shot.of("a/" + edited)))
                .containsExactly("PHOTO a/IMG_1.jpg + EDITED_RENDER a/" + edited);
        assertThat(grouped(Shot.of("a/IMG_2.jpg"), Shot.of("a/" + edited))).hasSize(2);
    }

    @Test
    void aNumberInBracketsStaysWithTheOriginal() {
        assertThat(grouped(Shot.of("a/IMG_1.jpg"), Shot.of("a/IMG_1(2).jpg"), Shot.of("a/IMG_1-edited(2).jpg")))
                .containsExactly("PHOTO a/IMG_1(2).jpg + EDITED_RENDER a/IMG_1-edited(2).jpg", "PHOTO a/IMG_1.jpg");
    }

    @Test
    void copiesAreNoEdits() {
        assertThat(grouped(
                        Shot.of("a/IMG_1.jpg").at(0),
                        Shot.of("a/IMG_1 copy.jpg").at(0),
                        Shot.of("a/IMG_1 (1).jpg").at(0),
                        Shot.of("a/IMG_1-COLLAGE.jpg").at(0),
                        Shot.of("a/uneditedIMG_1.jpg").at(0)))
                .hasSize(5);
    }

    @Test
    void editsThatIosKeepsApartBelongToTheirPhoto() {
        String edits = "PhotoData/Mutations/DCIM/100APPLE/IMG_0032/Adjustments/";
        assertThat(grouped(
                        Shot.of("DCIM/100APPLE/IMG_0032.HEIC").identifier("A"),
                        Shot.of("DCIM/100APPLE/IMG_0032.MOV").identifier("A"),
                        Shot.of("DCIM/100APPLE/IMG_0033.HEIC"),
                        Shot.of(edits + "Adjustments.plist"),
                        Shot.of(edits + "FullSizeRender.jpg").identifier("B"),
                        Shot.of(edits + "FullSizeRender.mov").identifier("B")))
                .containsExactly(
                        "LIVE_PHOTO DCIM/100APPLE/IMG_0032.HEIC + LIVE_MOVIE DCIM/100APPLE/IMG_0032.MOV"
                                + " + EDITED_RENDER " + edits + "FullSizeRender.jpg"
                                + " + EDITED_LIVE_MOVIE " + edits + "FullSizeRender.mov"
                                + " + ADJUSTMENT " + edits + "Adjustments.plist",
                        "PHOTO DCIM/100APPLE/IMG_0033.HEIC");
    }

    @Test
    void theRenderOfAVideoThatIosKeepsApartBelongsToIt() {
        String edits = "phone/PhotoData/Mutations/DCIM/100APPLE/IMG_0040/Adjustments/";
        assertThat(grouped(
                        Shot.of("phone/DCIM/100APPLE/IMG_0040.MOV").lasting(60),
                        Shot.of(edits + "Adjustments.plist"),
                        Shot.of(edits + "FullSizeRender.jpg"),
                        Shot.of(edits + "FullSizeRender.mov").lasting(40)))
                .containsExactly("VIDEO phone/DCIM/100APPLE/IMG_0040.MOV + EDITED_RENDER " + edits
                        + "FullSizeRender.mov + ADJUSTMENT " + edits + "Adjustments.plist + SIDECAR " + edits
                        + "FullSizeRender.jpg");
        assertThat(grouped(Shot.of(edits + "Adjustments.plist"), Shot.of(edits + "FullSizeRender.jpg")))
                .containsExactly(
                        "ORPHAN_SIDECAR " + edits + "Adjustments.plist", "PHOTO " + edits + "FullSizeRender.jpg");
    }
}
