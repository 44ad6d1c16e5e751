/// What changed, in one order for each person, so that a device can follow.
@NullMarked
package app.safelight.library.changes;

import org.jspecify.annotations.NullMarked;
