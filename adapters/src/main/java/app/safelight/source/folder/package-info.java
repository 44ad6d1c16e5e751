/// Folders and camera cards as a source. Links are never followed, and whatever cannot be read is told with its
/// reason.
@NullMarked
package app.safelight.source.folder;

import org.jspecify.annotations.NullMarked;
