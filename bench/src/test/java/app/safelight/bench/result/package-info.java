@NullMarked
package app.safelight.bench.result;

import org.jspecify.annotations.NullMarked;
