package app.safelight.apple.photoslibrary;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An album or folder.
///
/// @param kind raw: [#USER], [#SHARED], [#PROJECT], [#FOLDER], or another
/// @param folders names of the folders around it, the outermost first
/// @param count assets in it
/// @param trashed raw, 0 or 1
/// @param owned raw; null where the database does not say
public record Album(
        @Nullable String title,
        @Nullable Long kind,
        List<String> folders,
        long count,
        @Nullable Long trashed,
        @Nullable Long owned,
        @Nullable Long cloudLocalState) {
    public static final long USER = 2;
    public static final long SHARED = 1505;
    public static final long PROJECT = 1508;
    public static final long FOLDER = 4000;

    public Album {
        folders = List.copyOf(folders);
    }

    /// An asset's place in an album, without what only the album itself needs.
    public record Membership(
            @Nullable String title,
            @Nullable Long kind,
            @Nullable Long trashed,
            List<String> folders) {
        public Membership {
            folders = List.copyOf(folders);
        }
    }
}
