package app.safelight.media.grouping;

import static app.safelight.media.grouping.Groups.grouped;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BurstTest {
    @Test
    void eachFrameIsAnAssetThatKnowsItsPlace() {
        assertThat(grouped(
                        Shot.of("a/IMG_3.JPG").burst("B").at(0.2),
                        Shot.of("a/IMG_1.JPG").burst("B").at(0.3),
                        Shot.of("a/IMG_2.JPG").burst("B"),
                        Shot.of("a/IMG_4.JPG").burst("C").at(0),
                        Shot.of("a/IMG_5.JPG")))
                .containsExactly(
                        "PHOTO a/IMG_1.JPG [2/3 of B]",
                        "PHOTO a/IMG_2.JPG [3/3 of B]",
                        "PHOTO a/IMG_3.JPG [1/3 of B]",
                        "PHOTO a/IMG_4.JPG [1/1 of C]",
                        "PHOTO a/IMG_5.JPG");
    }

    @Test
    void framesAreCountedAcrossDirectoriesAndCopiesOnce() {
        assertThat(grouped(
                        Shot.of("100APPLE/IMG_9999.JPG").burst("B").at(0),
                        Shot.of("101APPLE/IMG_0001.JPG").burst("B").at(1),
                        Shot.of("copy/IMG_0001.JPG").burst("B").at(1)))
                .containsExactly(
                        "PHOTO 100APPLE/IMG_9999.JPG [1/2 of B]",
                        "PHOTO 101APPLE/IMG_0001.JPG [2/2 of B]",
                        "PHOTO copy/IMG_0001.JPG [2/2 of B]");
    }

    @Test
    void framesOfSeparateSetsAreCountedWhenJoined() {
        List<FileGroup> kept = new ArrayList<>();
        kept.addAll(FileGrouping.group(
                List.of(Shot.of("a/IMG_1.JPG").burst("B").at(0).file())));
        kept.addAll(FileGrouping.group(
                List.of(Shot.of("b/IMG_2.JPG").burst("B").at(1).file())));
        assertThat(kept).allMatch(FileGroup::mayJoin);
        assertThat(FileGrouping.joinAcross(kept).stream().map(GroupText::of))
                .containsExactly("PHOTO a/IMG_1.JPG [1/2 of B]", "PHOTO b/IMG_2.JPG [2/2 of B]");
    }

    @Test
    void androidNamesTellBurstsWithinOneDirectory() {
        assertThat(grouped(
                        Shot.of("a/00000IMG_00000_BURST20191225120000123.jpg"),
                        Shot.of("a/00001IMG_00001_BURST20191225120000123_COVER.jpg"),
                        Shot.of("a/IMG_20200101_120000_BURST001_COVER.jpg"),
                        Shot.of("a/IMG_20200101_120000_BURST002.jpg"),
                        Shot.of("a/STARBURST2.jpg"),
                        Shot.of("b/IMG_20200101_120000_BURST003.jpg")))
                .containsExactly(
                        "PHOTO a/00000IMG_00000_BURST20191225120000123.jpg [1/2 of name:a/20191225120000123]",
                        "PHOTO a/00001IMG_00001_BURST20191225120000123_COVER.jpg [2/2 of name:a/20191225120000123]",
                        "PHOTO a/IMG_20200101_120000_BURST001_COVER.jpg [1/2 of name:a/IMG_20200101_120000]",
                        "PHOTO a/IMG_20200101_120000_BURST002.jpg [2/2 of name:a/IMG_20200101_120000]",
                        "PHOTO a/STARBURST2.jpg",
                        "PHOTO b/IMG_20200101_120000_BURST003.jpg [1/1 of name:b/IMG_20200101_120000]");
    }

    @Test
    void aVideoIsNoFrame() {
        assertThat(grouped(Shot.of("a/IMG_1.MOV").burst("B"))).containsExactly("VIDEO a/IMG_1.MOV");
    }
}
