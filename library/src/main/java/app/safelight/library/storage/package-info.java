/// The library's contents in places, each copy with its receipt.
@NullMarked
package app.safelight.library.storage;

import org.jspecify.annotations.NullMarked;
