@NullMarked
package app.safelight.bench;

import org.jspecify.annotations.NullMarked;
