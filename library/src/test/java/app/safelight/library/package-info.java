@NullMarked
package app.safelight.library;

import org.jspecify.annotations.NullMarked;
