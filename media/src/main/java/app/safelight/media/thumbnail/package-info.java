/// Small pictures of photos and videos, and what makes two of them alike.
@NullMarked
package app.safelight.media.thumbnail;

import org.jspecify.annotations.NullMarked;
