package app.safelight.source.photoslibrary;

import app.safelight.apple.mediafiles.MediaException;
import app.safelight.apple.mediafiles.MediaFile;
import app.safelight.apple.mediafiles.MediaFiles;
import app.safelight.apple.photoslibrary.LibraryLayout;
import java.util.List;
import java.util.Optional;

/// How the files of a photo library lie below its root.
///
/// Source: section 2 of the reference.
public enum LibraryTree {
    /// A phone's media folder: over the cable, in a backup, or copied.
    PHONE("PhotoData/Photos.sqlite", List.of("PhotoData/Mutations", "PhotoData/CPLAssets", "DCIM")),
    /// A Mac's `.photoslibrary`.
    MAC("database/Photos.sqlite", List.of("resources/renders", "originals"));

    private static final String PHONE_EDITS = "PhotoData/Mutations/";
    private static final String PHONE_EDIT_FOLDER = "/Adjustments";
    private static final String MAC_EDITS = "resources/renders/";

    private final String database;

    @SuppressWarnings("ImmutableEnumChecker") // List.of makes what cannot change
    private final List<String> roots;

    LibraryTree(String database, List<String> roots) {
        this.database = database;
        this.roots = roots;
    }

    /// What stands below a root; empty if it is no photo library of a form that is known.
    public static Optional<LibraryTree> find(MediaFiles files) throws MediaException {
        for (LibraryTree tree : values()) {
            Optional<MediaFile> found = files.look(tree.database).filter(file -> !file.directory());
            if (found.isPresent()) {
                return Optional.of(tree);
            }
        }
        return Optional.empty();
    }

    /// Path of the database.
    String database() {
        return database;
    }

    /// The folders in which only a person's own photos lie. Edits come first, so that they are known when the
    /// originals they belong to are told. Thumbnails and other people's photos lie elsewhere.
    List<String> roots() {
        return roots;
    }

    /// If a path lies in one of the [#roots].
    boolean isOwn(String path) {
        return roots.stream().anyMatch(root -> path.startsWith(root + "/"));
    }

    /// Where the original of one's own photo lies, by the folder that the database says.
    String originals(String directory) {
        return switch (this) {
            case PHONE -> directory;
            case MAC -> LibraryLayout.MAC_ORIGINALS + directory;
        };
    }

    /// Where a photo lies, or would, that somebody shared. Only a name to tell it by.
    String shared(String directory, Absence absence) {
        return switch (this) {
            case PHONE -> directory;
            case MAC ->
                (absence == Absence.SHARED_BY_MESSAGE ? "scopes/syndication/originals/" : "scopes/cloudsharing/data/")
                        + directory;
        };
    }

    /// The folder of a photo's edits; of several photos on a Mac.
    ///
    /// @param folder where the original lies
    /// @param stem its name without the ending
    Optional<String> edits(String folder, String stem) {
        return switch (this) {
            case PHONE -> Optional.of(PHONE_EDITS + folder + "/" + stem + PHONE_EDIT_FOLDER);
            case MAC ->
                folder.startsWith(LibraryLayout.MAC_ORIGINALS)
                        ? Optional.of(MAC_EDITS + folder.substring(LibraryLayout.MAC_ORIGINALS.length()))
                        : Optional.empty();
        };
    }

    /// Where the originals are whose edits lie in a folder.
    ///
    /// @param stem name of the one original without its ending; empty if the files' names tell
    record EditsOf(String folder, String stem) {}

    /// What the edits in a folder belong to; empty if it is no folder of edits.
    Optional<EditsOf> editsOf(String folder) {
        return switch (this) {
            case PHONE -> {
                if (!folder.startsWith(PHONE_EDITS) || !folder.endsWith(PHONE_EDIT_FOLDER)) {
                    yield Optional.empty();
                }
                int end = folder.length() - PHONE_EDIT_FOLDER.length();
                int slash = folder.lastIndexOf('/', end - 1);
                yield slash <= PHONE_EDITS.length()
                        ? Optional.empty()
                        : Optional.of(new EditsOf(
                                folder.substring(PHONE_EDITS.length(), slash), folder.substring(slash + 1, end)));
            }
            case MAC ->
                folder.startsWith(MAC_EDITS)
                        ? Optional.of(
                                new EditsOf(LibraryLayout.MAC_ORIGINALS + folder.substring(MAC_EDITS.length()), ""))
                        : Optional.empty();
        };
    }
}
