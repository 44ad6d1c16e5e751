@NullMarked
package app.safelight.bench.contest;

import org.jspecify.annotations.NullMarked;
