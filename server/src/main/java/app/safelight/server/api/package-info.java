/// The routes of /api/v1, each a thin step between HTTP and the library.
@NullMarked
package app.safelight.server.api;

import org.jspecify.annotations.NullMarked;
