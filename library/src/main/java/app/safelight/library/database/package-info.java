/// The one way to the library's rows, on SQLite or PostgreSQL, and how their tables came to be.
@NullMarked
package app.safelight.library.database;

import org.jspecify.annotations.NullMarked;
