/// The rules that hold for the code as a whole.
@NullMarked
package app.safelight;

import org.jspecify.annotations.NullMarked;
