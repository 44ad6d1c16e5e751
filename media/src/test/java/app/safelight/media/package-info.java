/// Readers and data that the tests of this module share.
@NullMarked
package app.safelight.media;

import org.jspecify.annotations.NullMarked;
