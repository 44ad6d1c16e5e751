@NullMarked
package app.safelight.bench.phone;

import org.jspecify.annotations.NullMarked;
