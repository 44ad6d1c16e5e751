/// A family's photo library: its rules over rows and places.
@NullMarked
package app.safelight.library;

import org.jspecify.annotations.NullMarked;
