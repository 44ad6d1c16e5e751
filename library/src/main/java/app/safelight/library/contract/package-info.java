/// What every part that the library is given must do, as suites that need no test framework.
@NullMarked
package app.safelight.library.contract;

import org.jspecify.annotations.NullMarked;
