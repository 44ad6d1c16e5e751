package app.safelight.library.accounts;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/// How people may be called.
final class PersonNames {
    /// Longest name, in letters: it is shown in one line.
    private static final int MAX_LENGTH = 100;

    private PersonNames() {}

    /// The name as it is kept: without spaces around it, letters composed.
    ///
    /// @return empty if it is no name: nothing, too long, or with control characters
    static Optional<String> clean(String typed) {
        if (typed.length() > 2 * MAX_LENGTH) {
            return Optional.empty();
        }
        String name = Normalizer.normalize(typed.strip(), Normalizer.Form.NFC);
        boolean good = !name.isEmpty()
                && name.codePointCount(0, name.length()) <= MAX_LENGTH
                && name.codePoints().noneMatch(PersonNames::isInvisible);
        return good ? Optional.of(name) : Optional.empty();
    }

    private static boolean isInvisible(int letter) {
        int type = Character.getType(letter);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    /// The name as it is compared.
    static String key(String name) {
        return Normalizer.normalize(name.strip(), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }
}
