package app.safelight.apple.photoslibrary;

import app.safelight.apple.mediafiles.MediaFault;

/// Why a photo library could not be read.
public sealed interface LibraryFault {
    /// There is no photo library at this place.
    record NoLibrary() implements LibraryFault {}

    /// A library of a form that this reader does not know. It is said, and nothing is guessed.
    record Unsupported(String what) implements LibraryFault {}

    /// The library changed each time while it was copied: Photos is at work. Try again later.
    record Restless(int attempts) implements LibraryFault {}

    /// The database is damaged, or was made to trap its reader.
    record Damaged(String why) implements LibraryFault {}

    /// More of something than any real library has.
    record TooMuch(String what, long limit) implements LibraryFault {}

    /// The files of the library could not be read.
    record CannotRead(MediaFault fault) implements LibraryFault {}

    /// The copy could not be made on this computer: no room, no right to write.
    record CannotCopy(String why) implements LibraryFault {}
}
