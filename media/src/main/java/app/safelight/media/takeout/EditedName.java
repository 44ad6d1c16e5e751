package app.safelight.media.takeout;

import java.text.Normalizer;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Recognises the names of edited copies: `IMG_1234-edited.jpg`, `IMG_1234-modifié(1).jpg`,
/// `IMG_1234 (edited).jpg`. Stateless.
///
/// The word is written in the language of the account. A name alone proves nothing: a caller must also find the
/// original beside it.
public final class EditedName {
    /// The word for "edited" as exports write it, in many languages, longest first so that `ha editado` wins over
    /// `editado`. Composed form, lower case.
    private static final List<String> WORDS = List.of(
                    "edited",
                    "bearbeitet",
                    "modifié",
                    "modifiée",
                    "editado",
                    "ha editado",
                    "modificato",
                    "bewerkt",
                    "edytowane",
                    "editat",
                    "editada",
                    "redigerad",
                    "redigeret",
                    "redigert",
                    "muokattu",
                    "upraveno",
                    "upravené",
                    "szerkesztett",
                    "düzenlendi",
                    "отредактировано",
                    "изменено",
                    "відредаговано",
                    "編集済み",
                    "编辑",
                    "已编辑",
                    "已修改",
                    "已編輯",
                    "편집됨",
                    "수정됨")
            .stream()
            .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()))
            .toList();

    /// The forms a word takes at the end of a stem.
    private static final List<String> SUFFIXES = WORDS.stream()
            .flatMap(word -> Stream.of("-" + word, " (" + word + ")", "(" + word + ")"))
            .toList();

    /// Longest word above and its bracket; a name is searched no further back from its end.
    private static final int MAX_SUFFIX_CHARACTERS = 24;

    /// A number in brackets at the end of a stem, as copies of one name get it.
    private static final Pattern COUNTER = Pattern.compile("^(.*?)( ?\\(\\d{1,6}\\))$", Pattern.DOTALL);

    private EditedName() {}

    /// The stem of the original that an edited copy with this stem would have; a number in brackets stays.
    ///
    /// @param stem a file name without its extension, in any Unicode form
    /// @return the stem without the word, in composed form, or empty when the stem ends in no such word
    public static Optional<String> originalStem(String stem) {
        String composed = Normalizer.normalize(stem, Normalizer.Form.NFC);
        Optional<String> plain = withoutWord(composed);
        if (plain.isPresent()) {
            return plain;
        }
        Matcher counter = COUNTER.matcher(composed);
        if (!counter.matches()) {
            return Optional.empty();
        }
        return withoutWord(counter.group(1)).map(original -> original + counter.group(2));
    }

    /// Every stem that could be the original's when a length limit cut the word somewhere: `…-edi`, `…-e`.
    ///
    /// @return stems without the cut word, longest first; empty when nothing at the end looks like one
    static List<String> originalStemsOfCut(String stem) {
        String composed = Normalizer.normalize(stem, Normalizer.Form.NFC);
        Matcher counter = COUNTER.matcher(composed);
        String body = counter.matches() ? counter.group(1) : composed;
        String number = counter.matches() ? counter.group(2) : "";
        int dash = body.lastIndexOf('-');
        if (dash <= 0 || body.length() - dash > MAX_SUFFIX_CHARACTERS) {
            return List.of();
        }
        String end = body.substring(dash + 1).toLowerCase(Locale.ROOT);
        boolean startsWord = WORDS.stream().anyMatch(word -> word.startsWith(end));
        return startsWord ? List.of(body.substring(0, dash) + number) : List.of();
    }

    private static Optional<String> withoutWord(String stem) {
        String end = stem.substring(Math.max(0, stem.length() - MAX_SUFFIX_CHARACTERS))
                .toLowerCase(Locale.ROOT);
        for (String suffix : SUFFIXES) {
            if (end.endsWith(suffix) && stem.length() > suffix.length()) {
                return Optional.of(stem.substring(0, stem.length() - suffix.length()));
            }
        }
        return Optional.empty();
    }
}
