/// Photo libraries of iPhones and Macs as sources: what the library's own database says should be there, and
/// what lies there.
///
/// Begin with [app.safelight.source.photoslibrary.PhotoLibrarySource].
@NullMarked
package app.safelight.source.photoslibrary;

import org.jspecify.annotations.NullMarked;
