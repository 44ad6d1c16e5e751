package app.safelight.source.photoslibrary;

import app.safelight.apple.photoslibrary.Asset;

/// Hears what the database of a photo library says of its photos, in each listing before the first item.
///
/// Threads: as the listing.
public interface PhotoListener {
    /// Of nobody's interest.
    PhotoListener NOBODY = new PhotoListener() {
        @Override
        public void begins() {}

        @Override
        public void hears(Asset photo) {}

        @Override
        public void ends(boolean complete) {}
    };

    /// The database is read anew; what was heard before no longer counts.
    void begins();

    /// The database knows of a photo.
    void hears(Asset photo);

    /// @param complete whether the database could be read to its end; if not, there may be photos that nothing
    ///     was heard of, and what was heard may be wrong
    void ends(boolean complete);
}
