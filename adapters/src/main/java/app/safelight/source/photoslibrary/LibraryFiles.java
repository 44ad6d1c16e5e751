package app.safelight.source.photoslibrary;

import app.safelight.apple.mediafiles.MediaException;
import app.safelight.apple.mediafiles.MediaFile;
import app.safelight.apple.mediafiles.MediaFiles;
import app.safelight.apple.photoslibrary.LibraryException;
import app.safelight.apple.photoslibrary.PhotosLibrary;
import app.safelight.core.model.SourceId;
import app.safelight.core.source.Item;
import app.safelight.core.source.SourceException;
import app.safelight.core.source.SourceFault;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// The files of a photo library whose database is open already, each with what the database says it is. What
/// [PhotoLibrarySource] lists, for those who only look.
public final class LibraryFiles {
    private LibraryFiles() {}

    /// Tells every file, and every one that should be there and is not. One thread.
    ///
    /// @param source names the source in the items' keys
    /// @param faults as in [LibraryOrigin]
    /// @param sink hears of each item what it is to which photo; empty if the database does not know it
    /// @return whether there is any file where a person's own photos lie; if not, nothing was told, and the
    ///     database was not gone through for it
    /// @throws SourceException if the whole source has gone, or its folders cannot be listed
    public static boolean tell(
            LibraryTree tree,
            MediaFiles files,
            PhotosLibrary library,
            SourceId source,
            Function<MediaException, SourceFault> faults,
            BiConsumer<Item, Optional<LibraryPart>> sink)
            throws SourceException, LibraryException {
        if (!hasFiles(tree, files, faults)) {
            return false;
        }
        Catalogue catalogue = new Catalogue(tree);
        try {
            library.assets(catalogue::add);
        } catch (Catalogue.TooMany hostile) {
            throw new SourceException(new SourceFault.LibraryUnreadable(String.valueOf(hostile.getMessage())), hostile);
        }
        new LibraryListing(
                        tree,
                        files,
                        catalogue,
                        source,
                        faults,
                        item -> sink.accept(item, catalogue.part(item.key().path())))
                .run(Optional.empty());
        return true;
    }

    private static boolean hasFiles(LibraryTree tree, MediaFiles files, Function<MediaException, SourceFault> faults)
            throws SourceException {
        try {
            for (String root : tree.roots()) {
                if (files.look(root).filter(MediaFile::directory).isPresent() && hasFile(files, root, 1)) {
                    return true;
                }
            }
            return false;
        } catch (MediaException failed) {
            throw new SourceException(faults.apply(failed), failed);
        }
    }

    /// A folder that cannot be listed may hold some, and so may one that lies too deep.
    private static boolean hasFile(MediaFiles files, String folder, int depth) {
        if (depth > LibraryListing.MAX_DEPTH) {
            return true;
        }
        try {
            for (MediaFile file : files.list(folder)) {
                if (!file.directory() || hasFile(files, file.path(), depth + 1)) {
                    return true;
                }
            }
            return false;
        } catch (MediaException unreadable) {
            return true;
        }
    }
}
