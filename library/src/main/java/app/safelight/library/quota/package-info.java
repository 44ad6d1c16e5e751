/// How much each person may keep, counted so that nothing passes it.
@NullMarked
package app.safelight.library.quota;

import org.jspecify.annotations.NullMarked;
