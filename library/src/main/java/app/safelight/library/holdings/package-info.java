/// What one person holds, as the programs see it that back up for them: the library as a place.
@NullMarked
package app.safelight.library.holdings;

import org.jspecify.annotations.NullMarked;
