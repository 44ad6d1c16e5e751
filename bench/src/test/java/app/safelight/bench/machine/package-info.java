@NullMarked
package app.safelight.bench.machine;

import org.jspecify.annotations.NullMarked;
