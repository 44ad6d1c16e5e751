/// SQLite files of Apple's programs, opened as copies and only read, as files of a stranger.
@NullMarked
package app.safelight.apple.sqlite;

import org.jspecify.annotations.NullMarked;
