package app.safelight.media.takeout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NamesTest {
    @ParameterizedTest
    @CsvSource({
        "Photos from 2023,2023",
        "Photos de 1999,1999",
        "Fotos von 2023,2023",
        "Fotos de 2023,2023",
        "Foto del 2023,2023",
        "Foto's uit 2023,2023",
        "Foto’s uit 2023,2023",
        "Zdjęcia z 2023,2023",
        "2023 年の写真,2023",
        "2023년 사진,2023",
        "Фотографии за 2023 год,2023",
        "PHOTOS FROM 2023,2023"
    })
    void yearFoldersAreKnownInManyLanguages(String folder, int year) {
        assertThat(TakeoutFolder.yearOf(folder)).hasValue(year);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Guillaumes 2018",
                "2023",
                "Photos from 20231",
                "Photos from 2023(1)",
                "My Photos from 2023",
                "",
                "Photos from ",
                "Photos from 1234"
            })
    void otherFoldersAreNot(String folder) {
        assertThat(TakeoutFolder.yearOf(folder)).isEmpty();
    }

    @Test
    void theWordForEditedIsTakenOffOnce() {
        assertThat(EditedName.originalStem("IMG_1-edited")).hasValue("IMG_1");
        assertThat(EditedName.originalStem("IMG_1-edited-edited")).hasValue("IMG_1-edited");
        assertThat(EditedName.originalStem("IMG_1-ha editado(3)")).hasValue("IMG_1(3)");
        assertThat(EditedName.originalStem("IMG_1 (Edited)")).hasValue("IMG_1");
        assertThat(EditedName.originalStem("-edited")).isEmpty();
        assertThat(EditedName.originalStem("edited")).isEmpty();
        assertThat(EditedName.originalStem("IMG_1-unedited")).isEmpty();
        assertThat(EditedName.originalStem("IMG_1-edited2")).isEmpty();
        assertThat(EditedName.originalStem("")).isEmpty();
    }

    @Test
    void htmlIsUndoneOnce() {
        assertThat(HtmlText.unescape("a &amp;&#39;&quot;&lt;b&gt;")).isEqualTo("a &'\"<b>");
        assertThat(HtmlText.unescape("&amp;lt;")).isEqualTo("&lt;");
        assertThat(HtmlText.unescape("R&B")).isEqualTo("R&B");
    }
}
