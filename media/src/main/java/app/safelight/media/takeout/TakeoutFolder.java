package app.safelight.media.takeout;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Recognises the folders that hold all photos of one year: `Photos from 2023`, in the language of the account.
/// Stateless.
///
/// An album can carry such a name too: a folder with a [TakeoutAlbum] of another title is that album.
public final class TakeoutFolder {
    /// What stands before and after the year, lower case, composed form, single spaces.
    private static final List<List<String>> NAMES = List.of(
            List.of("photos from ", ""),
            List.of("photos de ", ""),
            List.of("fotos von ", ""),
            List.of("fotos aus ", ""),
            List.of("fotos de ", ""),
            List.of("fotos del ", ""),
            List.of("fotos desde ", ""),
            List.of("foto del ", ""),
            List.of("foto dal ", ""),
            List.of("foto's uit ", ""),
            List.of("foto's van ", ""),
            List.of("zdjęcia z ", ""),
            List.of("foton från ", ""),
            List.of("billeder fra ", ""),
            List.of("bilder fra ", ""),
            List.of("kuvat vuodelta ", ""),
            List.of("fotky z roku ", ""),
            List.of("fotky z ", ""),
            List.of("fotografii din ", ""),
            List.of("φωτογραφίες από το ", ""),
            List.of("фото за ", " год"),
            List.of("фотографии за ", " год"),
            List.of("фото за ", " рік"),
            List.of("", " fotoğrafları"),
            List.of("", " yılına ait fotoğraflar"),
            List.of("", "年の写真"),
            List.of("", " 年の写真"),
            List.of("", " 年的照片"),
            List.of("", "年的照片"),
            List.of("", " 年的相片"),
            List.of("", "년 사진"),
            List.of("", "년의 사진"));

    private static final Pattern YEAR = Pattern.compile("(?<![0-9])(1[89]\\d{2}|20\\d{2})(?![0-9])");

    private TakeoutFolder() {}

    /// The year a folder of this name holds, or empty when the name is no year folder's in any language known.
    public static OptionalInt yearOf(String folderName) {
        if (!YEAR.matcher(folderName).find()) {
            // Most names; normalising would load tables first.
            return OptionalInt.empty();
        }
        String name = Normalizer.normalize(folderName, Normalizer.Form.NFC)
                .replace('\u00a0', ' ')
                .replace('\u2019', '\'')
                .toLowerCase(Locale.ROOT);
        Matcher year = YEAR.matcher(name);
        if (!year.find()) {
            return OptionalInt.empty();
        }
        List<String> around = List.of(name.substring(0, year.start()), name.substring(year.end()));
        return NAMES.contains(around) ? OptionalInt.of(Integer.parseInt(year.group(1))) : OptionalInt.empty();
    }
}
