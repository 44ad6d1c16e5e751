package app.safelight.source.photoslibrary;

import app.safelight.core.model.Role;

/// What one file is to its photo, as the library's database and its rules for names tell.
///
/// @param photo names the photo within the source: the path its original has, or should have
/// @param role what the file is to it
/// @param standIn if the item is no file of the library, but stands for the original of which only another
///     version is there
/// @param known if the database knows of the file, and not only of the photo to which its name makes it belong
/// @param form what kind of photo it is
/// @param facts of the photo as a whole
public record LibraryPart(String photo, Role role, boolean standIn, boolean known, Form form, LibraryFacts facts) {
    /// What the database says a photo is.
    public enum Form {
        PHOTO,
        LIVE_PHOTO,
        BURST_FRAME,
        VIDEO,
        /// Neither a photo nor a video by the database.
        OTHER
    }
}
