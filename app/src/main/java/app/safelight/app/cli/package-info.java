/// Commands: what a person types, and what the program answers.
@NullMarked
package app.safelight.app.cli;

import org.jspecify.annotations.NullMarked;
