/// What kind of file some bytes are: decided by content, never by name.
@NullMarked
package app.safelight.media.sniff;

import org.jspecify.annotations.NullMarked;
