/// The commands a person types.
@NullMarked
package app.safelight.app.cli;

import org.jspecify.annotations.NullMarked;
