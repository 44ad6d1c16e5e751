@NullMarked
package app.safelight.source.takeout;

import org.jspecify.annotations.NullMarked;
