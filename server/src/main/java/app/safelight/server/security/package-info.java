/// Who is calling.
@NullMarked
package app.safelight.server.security;

import org.jspecify.annotations.NullMarked;
