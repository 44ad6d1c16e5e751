/// A tree of files that is only read: a phone's media folder, a folder of this computer, or a part of a backup.
@NullMarked
package app.safelight.apple.mediafiles;

import org.jspecify.annotations.NullMarked;
