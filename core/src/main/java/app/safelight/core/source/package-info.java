/// Where photos come from: read-only by type. What cannot be read is listed too.
@NullMarked
package app.safelight.core.source;

import org.jspecify.annotations.NullMarked;
