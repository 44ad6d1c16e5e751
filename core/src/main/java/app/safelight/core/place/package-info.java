/// Where copies are kept, what a copy's evidence is worth, and what can go wrong there.
@NullMarked
package app.safelight.core.place;

import org.jspecify.annotations.NullMarked;
