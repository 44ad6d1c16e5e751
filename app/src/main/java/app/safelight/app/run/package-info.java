/// Threads, interruption and the clock: the only package that makes a thread.
@NullMarked
package app.safelight.app.run;

import org.jspecify.annotations.NullMarked;
