package app.safelight.apple.connection;

/// Words that a device chose, made fit to be shown: short, and without what would confuse a terminal.
final class ForeignWord {
    /// Enough for every word known, and for reading one that is not.
    private static final int MAX_CHARACTERS = 64;

    private ForeignWord() {}

    static String clean(String word) {
        StringBuilder clean = new StringBuilder();
        word.codePoints()
                .limit(MAX_CHARACTERS)
                .map(letter -> Character.isISOControl(letter) ? ' ' : letter)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
