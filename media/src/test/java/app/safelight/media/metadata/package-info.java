@NullMarked
package app.safelight.media.metadata;

import org.jspecify.annotations.NullMarked;
