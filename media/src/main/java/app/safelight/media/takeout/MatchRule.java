package app.safelight.media.takeout;

/// Why a JSON belongs to a media file. Ordered from the surest to the least sure.
public enum MatchRule {
    /// `X.JPG.json`, `X.JPG.supplemental-metadata.json` or any shortened form of it, and for `X(1).JPG` also
    /// `X.JPG(1).json` and `X.JPG.supplemental-metadata(1).json`.
    SAME_NAME,
    /// The JSON's name is the media's, cut at the length limit.
    CUT_NAME,
    /// As the two above, but for letter case, Unicode form and characters that one of the two names could not hold.
    FOLDED_NAME,
    /// The title inside the JSON is the media's name.
    TITLE,
    /// The JSON's name or title is the media's without its extension.
    WITHOUT_EXTENSION,
    /// The movie of a Live or motion photo shares the JSON of its still.
    COMPANION_MOVIE,
    /// An edited copy shares the JSON of its original.
    EDITED_COPY,
    /// A long name: the mark of the edited copy was cut off, and a number was added because the names had become
    /// the same.
    CUT_COPY;

    /// Whether the media shares a JSON that is another file's.
    public boolean shared() {
        return switch (this) {
            case SAME_NAME, CUT_NAME, FOLDED_NAME, TITLE, WITHOUT_EXTENSION -> false;
            case COMPANION_MOVIE, EDITED_COPY, CUT_COPY -> true;
        };
    }
}
