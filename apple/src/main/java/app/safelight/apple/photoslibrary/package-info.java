/// The photo library of an iPhone or Mac as its own database tells it: what there is, where, and what iCloud
/// reports.
///
/// Begin with [app.safelight.apple.photoslibrary.PhotosLibrary].
@NullMarked
package app.safelight.apple.photoslibrary;

import org.jspecify.annotations.NullMarked;
