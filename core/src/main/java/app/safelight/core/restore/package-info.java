/// From a place back to a tree with its own names, folders and times.
@NullMarked
package app.safelight.core.restore;

import org.jspecify.annotations.NullMarked;
