/// A library as a place: over HTTP, or within one process.
@NullMarked
package app.safelight.place.library;

import org.jspecify.annotations.NullMarked;
