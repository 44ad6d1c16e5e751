package app.safelight.media.takeout;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a media name and the name of its JSON have in common: the uploaded name, and the number in brackets that
/// Takeout adds where names clash. The media carries the number before its extension, the JSON at the very end.
///
/// @param number -1 when there is none
record NameKey(String base, int number) {
    static final int NO_NUMBER = -1;

    /// Takeout cuts what stands before `.json`, but for the number, to this many UTF-16 units. Seen in every export
    /// since 2019; a cut that would part a surrogate pair falls one off.
    static final int CUT_LENGTH = 46;
    /// How far a cut may lie from [#CUT_LENGTH].
    private static final int CUT_SLACK = 1;

    /// What exports since 2024 put between name and `.json`; cut anywhere by the limit.
    private static final String SUPPLEMENT = "supplemental-metadata";

    private static final Pattern NUMBERED = Pattern.compile("^(.+)\\((\\d{1,6})\\)$", Pattern.DOTALL);
    private static final Pattern JSON =
            Pattern.compile("^(.*)\\.json(\\(\\d{1,6}\\))?$", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    /// Characters that an uploaded name may hold and a file name not; exports write `_` for them.
    private static final Pattern REPLACED = Pattern.compile("[&'\"<>:/\\\\|?*%=;#\\p{Cntrl}]");

    /// A file name taken apart.
    ///
    /// @param extension with its dot, empty when there is none
    record Name(String stem, String extension) {
        static Name of(String name) {
            int dot = name.lastIndexOf('.');
            return dot <= 0 ? new Name(name, "") : new Name(name.substring(0, dot), name.substring(dot));
        }
    }

    /// The name without `.json`, with its number last.
    static String sidecarBase(String sidecarName) {
        Matcher json = JSON.matcher(sidecarName);
        if (!json.matches()) {
            return sidecarName;
        }
        return json.group(2) == null ? json.group(1) : json.group(1) + json.group(2);
    }

    /// Keys of a media file, surest first: its name as it stands, and without its number.
    static List<NameKey> ofMedia(String mediaName) {
        List<NameKey> keys = new ArrayList<>(2);
        keys.add(new NameKey(mediaName, NO_NUMBER));
        Name name = Name.of(mediaName);
        Matcher numbered = NUMBERED.matcher(name.stem());
        if (numbered.matches()) {
            keys.add(new NameKey(numbered.group(1) + name.extension(), Integer.parseInt(numbered.group(2))));
        }
        return keys;
    }

    /// Keys of a media file without its extension.
    static List<NameKey> ofStem(String mediaName) {
        return ofBase(Name.of(mediaName).stem());
    }

    /// Keys of a JSON: its name as it stands, without its number, and each also without the supplement.
    static List<NameKey> ofSidecar(String sidecarName) {
        Set<NameKey> keys = new LinkedHashSet<>();
        for (NameKey key : ofBase(sidecarBase(sidecarName))) {
            keys.add(key);
            int dot = key.base().lastIndexOf('.');
            if (dot > 0 && SUPPLEMENT.startsWith(key.base().substring(dot + 1).toLowerCase(Locale.ROOT))) {
                keys.add(new NameKey(key.base().substring(0, dot), key.number()));
            }
        }
        return List.copyOf(keys);
    }

    /// Keys of a media file whose JSON's name was cut within the media's own name.
    static List<NameKey> cutOfMedia(String mediaName) {
        Set<NameKey> keys = new LinkedHashSet<>();
        List<NameKey> whole = ofMedia(mediaName);
        for (NameKey key : whole) {
            for (int length : cutLengths(key.base())) {
                String cut = key.base().substring(0, length);
                // A number that lies beyond the cut is not cut off: it is written after it.
                boolean numberLost = key.number() == NO_NUMBER
                        && whole.size() > 1
                        && whole.get(1).base().startsWith(cut);
                if (!numberLost) {
                    keys.add(new NameKey(cut, key.number()));
                }
            }
        }
        return List.copyOf(keys);
    }

    /// Keys of a JSON whose name is as long as the limit.
    static List<NameKey> cutOfSidecar(String sidecarName) {
        return ofBase(sidecarBase(sidecarName)).stream()
                .filter(key -> cutLengths(key.base() + " ").contains(key.base().length()))
                .toList();
    }

    /// The number that a JSON carries at its end.
    static int numberOf(String sidecarName) {
        List<NameKey> keys = ofBase(sidecarBase(sidecarName));
        return keys.getLast().number();
    }

    /// In the form in which differences of case, Unicode form and replaced characters are gone.
    NameKey folded() {
        return new NameKey(fold(base), number);
    }

    static String fold(String text) {
        if (isFolded(text)) {
            return text;
        }
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        return REPLACED.matcher(composed).replaceAll("_");
    }

    /// Whether a text is folded already, as most names in lower case are.
    private static boolean isFolded(String text) {
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            boolean plain = (character >= 'a' && character <= 'z')
                    || (character >= '0' && character <= '9')
                    || "._-()~ ".indexOf(character) >= 0;
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    private static List<NameKey> ofBase(String base) {
        Matcher numbered = NUMBERED.matcher(base);
        NameKey whole = new NameKey(base, NO_NUMBER);
        return numbered.matches()
                ? List.of(whole, new NameKey(numbered.group(1), Integer.parseInt(numbered.group(2))))
                : List.of(whole);
    }

    /// Where a text may have been cut, likeliest first; only places before its end. The limit is counted in UTF-16
    /// units by the exports seen, in code points to be safe with others.
    private static Set<Integer> cutLengths(String text) {
        Set<Integer> lengths = new LinkedHashSet<>();
        lengths.add(CUT_LENGTH);
        for (int slack = 1; slack <= CUT_SLACK; slack++) {
            lengths.add(CUT_LENGTH - slack);
            lengths.add(CUT_LENGTH + slack);
        }
        if (text.codePointCount(0, text.length()) > CUT_LENGTH) {
            lengths.add(text.offsetByCodePoints(0, CUT_LENGTH));
        }
        lengths.removeIf(length -> length >= text.length());
        return lengths;
    }
}
