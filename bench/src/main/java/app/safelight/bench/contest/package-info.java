/// Who runs against whom, on what, and in which order.
@NullMarked
package app.safelight.bench.contest;

import org.jspecify.annotations.NullMarked;
