@NullMarked
package app.safelight.source.folder;

import org.jspecify.annotations.NullMarked;
