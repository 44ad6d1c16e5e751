/// Tests of the package of this name.
@NullMarked
package app.safelight.media.takeout;

import org.jspecify.annotations.NullMarked;
