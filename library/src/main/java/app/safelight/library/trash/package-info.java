/// What a person deleted: back within its days, gone after them, and not to return by itself.
@NullMarked
package app.safelight.library.trash;

import org.jspecify.annotations.NullMarked;
