/// What the tests of this module share.
@NullMarked
package app.safelight.apple;

import org.jspecify.annotations.NullMarked;
