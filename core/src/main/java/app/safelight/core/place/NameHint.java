package app.safelight.core.place;

import java.time.Instant;
import java.time.LocalDate;

/// How a person would look for a content in a place of plain files.
///
/// @param shelf the top folder it belongs under
/// @param day the day it was taken, or last modified if that is all there is
/// @param originalName its file name at the source, as spelled there
/// @param modifiedAt the modification time its file should carry
public record NameHint(Shelf shelf, LocalDate day, String originalName, Instant modifiedAt) {
    /// The same with another modification time.
    public NameHint modified(Instant at) {
        return new NameHint(shelf, day, originalName, at);
    }

    /// The top folders of a place.
    public enum Shelf {
        /// Photos, videos, and what belongs to them.
        PHOTOS,
        /// Everything else that a source holds.
        FILES
    }
}
