@NullMarked
package app.safelight.source.photoslibrary;

import org.jspecify.annotations.NullMarked;
