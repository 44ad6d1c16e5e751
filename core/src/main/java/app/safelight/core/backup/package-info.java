/// Read once, hash on the way, write, make durable, read back, record.
@NullMarked
package app.safelight.core.backup;

import org.jspecify.annotations.NullMarked;
