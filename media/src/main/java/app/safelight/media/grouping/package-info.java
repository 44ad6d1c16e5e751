/// Which files belong together: from the files of a source to assets.
///
/// Everything here is a pure function of names and facts already read. Nothing is opened, no clock is
/// asked, and the answer does not depend on the order of the input.
@NullMarked
package app.safelight.media.grouping;

import org.jspecify.annotations.NullMarked;
