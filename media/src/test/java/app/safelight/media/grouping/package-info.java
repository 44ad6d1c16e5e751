/// Tests of the package of this name.
@NullMarked
package app.safelight.media.grouping;

import org.jspecify.annotations.NullMarked;
