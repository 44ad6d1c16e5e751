/// Uploads that can be interrupted and resumed, as tus 1.0 needs them, and the port for their unfinished bytes.
@NullMarked
package app.safelight.library.uploads;

import org.jspecify.annotations.NullMarked;
