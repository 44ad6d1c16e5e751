package app.safelight.media.takeout;

import java.util.Objects;

/// What a directory's metadata file says of the album. The file's name is in the language of the account.
///
/// @param title as the person wrote it; empty for an album without a name
public record TakeoutAlbum(String title, String description) implements TakeoutDocument {
    public TakeoutAlbum {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(description, "description");
    }
}
