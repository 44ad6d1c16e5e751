/// Photos as people see them: how they are taken in, looked at, found and marked.
@NullMarked
package app.safelight.library.assets;

import org.jspecify.annotations.NullMarked;
