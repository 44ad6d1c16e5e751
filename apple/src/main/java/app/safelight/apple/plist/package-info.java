/// Property lists, in which iPhones speak and write down most of what they know.
@NullMarked
package app.safelight.apple.plist;

import org.jspecify.annotations.NullMarked;
