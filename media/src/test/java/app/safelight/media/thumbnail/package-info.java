/// Tests of the small pictures.
@NullMarked
package app.safelight.media.thumbnail;

import org.jspecify.annotations.NullMarked;
