/// What is checked, what was found, and the ladder of fixes.
@NullMarked
package app.safelight.core.doctor;

import org.jspecify.annotations.NullMarked;
