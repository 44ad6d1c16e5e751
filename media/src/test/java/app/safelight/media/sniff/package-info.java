@NullMarked
package app.safelight.media.sniff;

import org.jspecify.annotations.NullMarked;
