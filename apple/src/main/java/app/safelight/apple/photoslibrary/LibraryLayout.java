package app.safelight.apple.photoslibrary;

import app.safelight.apple.mediafiles.MediaException;
import app.safelight.apple.mediafiles.MediaFile;
import app.safelight.apple.mediafiles.MediaFiles;

/// Where the files of a library lie below its root.
///
/// @param database path of Photos.sqlite
/// @param engineDirectory of iCloud's on-device engine
/// @param markerDirectory of the marker that says whether iCloud Photos is on
public record LibraryLayout(Kind kind, String database, String engineDirectory, String markerDirectory) {
    /// Where a Mac's library keeps the person's own originals, which its database names without this folder.
    public static final String MAC_ORIGINALS = "originals/";

    /// What kind of library it is.
    public enum Kind {
        /// A phone's media folder, over the cable, in a backup or copied.
        PHONE,
        /// A Mac's `.photoslibrary`.
        MAC,
        /// A database alone, perhaps with some of the engine's files beside it.
        BARE
    }

    static final LibraryLayout PHONE =
            new LibraryLayout(Kind.PHONE, "PhotoData/Photos.sqlite", "PhotoData/CPL", "PhotoData");

    static final LibraryLayout MAC = new LibraryLayout(
            Kind.MAC, "database/Photos.sqlite", "resources/cpl/cloudsync.noindex", "resources/cpl/cloudsync.noindex");

    static LibraryLayout bare(String database) {
        return new LibraryLayout(Kind.BARE, database, "CPL", "");
    }

    /// Finds the library below a root.
    ///
    /// @throws LibraryException [LibraryFault.NoLibrary] if there is none, [LibraryFault.Unsupported] if only
    ///     one of the form before macOS 10.15
    static LibraryLayout find(MediaFiles files) throws LibraryException, MediaException {
        LibraryLayout bare = bare("Photos.sqlite");
        for (LibraryLayout layout : new LibraryLayout[] {PHONE, MAC, bare}) {
            if (isFile(files, layout.database)) {
                return layout;
            }
        }
        if (isFile(files, "database/photos.db")) {
            throw new LibraryException(new LibraryFault.Unsupported("a library of macOS 10.14 or older"));
        }
        throw new LibraryException(new LibraryFault.NoLibrary());
    }

    private static boolean isFile(MediaFiles files, String path) throws MediaException {
        return files.look(path)
                .filter(file -> !file.directory())
                .map(MediaFile::path)
                .isPresent();
    }
}
